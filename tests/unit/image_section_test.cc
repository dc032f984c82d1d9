// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What is refused by the section headers.
#include "image_fixture.hpp"

namespace banos::test {
namespace {

constexpr std::uint64_t huge = ~std::uint64_t{0};

TEST(image_section, first_one_must_be_null) {
    bytes file = sample_file();
    section_of(file, 0).sh_type = SHT_PROGBITS;
    EXPECT_TRUE(refused(file, "section 0: sh_type is 1, expected 0"));
}

TEST(image_section, names_out_of_range) {
    bytes file = sample_file();
    section_of(file, ".text").sh_name = 0xffffffff;
    EXPECT_TRUE(refused(file, "section 1: sh_name is 0xffffffff, but the names have 0x"));
    file = sample_file();
    section_of(file, ".shstrtab").sh_size -= 1;
    EXPECT_TRUE(refused(file, "the names of the sections, doesn't end in NUL"));
    for (std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1} << 40, huge}) {
        file = sample_file();
        section_of(file, ".shstrtab").sh_size = size;
        EXPECT_TRUE(refused(file, "isn't a string table inside the file"));
    }
}

TEST(image_section, outside_the_file) {
    for (std::uint64_t value : {std::uint64_t{0x100000}, std::uint64_t{1} << 63, huge - 1, huge}) {
        bytes file = sample_file();
        section_of(file, ".text").sh_offset = value;
        EXPECT_TRUE(refused(file, "section 1 (.text): its 0x30 bytes at 0x"));
        file = sample_file();
        section_of(file, ".text").sh_size = value;
        EXPECT_TRUE(refused(file, "aren't inside the file, which has 0x"));
    }
    // The last byte of the file is the last one that a section may have.
    bytes file = sample_file();
    section_of(file, ".text").sh_offset = file.size() - text_size + 1;
    EXPECT_TRUE(refused(file, "aren't inside the file"));
}

TEST(image_section, over_the_headers) {
    bytes file = sample_file();
    section_of(file, ".text").sh_offset = 48;
    EXPECT_TRUE(refused(file, "section 1 (.text): sh_offset is 0x30, inside the ELF header"));
    file = sample_file();
    section_of(file, ".text").sh_offset = header_of(file).e_shoff + 64;
    EXPECT_TRUE(refused(file, "overlap the section headers"));
    file = sample_file();
    section_of(file, ".text").sh_offset = header_of(file).e_shoff - 16;
    EXPECT_TRUE(refused(file, "overlap the section headers"));
}

TEST(image_section, behind_the_section_headers) {
    bytes file = sample_file();
    const std::size_t end = file.size();
    const bytes content(content_of(file, ".data"), content_of(file, ".data") + data_size);
    file.insert(file.end(), content.begin(), content.end());
    section_of(file, ".data").sh_offset = end;
    EXPECT_TRUE(accepted(file));
    section_of(file, ".data").sh_offset = end - 1;
    EXPECT_TRUE(refused(file, "overlap the section headers"));
}

TEST(image_section, over_each_other) {
    bytes file = sample_file();
    section_of(file, ".data").sh_offset = section_of(file, ".text").sh_offset;
    EXPECT_TRUE(refused(file, " overlaps section "));
    file = sample_file();
    section_of(file, ".data").sh_offset = section_of(file, ".text").sh_offset + 40;
    EXPECT_TRUE(refused(file, "section 1 (.text) at 0x40 overlaps section 3 (.data) at 0x68"));
    // Not loaded, but still: what else reads the file would see something else.
    file = sample_file();
    section_of(file, ".shstrtab").sh_offset = section_of(file, ".strtab").sh_offset;
    EXPECT_FALSE(accepted(file));
}

TEST(image_section, empty_ones_may_be_anywhere_in_the_file) {
    driver_image image;
    image.add({.name = ".data.empty", .flags = SHF_ALLOC | SHF_WRITE});
    bytes file = image.write();
    section_of(file, ".data.empty").sh_offset = file.size();
    EXPECT_TRUE(accepted(file));
    section_of(file, ".data.empty").sh_offset = section_of(file, ".text").sh_offset + 1;
    EXPECT_TRUE(accepted(file));
    section_of(file, ".data.empty").sh_offset = 8;
    EXPECT_TRUE(accepted(file));
    section_of(file, ".data.empty").sh_offset = header_of(file).e_shoff + 1;
    EXPECT_TRUE(accepted(file));
    section_of(file, ".data.empty").sh_offset = file.size() + 1;
    EXPECT_TRUE(refused(file, "aren't inside the file"));
}

