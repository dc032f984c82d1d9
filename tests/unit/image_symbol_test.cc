// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The symbol table: what is refused, what is an import, which functions get a name.
#include "image_fixture.hpp"

#include <algorithm>

namespace banos::test {
namespace {

TEST(image_symbol, table_is_missing_or_double) {
    bytes file = sample_file();
    section_of(file, ".symtab").sh_type = SHT_NULL;
    EXPECT_TRUE(refused(file, "no symbol table: an image must not be stripped of it"));
    driver_image image;
    image.add({.name = ".symtab2", .type = SHT_SYMTAB, .alignment = 8, .content = bytes(24)});
    EXPECT_TRUE(refused(image.write(), "(.symtab) is a second symbol table, the first is section"));
}

TEST(image_symbol, table_of_a_wrong_shape) {
    bytes file = sample_file();
    section_of(file, ".symtab").sh_entsize = 16;
    EXPECT_TRUE(refused(file, "and sh_entsize 16, expected a multiple of 24 and 24"));
    for (std::uint64_t size : {0U, 23U, 25U}) {
        file = sample_file();
        section_of(file, ".symtab").sh_size = size;
        EXPECT_TRUE(refused(file, "expected a multiple of 24 and 24"));
    }
}

TEST(image_symbol, table_is_misaligned) {
    driver_image image;
    image.add({.name = ".pad", .content = bytes(16)});
    bytes file = image.write();
    // .pad and what follows it trade places by four bytes: .symtab moves, nothing else.
    section_of(file, ".pad").sh_size = 4;
    section_of(file, ".symtab").sh_offset -= 4;
    EXPECT_TRUE(refused(file, "(.symtab): sh_offset is 0x"));
}

TEST(image_symbol, strings_of_a_wrong_shape) {
    bytes file = sample_file();
    section_of(file, ".symtab").sh_link = 1;
    EXPECT_TRUE(refused(file, "section 1 (.text), which the symbol table names by its sh_link, "
                              "isn't a string table"));
    file = sample_file();
    section_of(file, ".strtab").sh_size = 0;
    EXPECT_TRUE(refused(file, "isn't a string table"));
    file = sample_file();
    section_of(file, ".strtab").sh_size -= 1;
    EXPECT_TRUE(refused(file, "the names of the symbols, doesn't end in NUL"));
}

TEST(image_symbol, number_zero_is_nothing) {
    bytes file = sample_file();
    auto* symbols = reinterpret_cast<Elf64_Sym*>(content_of(file, ".symtab"));
    symbols[0].st_name = 1;
    EXPECT_TRUE(refused(file, "symbol 0: st_name is 1 and st_shndx 0, expected 0"));
    symbols[0].st_name = 0;
    symbols[0].st_shndx = 1;
    EXPECT_TRUE(refused(file, "symbol 0: st_name is 0 and st_shndx 1, expected 0"));
}

TEST(image_symbol, name_out_of_range) {
    bytes file = sample_file();
    symbol_of(file, "sample_init").st_name = 0xffffff;
    EXPECT_TRUE(refused(file, "symbol 6: st_name is 0xffffff, but the names have 0x"));
}

TEST(image_symbol, section_out_of_range) {
    bytes file = sample_file();
    symbol_of(file, "sample_init").st_shndx = 11;
    EXPECT_TRUE(
        refused(file, "symbol 6 (sample_init): st_shndx is 0xb, but there are 11 sections"));
    symbol_of(file, "sample_init").st_shndx = 0xff00;
    EXPECT_TRUE(refused(file, "st_shndx is 0xff00"));
    symbol_of(file, "sample_init").st_shndx = SHN_XINDEX;
    EXPECT_TRUE(refused(file, "st_shndx is 0xffff, for files with more sections than the 32768"));
}

TEST(image_symbol, outside_its_section) {
    bytes file = sample_file();
    Elf64_Sym& symbol = symbol_of(file, "sample_init");
    symbol.st_value = text_size;
    symbol.st_size = 0;
    EXPECT_TRUE(accepted(file)); // its end
    symbol.st_size = 1;
    EXPECT_TRUE(refused(file, "symbol 6 (sample_init): its 0x1 bytes at 0x30 aren't inside "
                              "section 1 (.text), which has 0x30 bytes"));
    symbol.st_value = ~std::uint64_t{0};
    EXPECT_TRUE(refused(file, "aren't inside section 1 (.text)"));
    symbol.st_value = 1;
    symbol.st_size = ~std::uint64_t{0};
    EXPECT_TRUE(refused(file, "aren't inside section 1 (.text)"));
}

TEST(image_symbol, undefined_and_absolute_ones_have_no_section_to_be_outside_of) {
    driver_image image;
    image.symbol(image.dprintln).st_size = 100;
    image.symbol(image.add_symbol("absolute", SHN_ABS, ~std::uint64_t{0})).st_size = 100;
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_symbol, kinds_that_are_refused) {
    const auto with = [](unsigned type, unsigned binding, std::uint32_t section) {
        driver_image image;
        image.add_symbol("it", section == 0 ? image.data : section, 0, 4, type, binding);
        return image.write();
    };
    EXPECT_TRUE(refused(with(STT_TLS, STB_GLOBAL, 0), "(it) is thread-local"));
    EXPECT_TRUE(refused(with(STT_GNU_IFUNC, STB_GLOBAL, 0), "(it) is an indirect function"));
    EXPECT_TRUE(refused(with(STT_OBJECT, STB_GLOBAL, SHN_COMMON),
                        "(it) has no place yet: compile with -fno-common"));
    EXPECT_TRUE(refused(with(STT_COMMON, STB_GLOBAL, 0), "compile with -fno-common"));
    EXPECT_TRUE(refused(with(9, STB_GLOBAL, 0), "(it): its type is 9, which is unknown"));
    EXPECT_TRUE(refused(with(STT_OBJECT, 5, 0), "(it): its binding is 5, which is unknown"));
    EXPECT_TRUE(accepted(with(STT_OBJECT, STB_GNU_UNIQUE, 0)));
    EXPECT_TRUE(accepted(with(STT_FILE, STB_LOCAL, SHN_ABS)));
    EXPECT_TRUE(accepted(with(STT_SECTION, STB_LOCAL, 0)));
}

TEST(image_symbol, imports_are_listed) {
    driver_image image;
    image.add_symbol("banos_unused", SHN_UNDEF);
    const std::uint32_t weak =
        image.add_symbol("banos_weak", SHN_UNDEF, 0, 0, STT_NOTYPE, STB_WEAK);
    image.relocate(image.data, 0, R_X86_64_64, weak);
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    ASSERT_EQ(result->import_count, 3U);
    const image_import& dprintln = result->imports[result.import("banos_dprintln")];
    EXPECT_TRUE(dprintln.used);
    EXPECT_FALSE(dprintln.weak);
    EXPECT_EQ(dprintln.symbol, image.dprintln);
    EXPECT_FALSE(result->imports[result.import("banos_unused")].used);
    EXPECT_TRUE(result->imports[result.import("banos_weak")].used);
    EXPECT_TRUE(result->imports[result.import("banos_weak")].weak);
}

TEST(image_symbol, undefined_names_that_nothing_loaded_uses_are_not_asked_for) {
    driver_image image;
    const std::uint32_t personality = image.add_symbol("__gxx_personality_v0", SHN_UNDEF);
    const std::uint32_t frame =
        image.add({.name = ".eh_frame", .flags = SHF_ALLOC, .content = bytes(16)});
    image.relocate(frame, 0, R_X86_64_64, personality);
    image.add_symbol("", SHN_UNDEF);
    image.add_symbol("local", SHN_UNDEF, 0, 0, STT_NOTYPE, STB_LOCAL);
    EXPECT_TRUE(accepted(image.write()));
}

bytes importing(std::string_view name, unsigned binding = STB_GLOBAL) {
    driver_image image;
    const std::uint32_t symbol = image.add_symbol(name, SHN_UNDEF, 0, 0, STT_NOTYPE, binding);
    image.relocate(image.data, 0, R_X86_64_64, symbol);
    return image.write();
}

TEST(image_symbol, foreign_names_are_refused_with_advice) {
    const std::vector<std::pair<const char*, const char*>> names = {
        {"memcpy", "symbol 9 (memcpy) is not defined: link it with banos-ld, which supplies it"},
        {"memset", "link it with banos-ld, which supplies it"},
        {"memmove", "link it with banos-ld, which supplies it"},
        {"memcmp", "link it with banos-ld, which supplies it"},
        {"__stack_chk_fail", "link it with banos-ld and compile with "
                             "-mstack-protector-guard=global"},
        {"__stack_chk_guard", "link it with banos-ld"},
        {"__fentry__", "compile without -pg"},
        {"__gxx_personality_v0", "-fno-exceptions"},
        {"_Unwind_Resume", "-fno-exceptions"},
        {"__cxa_guard_acquire", "-fno-threadsafe-statics"},
        {"__cxa_atexit", "-fno-use-cxa-atexit"},
        {"_ZTVN10__cxxabiv117__class_type_infoE", "-fno-rtti"},
        {"_Znwm", "<banos/driver.hpp>"},
        {"__asan_init", "compile without -fsanitize"},
        {"printk", "define it in the image; from outside come names that start with banos_ only"},
        {"bano", "names that start with banos_ only"},
        {"__x86_indirect_thunk_rsp", "names that start with banos_ only"},
        {"__x86_indirect_thunk_r16", "names that start with banos_ only"},
        {"__x86_indirect_jumps_rax", "names that start with banos_ only"},
        {"__x86_indirect_thunk_", "names that start with banos_ only"},
    };
    for (const auto& [name, advice] : names)
        EXPECT_TRUE(refused(importing(name), advice)) << name;
    EXPECT_TRUE(refused(importing("memcpy", STB_WEAK), "(memcpy) is not defined"));
}

TEST(image_symbol, thunks_may_be_imported) {
    EXPECT_TRUE(accepted(importing("__x86_return_thunk")));
    for (const char* name : {"rax", "rcx", "rdx", "rbx", "rsi", "rdi", "rbp", "r8", "r9", "r10",
                             "r11", "r12", "r13", "r14", "r15"})
        EXPECT_TRUE(accepted(importing(std::string("__x86_indirect_thunk_") + name)));
}

TEST(image_symbol, imports_have_readable_names) {
    EXPECT_TRUE(accepted(importing("banos_" + std::string(249, 'a'))));
    EXPECT_TRUE(refused(importing("banos_" + std::string(250, 'a')),
                        "expected a name of 1 to 255 printable characters"));
    EXPECT_TRUE(refused(importing("banos_\x1b[31m"), "(banos_?[31m): expected a name"));
    EXPECT_TRUE(refused(importing("banos_a b"), "expected a name"));
    EXPECT_TRUE(refused(importing("banos_\x7f"), "expected a name"));
}

TEST(image_symbol, local_or_nameless_imports_cannot_be_used) {
    EXPECT_TRUE(refused(importing(""), "R_X86_64_64 at .data+0x0 to (no name): symbol 9 is "
                                       "undefined, and local or without a name"));
    EXPECT_TRUE(refused(importing("banos_x", STB_LOCAL), "undefined, and local"));
}

TEST(image_symbol, functions_get_names) {
    driver_image image;
    image.add_symbol("global", image.text, 40, 8, STT_FUNC);
    image.add_symbol("object", image.data, 0, 8, STT_OBJECT);
    image.add_symbol("label", image.text, 41, 0, STT_NOTYPE);
    image.add_symbol("", image.text, 42, 0, STT_FUNC);
    image.add_symbol(".Ltmp1", image.text, 42, 0, STT_FUNC);
    image.add_symbol("with\x1b[0m", image.text, 42, 0, STT_FUNC);
    image.add_symbol(std::string(256, 'a'), image.text, 42, 0, STT_FUNC);
    image.add_symbol("in_data", image.data, 0, 0, STT_FUNC);
    image.add_symbol("at_end", image.text, text_size, 0, STT_FUNC);
    image.add_symbol("elsewhere", SHN_ABS, 0, 0, STT_FUNC);
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < result->name_count; i++)
        names.emplace_back(result->names[i].name);
    EXPECT_EQ(names, (std::vector<std::string>{"sample_init", "sample_uninit", "global"}));
    EXPECT_EQ(result->names[2].place.section, image.text);
    EXPECT_EQ(result->names[2].place.offset, 40U);
    EXPECT_EQ(result->names[2].size, 8U);
}

TEST(image_symbol, hostile_values_everywhere) {
    const bytes sample = rich_image().write();
    bytes file = sample;
    const Elf64_Shdr table = section_of(file, ".symtab");
    for (std::size_t at = table.sh_offset; at < table.sh_offset + table.sh_size; at++) {
        for (unsigned value :
             {0x00U, 0x01U, 0x7fU, 0x80U, 0xffU, sample[at] ^ 1U, sample[at] + 1U}) {
            file = sample;
            file[at] = static_cast<std::uint8_t>(value);
            const parse_result result(file);
            EXPECT_EQ(result.log().empty(), result.error() == 0);
        }
    }
}

} // namespace
} // namespace banos::test
