// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "image_run.hpp"

#include "relocate.h"

#include <banos/control.h>
#include <banos/parameter.h>
#include <banos/pci.h>
#include <banos/platform.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace banos::test {

namespace {

// Where Linux has its own text and its modules, each in its GiB.
constexpr std::uint64_t kernel_text = 0xffffffff81000000;
constexpr std::uint64_t module_area = 0xffffffffc0000000;
constexpr std::uint64_t pool_distance = 0x10000000;
constexpr std::uint64_t instance_address = 0xffff888012345678;

// Larger pools take time, and find nothing that these don't.
constexpr std::uint64_t built_size_max = 1 << 16;

[[noreturn]] void broken(const char* promise) {
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

void promise(bool kept, const char* what) {
    if (!kept)
        broken(what);
}

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

void check_log(const log& log, int error) {
    const std::string_view text(log.buffer);
    promise(text.size() < log.size, "the log ends in NUL");
    promise((log.used == 0) == (error == 0), "every refusal has a sentence");
    promise(log.used >= text.size(), "the log counts what it holds");
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        promise(end > start, "no line of the log is empty");
        promise(is_printable(text.substr(start, end - start)), "the log is printable");
        start = end + 1;
    }
}

void check_place(const image& image, const image_place& place, std::uint64_t size) {
    promise(place.section > 0 && place.section < image.section_count, "places have a section");
    const image_section& section = image.sections[place.section];
    promise(section.pool < IMAGE_POOLS, "places are loaded");
    promise(place.offset < section.size && size <= section.size - place.offset,
            "places are inside their section");
}

void check_function(const image& image, const image_place& place) {
    check_place(image, place, 1);
    promise(image.sections[place.section].pool == IMAGE_TEXT, "functions are in text");
}

void check_text(const image& image, const char* text, std::size_t most) {
    const auto* first = reinterpret_cast<const unsigned char*>(text);
    promise(first >= image.bytes && first < image.bytes + image.size, "strings are in the file");
    const auto* end = static_cast<const unsigned char*>(
        std::memchr(first, 0, static_cast<std::size_t>(image.bytes + image.size - first)));
    promise(end != nullptr && static_cast<std::size_t>(end - first) <= most,
            "strings end, and in time");
}

void check_section(const image& image, std::uint32_t i) {
    const image_section& section = image.sections[i];
    if (section.pool == IMAGE_NOWHERE)
        return;
    const Elf64_Shdr& header = image.headers[i];
    promise(section.size == header.sh_size, "sections have their size");
    promise(section.offset + section.size <= image.pool_size[section.pool],
            "sections are inside their pool");
    if (header.sh_addralign > 1)
        promise(section.offset % header.sh_addralign == 0 &&
                    image.pool_alignment[section.pool] >= header.sh_addralign,
                "sections are aligned");
    if (!section.nobits)
        promise(header.sh_offset + section.size <= image.size, "sections are in the file");
    promise(section.order_count <= section.rela_count, "relocations are counted");
    for (std::uint32_t k = 0; k < section.rela_count; k++) {
        const Elf64_Rela& rela = section.relas[k];
        const auto type = static_cast<std::uint32_t>(ELF64_R_TYPE(rela.r_info));
        promise(relocate_name(type) != nullptr, "relocations are known");
        promise(ELF64_R_SYM(rela.r_info) < image.symbol_count, "relocations have a symbol");
        promise(rela.r_offset <= section.size &&
                    relocate_width(type) <= section.size - rela.r_offset,
                "relocations are inside their section");
    }
}

void check_pools(const image& image) {
    std::array<std::uint64_t, IMAGE_POOLS> ends{};
    for (int pool = 0; pool < IMAGE_POOLS; pool++) {
        const std::uint64_t alignment = image.pool_alignment[pool];
        promise(alignment >= 1 && alignment <= IMAGE_ALIGNMENT_MAX &&
                    (alignment & (alignment - 1)) == 0,
                "pools have an alignment");
        promise(image.pool_size[pool] <= IMAGE_SIZE_MAX, "pools have a limit");
    }
    for (std::uint32_t i = 1; i < image.section_count; i++) {
        check_section(image, i);
        const image_section& section = image.sections[i];
        if (section.pool == IMAGE_NOWHERE)
            continue;
        promise(section.offset >= ends[section.pool], "sections don't overlap in a pool");
        ends[section.pool] = section.offset + section.size;
    }
    if (image.got_slots != 0) {
        promise(image.got_offset >= ends[IMAGE_RODATA] && image.got_offset % 8 == 0 &&
                    image.got_offset + image.got_slots * 8ULL <= image.pool_size[IMAGE_RODATA],
                "the GOT has its place");
    }
    promise(image.pool_size[IMAGE_TEXT] > ends[IMAGE_TEXT], "something follows the last function");
    if (image.has_stubs)
        promise(image.stub_offset > ends[IMAGE_TEXT] &&
                    image.stub_offset + relocate_stubs_size <= image.pool_size[IMAGE_TEXT],
                "the stubs have their place");
}

void check_symbols(const image& image) {
    for (std::uint32_t i = 0; i < image.import_count; i++) {
        const image_import& import = image.imports[i];
        promise(import.symbol < image.symbol_count &&
                    image.symbol_uses[import.symbol].import == i + 1,
                "imports know their symbol");
        if (!import.used)
            continue;
        check_text(image, import.name, IMAGE_STRING_MAX);
        promise(std::string_view(import.name).starts_with("banos_") ||
                    relocate_is_thunk(import.name),
                "imports are from banos");
        promise(relocate_stub_of(import.name) == 0 || image.has_stubs, "stubs are there");
    }
    for (std::uint32_t i = 0; i < image.export_count; i++) {
        check_text(image, image.exports[i].name, IMAGE_STRING_MAX);
        check_place(image, image.exports[i].place, 1);
    }
    for (std::uint32_t i = 0; i < image.name_count; i++) {
        check_text(image, image.names[i].name, IMAGE_STRING_MAX);
        promise(is_printable(image.names[i].name), "names are printable");
        check_function(image, image.names[i].place);
        promise(image.names[i].size <= image.sections[image.names[i].place.section].size,
                "functions are inside their section");
    }
}

void check_parameter(const image& image, const image_parameter& parameter) {
    constexpr std::array<std::uint64_t, 7> sizes = {0, 1, 4, 4, 8, 8, 1};
    check_text(image, parameter.name, IMAGE_NAME_MAX);
    if (parameter.description != nullptr)
        check_text(image, parameter.description, IMAGE_STRING_MAX);
    check_place(image, parameter.self, sizeof(banos_parameter));
    promise(parameter.type >= 1 && parameter.type < sizes.size(), "parameters have a type");
    promise(parameter.elements <= IMAGE_ELEMENTS_MAX, "arrays have a limit");
    const std::uint64_t count = parameter.elements == 0 ? 1 : parameter.elements;
    const std::uint64_t size =
        parameter.type == BANOS_PARAMETER_STRING ? parameter.capacity : sizes[parameter.type];
    promise(size > 0 && size <= IMAGE_PARAMETER_STRING_MAX, "values have a size");
    check_place(image, parameter.value, size * count);
    promise(image.sections[parameter.value.section].pool == IMAGE_DATA, "values are writable");
    if (parameter.count.section != 0) {
        check_place(image, parameter.count, 8);
        promise(image.sections[parameter.count.section].pool == IMAGE_DATA, "counts are writable");
    }
    if (parameter.changed.section != 0)
        check_function(image, parameter.changed);
}

void check_driver(const image& image) {
    const image_driver& driver = image.driver;
    check_place(image, driver.self, driver.driver_size);
    check_text(image, driver.name, IMAGE_NAME_MAX);
    promise(*driver.name != '\0', "drivers have a name");
    for (const char* text : {driver.license, driver.description, driver.author})
        if (text != nullptr)
            check_text(image, text, IMAGE_STRING_MAX);
    check_function(image, driver.init);
    if (driver.uninit.section != 0)
        check_function(image, driver.uninit);
    for (std::uint32_t i = 0; i < driver.parameter_count; i++)
        check_parameter(image, driver.parameters[i]);
}

void check_matches(const image& image) {
    std::uint64_t position = 0;
    for (image_match match = {}; image_next_match(&image, &position, &match);) {
        const image_section& section = image.sections[image.match_section];
        promise(position <= section.size && match.size <= position, "matches are in their section");
        promise(match.bytes >= image.bytes && match.bytes + match.size <= image.bytes + image.size,
                "matches are in the file");
        const std::uint64_t least =
            match.bus == BANOS_BUS_PCI ? sizeof(banos_pci_match) : sizeof(banos_platform_match);
        promise(match.size >= least, "matches are whole");
        if (match.bus == BANOS_BUS_PCI)
            continue;
        banos_platform_match named;
        std::memcpy(&named, match.bytes, sizeof(named));
        const std::string_view name(named.name, strnlen(named.name, sizeof(named.name)));
        promise(!name.empty() && name.size() < sizeof(named.name) && is_printable(name),
                "names are printable");
    }
}

// Pools of exactly the size that the image asks for, so that a sanitizer sees what goes beyond.
class pools {
  public:
    explicit pools(const image& image) {
        for (std::size_t i = 0; i < IMAGE_POOLS; i++) {
            if (image.pool_size[i] == 0)
                continue;
            memory_[i] = std::vector<unsigned char>(image.pool_size[i]);
            staging_[i] = memory_[i].data();
        }
    }
    [[nodiscard]] unsigned char* const* staging() const { return staging_.data(); }