TEST(image_section, unused_headers_are_ignored) {
    driver_image image;
    image.add({.name = ".gone", .content = bytes(8)});
    bytes file = image.write();
    Elf64_Shdr& header = section_of(file, ".gone");
    header.sh_type = SHT_NULL;
    header.sh_offset = header.sh_size = header.sh_addralign = header.sh_flags = huge;
    EXPECT_TRUE(accepted(file));
    header.sh_offset = section_of(file, ".text").sh_offset;
    header.sh_size = text_size;
    EXPECT_TRUE(accepted(file));
}

TEST(image_section, alignment) {
    for (std::uint64_t alignment : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{4096}}) {
        bytes file = sample_file();
        section_of(file, ".rodata").sh_addralign = alignment;
        EXPECT_TRUE(accepted(file));
    }
    for (std::uint64_t alignment : {std::uint64_t{3}, std::uint64_t{4097}, std::uint64_t{8192},
                                    std::uint64_t{1} << 63, huge}) {
        bytes file = sample_file();
        section_of(file, ".rodata").sh_addralign = alignment;
        EXPECT_TRUE(refused(file, "section 2 (.rodata): sh_addralign is 0x"));
    }
}

TEST(image_section, links_out_of_range) {
    bytes file = sample_file();
    section_of(file, ".rodata").sh_link = header_of(file).e_shnum;
    EXPECT_TRUE(refused(file, "section 2 (.rodata): sh_link is 11, but there are 11 sections"));
}

TEST(image_section, extended_section_numbers) {
    driver_image image;
    image.add({.name = ".symtab_shndx", .type = SHT_SYMTAB_SHNDX});
    EXPECT_TRUE(refused(image.write(), "(.symtab_shndx) extends the section numbers of symbols"));
}

TEST(image_section, writable_and_executable) {
    bytes file = sample_file();
    section_of(file, ".text").sh_flags |= SHF_WRITE;
    EXPECT_TRUE(refused(file, "section 1 (.text) is writable and executable"));
    // Without SHF_ALLOC it is never mapped.
    driver_image image;
    image.add({.name = ".odd", .flags = SHF_WRITE | SHF_EXECINSTR, .content = bytes(8)});
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_section, thread_local_variables) {
    driver_image image;
    image.add({.name = ".tdata", .flags = SHF_ALLOC | SHF_WRITE | SHF_TLS, .content = bytes(8)});
    EXPECT_TRUE(refused(image.write(), "(.tdata) holds thread-local variables"));
}

TEST(image_section, compressed) {
    bytes file = sample_file();
    section_of(file, ".rodata").sh_flags |= SHF_COMPRESSED;
    EXPECT_TRUE(refused(file, "section 2 (.rodata) is compressed"));
    driver_image image;
    image.add({.name = ".debug_info", .flags = SHF_COMPRESSED, .content = bytes(8)});
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_section, comdat_groups) {
    driver_image image;
    image.add({.name = ".text._ZN1aC5Ev",
               .flags = SHF_ALLOC | SHF_EXECINSTR | SHF_GROUP,
               .content = bytes(8)});
    EXPECT_TRUE(refused(image.write(), "belongs to a COMDAT group: link the image with banos-ld"));
}

TEST(image_section, unknown_type_that_is_loaded) {
    for (std::uint32_t type : {std::uint32_t{SHT_STRTAB}, std::uint32_t{SHT_DYNAMIC},
                               std::uint32_t{0x60000000}, std::uint32_t{0xffffffff}}) {
        bytes file = sample_file();
        section_of(file, ".rodata").sh_type = type;
        EXPECT_TRUE(refused(file, "section 2 (.rodata): sh_type is 0x"));
    }
    driver_image image;
    image.add({.name = ".llvm_addrsig", .type = 0x6fff4c03, .content = bytes(3)});
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_section, executable_without_bytes) {
    driver_image image;
    image.add({.name = ".text.bss",
               .type = SHT_NOBITS,
               .flags = SHF_ALLOC | SHF_EXECINSTR,
               .nobits_size = 16});
    EXPECT_TRUE(refused(image.write(), "is executable, but has no bytes in the file"));
    image.section(image.find(".text.bss")).nobits_size = 0;
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_section, constructors_and_destructors) {
    for (const char* name : {".init_array", ".init_array.00100", ".fini_array", ".preinit_array",
                             ".ctors", ".ctors.65535", ".dtors", ".init", ".fini"}) {
        driver_image image;
        image.add({.name = name, .flags = SHF_ALLOC | SHF_WRITE, .content = bytes(8)});
        EXPECT_TRUE(refused(image.write(),
                            std::string("(") + name + ") holds constructors or destructors"));
    }
    for (const std::uint32_t type :
         std::initializer_list<std::uint32_t>{SHT_INIT_ARRAY, SHT_FINI_ARRAY, SHT_PREINIT_ARRAY}) {
        driver_image image;
        image.add(
            {.name = ".other", .type = type, .flags = SHF_ALLOC | SHF_WRITE, .content = bytes(8)});
        EXPECT_TRUE(refused(image.write(), "(.other) holds constructors or destructors"));
    }
}

