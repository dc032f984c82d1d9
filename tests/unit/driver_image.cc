// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "driver_image.hpp"

#include <banos/pci.h>
#include <banos/platform.h>

#include <cstddef>
#include <cstring>
#include <string>

namespace banos::test {

namespace {

constexpr std::uint64_t pointer_alignment = 8;
constexpr std::uint8_t call = 0xe8;
constexpr std::uint8_t return_instruction = 0xc3;
constexpr std::uint8_t trap = 0xcc;

bytes sample_text() {
    bytes code(text_size, trap);
    code[init_offset] = call;
    std::memset(code.data() + init_offset + 1, 0, 4);
    code[init_offset + 5] = 0x31; // xor %eax,%eax
    code[init_offset + 6] = 0xc0;
    code[init_offset + 7] = return_instruction;
    code[uninit_offset] = return_instruction;
    code[changed_offset] = return_instruction;
    return code;
}

void append_note(bytes& to, std::string_view owner, std::uint32_t type, const bytes& descriptor) {
    append(to, static_cast<std::uint32_t>(owner.size() + 1));
    append(to, static_cast<std::uint32_t>(descriptor.size()));
    append(to, type);
    append(to, owner.data(), owner.size());
    to.resize((to.size() + 1 + 3) & ~std::size_t{3});
    append(to, descriptor.data(), descriptor.size());
}

} // namespace

driver_image::driver_image() {
    text = add({.name = ".text",
                .flags = SHF_ALLOC | SHF_EXECINSTR,
                .alignment = 16,
                .content = sample_text()});
    rodata = add({.name = ".rodata", .flags = SHF_ALLOC, .content = {}});
    data = add({.name = ".data",
                .flags = SHF_ALLOC | SHF_WRITE,
                .alignment = pointer_alignment,
                .content = bytes(data_size)});
    bss = add({.name = ".bss",
               .type = SHT_NOBITS,
               .flags = SHF_ALLOC | SHF_WRITE,
               .alignment = pointer_alignment,
               .nobits_size = bss_size});
    driver = add({.name = ".banos-driver",
                  .flags = SHF_ALLOC | SHF_WRITE,
                  .alignment = pointer_alignment,
                  .content = bytes(sizeof(banos_driver))});
    for (std::uint32_t section : {text, rodata, data, bss, driver})
        symbol_of_section(section);
    init = add_symbol("sample_init", text, init_offset, 8, STT_FUNC, STB_LOCAL);
    add_symbol("sample_uninit", text, uninit_offset, 1, STT_FUNC, STB_LOCAL);
    dprintln = add_symbol("banos_dprintln", SHN_UNDEF);

    relocate(text, init_offset + 1, R_X86_64_PLT32, dprintln, -4);
    set64(driver, offsetof(banos_driver, driver_size), sizeof(banos_driver));
    set32(driver, offsetof(banos_driver, minimal_banos_version), BANOS_VERSION(0, 9, 0));
    set32(driver, offsetof(banos_driver, version), BANOS_VERSION(1, 2, 3));
    point_to_string(driver, offsetof(banos_driver, name), "sample");
    point_to_string(driver, offsetof(banos_driver, license), "GPL");
    point(driver, offsetof(banos_driver, init), text, init_offset);
    point(driver, offsetof(banos_driver, uninit), text, uninit_offset);
}

std::uint32_t driver_image::symbol_of_section(std::uint32_t section) {
    const std::string name = "at" + elf_file::section(section).name;
    std::uint32_t symbol = find_symbol(name);
    return symbol != 0 ? symbol : add_symbol(name, section, 0, 0, STT_NOTYPE, STB_LOCAL);
}

std::uint64_t driver_image::put(std::string_view string) {
    bytes& content = section(rodata).content;
    const std::uint64_t offset = content.size();
    append(content, string.data(), string.size());
    content.push_back(0);
    return offset;
}

void driver_image::point(std::uint32_t section, std::uint64_t offset, std::uint32_t to_section,
                         std::uint64_t to_offset) {
    if (find(".rela" + elf_file::section(section).name) != 0)
        unrelocate(section, offset);
    relocate(section, offset, R_X86_64_64, symbol_of_section(to_section),
             static_cast<std::int64_t>(to_offset));
}

void driver_image::point_to_string(std::uint32_t section, std::uint64_t offset,
                                   std::string_view string) {
    point(section, offset, rodata, put(string));
}

void driver_image::set32(std::uint32_t section, std::uint64_t offset, std::uint32_t value) {
    std::memcpy(elf_file::section(section).content.data() + offset, &value, sizeof(value));
}

void driver_image::set64(std::uint32_t section, std::uint64_t offset, std::uint64_t value) {
    std::memcpy(elf_file::section(section).content.data() + offset, &value, sizeof(value));
}

void driver_image::add_export(std::string_view name, std::uint32_t to_section,
                              std::uint64_t to_offset) {
    std::uint32_t exports = find(".banos-export");
    if (exports == 0)
        exports = add({.name = ".banos-export",
                       .flags = SHF_ALLOC | SHF_WRITE,
                       .alignment = pointer_alignment});
    const std::uint64_t offset = section(exports).content.size();
    section(exports).content.resize(offset + sizeof(banos_export));
    point_to_string(exports, offset + offsetof(banos_export, name), name);
    point(exports, offset + offsetof(banos_export, address), to_section, to_offset);
}

std::uint32_t driver_image::set_parameters(const std::vector<parameter_spec>& parameters,
                                           std::uint64_t stride) {
    const std::uint32_t array = add({.name = ".data.parameters",
                                     .flags = SHF_ALLOC | SHF_WRITE,
                                     .alignment = pointer_alignment,
                                     .content = bytes(stride * parameters.size())});
    point(driver, offsetof(banos_driver, parameters), array, 0);
    set64(driver, offsetof(banos_driver, parameter_size), stride);
    set64(driver, offsetof(banos_driver, parameter_count), parameters.size());
    std::uint64_t at = 0;
    for (const parameter_spec& spec : parameters) {
        if (spec.name != nullptr)
            point_to_string(array, at + offsetof(banos_parameter, name), spec.name);
        if (spec.description != nullptr)
            point_to_string(array, at + offsetof(banos_parameter, description), spec.description);
        set32(array, at + offsetof(banos_parameter, type), spec.type);
        set32(array, at + offsetof(banos_parameter, flags), spec.flags);
        set64(array, at + offsetof(banos_parameter, capacity), spec.capacity);
        set64(array, at + offsetof(banos_parameter, elements), spec.elements);
        if (spec.value_section != 0)
            point(array, at + offsetof(banos_parameter, value), spec.value_section,
                  spec.value_offset);
        if (spec.count_section != 0)
            point(array, at + offsetof(banos_parameter, count), spec.count_section,
                  spec.count_offset);
        if (spec.changed_section != 0)
            point(array, at + offsetof(banos_parameter, changed), spec.changed_section,
                  spec.changed_offset);
        at += stride;
    }
    return array;
}

bytes sample_file() {
    return driver_image().write();
}

driver_image rich_image() {
    driver_image image;
    image.point_to_string(image.driver, offsetof(banos_driver, description), "a sample");
    image.point_to_string(image.driver, offsetof(banos_driver, author), "nobody <n@example.org>");
    image.add_export("banos_x_sample_function", image.text, uninit_offset);
    image.add_export("banos_x_sample_table", image.data, 8);
    image.set_parameters({
        {.value_section = image.data},
        {.name = "label",
         .type = BANOS_PARAMETER_STRING,
         .flags = BANOS_PARAMETER_PUBLIC,
         .value_section = image.bss,
         .capacity = 32},
        {.name = "lanes",
         .description = nullptr,
         .type = BANOS_PARAMETER_INT64,
         .flags = BANOS_PARAMETER_WRITABLE,
         .value_section = image.bss,
         .value_offset = 64,
         .elements = 4,
         .count_section = image.bss,
         .count_offset = 128,
         .changed_section = image.text,
         .changed_offset = changed_offset},
    });

    // Code that uses every kind of relocation, without being meant to run.
    bytes code = {
        0x48, 0x8b, 0x05, 0, 0, 0, 0, // mov banos_a@GOTPCREL(%rip),%rax
        0xff, 0x15, 0,    0, 0, 0,    // call *banos_a@GOTPCREL(%rip)
        0xff, 0x25, 0,    0, 0, 0,    // jmp *banos_a@GOTPCREL(%rip)
        0x48, 0x3b, 0x05, 0, 0, 0, 0, // cmp banos_a@GOTPCREL(%rip),%rax
        0x48, 0xc7, 0xc0, 0, 0, 0, 0, // mov $.data,%rax
        0xe8, 0,    0,    0, 0,       // call banos_weak
        0x0f, 0x84, 0,    0, 0, 0,    // je __x86_return_thunk
        0xe9, 0,    0,    0, 0,       // jmp __x86_indirect_thunk_rax
        0x8b, 0x05, 0,    0, 0, 0,    // mov .data(%rip),%eax
    };
    const std::uint32_t more = image.add({.name = ".text.more",
                                          .flags = SHF_ALLOC | SHF_EXECINSTR,
                                          .alignment = 16,
                                          .content = code});
    const std::uint32_t a = image.add_symbol("banos_a", SHN_UNDEF);
    const std::uint32_t weak =
        image.add_symbol("banos_weak", SHN_UNDEF, 0, 0, STT_NOTYPE, STB_WEAK);
    const std::uint32_t return_thunk = image.add_symbol("__x86_return_thunk", SHN_UNDEF);
    const std::uint32_t indirect_thunk = image.add_symbol("__x86_indirect_thunk_rax", SHN_UNDEF);
    const std::uint32_t data = image.find_symbol("at.data");
    const std::uint32_t absolute = image.add_symbol("absolute", SHN_ABS, 0x1234);
    image.relocate(more, 3, R_X86_64_REX_GOTPCRELX, a, -4);
    image.relocate(more, 9, R_X86_64_GOTPCRELX, a, -4);
    image.relocate(more, 15, R_X86_64_GOTPCRELX, a, -4);
    image.relocate(more, 22, R_X86_64_GOTPCREL, weak, -4);
    image.relocate(more, 29, R_X86_64_32S, data);
    image.relocate(more, 34, R_X86_64_PLT32, weak, -4);
    image.relocate(more, 40, R_X86_64_PC32, return_thunk, -4);
    image.relocate(more, 45, R_X86_64_PLT32, indirect_thunk, -4);
    image.relocate(more, 51, R_X86_64_PC32, data, -4);
    image.add_symbol("sample_more", more, 0, code.size(), STT_FUNC);
    image.relocate(image.data, 16, R_X86_64_PC64, data, 0);
    image.relocate(image.data, 8, R_X86_64_64, weak, 0); // not in order
    image.relocate(image.data, 24, R_X86_64_32, absolute, 0);
    image.relocate(image.data, 24, R_X86_64_NONE, 0, 0);

    bytes property;
    append(property, std::uint32_t{0xc0000002});
    append(property, std::uint32_t{4});
    append(property, std::uint32_t{3});
    append(property, std::uint32_t{0});
    elf_section note{
        .name = ".note.gnu.property", .type = SHT_NOTE, .flags = SHF_ALLOC, .alignment = 8};
    append_note(note.content, "GNU", NT_GNU_PROPERTY_TYPE_0, property);
    image.add(note);
    bytes features;
    append(features, std::uint32_t{2 | 4});
    elf_section own{.name = ".note.banos", .type = SHT_NOTE, .alignment = 4};
    append_note(own.content, "banos", 1, features);
    image.add(own);

    const banos_pci_match device = BANOS_PCI_MATCH(0x1234, 0x11e8, 1);
    const banos_platform_match named = BANOS_PLATFORM_MATCH("sample", 2);
    elf_section matches{.name = ".banos-match", .flags = SHF_ALLOC, .alignment = 8};
    append(matches.content, device);
    append(matches.content, named);
    image.add(matches);
    return image;
}

} // namespace banos::test