  private:
    std::array<std::vector<unsigned char>, IMAGE_POOLS> memory_;
    std::array<unsigned char*, IMAGE_POOLS> staging_{};
};

void build(const image& image, bool weak_absent) {
    std::vector<std::uint64_t> imports(image.import_count + 1);
    for (std::uint32_t i = 0; i < image.import_count; i++)
        if (!image.imports[i].weak || !weak_absent)
            imports[i] = kernel_text + 0x1000 + i * 16ULL;
    image_addresses addresses{};
    for (int i = 0; i < IMAGE_POOLS; i++)
        addresses.pool[i] = module_area + static_cast<std::uint64_t>(i) * pool_distance;
    addresses.import = imports.data();
    addresses.missing_call = kernel_text;
    addresses.instance = instance_address;
    addresses.print_for = kernel_text + 0x100;
    addresses.lookup_for = kernel_text + 0x200;

    std::array<char, 512> text{};
    log log{text.data(), text.size(), 0};
    const pools pools(image);
    const int error = image_build(&image, &addresses, pools.staging(), &log);
    promise(error == 0 || error == -ENOEXEC, "building fails for one reason only");
    check_log(log, error);
}

} // namespace

void check_promises(const image& image) {
    check_pools(image);
    check_symbols(image);
    check_driver(image);
    check_matches(image);
    promise(!image_license_is_gpl(image.driver.license) || image.driver.license != nullptr,
            "no licence is no free one");
    constexpr std::uint32_t features = BANOS_IMAGE_IBT | BANOS_IMAGE_RETURN_THUNKS |
                                       BANOS_IMAGE_INDIRECT_THUNKS | BANOS_IMAGE_STACK_PROTECTOR;
    promise((image.features & ~features) == 0, "features are known");
}

bool run_image(const std::uint8_t* bytes, std::size_t size) {
    std::array<char, 512> text{};
    // Sometimes too small for the sentence.
    log log{text.data(), size % 3 == 0 ? 40 : text.size(), 0};
    image image;
    const int error = image_parse(&image, bytes, size, &log);
    promise(error == 0 || error == -ENOEXEC || error == -EFBIG || error == -ENOMEM,
            "parsing fails for three reasons only");
    check_log(log, error);
    if (error != 0)
        return false;
    check_promises(image);
    if (image.pool_size[IMAGE_TEXT] <= built_size_max &&
        image.pool_size[IMAGE_RODATA] <= built_size_max &&
        image.pool_size[IMAGE_DATA] <= built_size_max) {
        build(image, false);
        build(image, true);
    }
    image_discard(&image);
    return true;
}

} // namespace banos::test