TEST(image_section, empty_or_similar_to_constructors) {
    driver_image image;
    image.add({.name = ".ctors", .flags = SHF_ALLOC | SHF_WRITE});
    image.add({.name = ".init.data", .flags = SHF_ALLOC | SHF_WRITE, .content = bytes(8)});
    image.add({.name = ".init_arrays", .flags = SHF_ALLOC | SHF_WRITE, .content = bytes(8)});
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_section, kernel_modules) {
    for (const char* name : {".gnu.linkonce.this_module", ".modinfo", "__versions"}) {
        driver_image image;
        image.add({.name = name, .flags = SHF_ALLOC | SHF_WRITE, .content = bytes(64)});
        EXPECT_TRUE(refused(image.write(), "this is a Linux kernel module, not a driver image "
                                           "(section 8 is " +
                                               std::string(name) + "): use insmod or modprobe"));
    }
}

TEST(image_section, what_is_not_loaded) {
    driver_image image;
    for (const char* name : {".eh_frame", ".note.GNU-stack", ".gcc_except_table", ".discard.x"})
        image.add({.name = name, .flags = SHF_ALLOC, .content = bytes(8)});
    image.add({.name = ".debug_info", .content = bytes(8)});
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    for (const char* name : {".eh_frame", ".note.GNU-stack", ".gcc_except_table", ".discard.x",
                             ".debug_info", ".symtab"})
        EXPECT_EQ(result->sections[result.section(name)].pool, IMAGE_NOWHERE) << name;
    EXPECT_EQ(result->sections[0].pool, IMAGE_NOWHERE);
}

TEST(image_section, what_is_loaded_where) {
    const parse_result result(sample_file());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_EQ(result->sections[result.section(".text")].pool, IMAGE_TEXT);
    EXPECT_EQ(result->sections[result.section(".rodata")].pool, IMAGE_RODATA);
    EXPECT_EQ(result->sections[result.section(".data")].pool, IMAGE_DATA);
    EXPECT_EQ(result->sections[result.section(".bss")].pool, IMAGE_DATA);
    EXPECT_TRUE(result->sections[result.section(".bss")].nobits);
    EXPECT_EQ(result->sections[result.section(".bss")].size, bss_size);
}

TEST(image_section, larger_than_a_pool) {
    bytes file = sample_file();
    section_of(file, ".bss").sh_size = IMAGE_SIZE_MAX + 1;
    EXPECT_TRUE(
        refused(file, "section 4 (.bss) has 0x1000001 bytes, expected at most 0x1000000", EFBIG));
    section_of(file, ".bss").sh_size = huge;
    EXPECT_TRUE(refused(file, "expected at most 0x1000000", EFBIG));
    // Fits alone, but not together with .data.
    section_of(file, ".bss").sh_size = IMAGE_SIZE_MAX;
    EXPECT_TRUE(refused(file, "the data of the image needs more than 0x1000000 bytes", EFBIG));
    section_of(file, ".bss").sh_size =
        IMAGE_SIZE_MAX - data_size - section_of(file, ".banos-driver").sh_size;
    EXPECT_TRUE(accepted(file));
}

// Every byte of every section header with wrong values: refused with a sentence, or harmless.
TEST(image_section, hostile_values_everywhere) {
    const bytes sample = rich_image().write();
    bytes file = sample;
    const std::size_t first = header_of(file).e_shoff;
    for (std::size_t at = first; at < sample.size(); at++) {
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
