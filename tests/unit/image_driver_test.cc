// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// .banos-driver: the struct of every revision, and what is refused about it.
#include "image_fixture.hpp"

#include <cstddef>
#include <cstring>

namespace banos::test {
namespace {

constexpr std::uint64_t revision_0 = 56;

// As the original system has it.
struct banos_driver_revision_0 {
    std::uint64_t driver_size;
    std::uint32_t minimal_banos_version;
    const char* name;
    const char* license;
    std::uint32_t version;
    int (*init)(banos_driver_revision_0*);
    int (*uninit)(banos_driver_revision_0*);
};

static_assert(sizeof(banos_driver_revision_0) == revision_0);
static_assert(offsetof(banos_driver_revision_0, name) == offsetof(banos_driver, name));
static_assert(offsetof(banos_driver_revision_0, license) == offsetof(banos_driver, license));
static_assert(offsetof(banos_driver_revision_0, version) == offsetof(banos_driver, version));
static_assert(offsetof(banos_driver_revision_0, init) == offsetof(banos_driver, init));
static_assert(offsetof(banos_driver_revision_0, uninit) == offsetof(banos_driver, uninit));

driver_image of_size(std::uint64_t driver_size, std::uint64_t section_size) {
    driver_image image;
    image.section(image.driver).content.resize(section_size);
    image.set64(image.driver, 0, driver_size);
    return image;
}

TEST(image_driver, is_described) {
    const parse_result result(rich_image().write());
    ASSERT_EQ(result.error(), 0) << result.log();
    const image_driver& driver = result->driver;
    EXPECT_EQ(driver.self.section, result.section(".banos-driver"));
    EXPECT_EQ(driver.self.offset, 0U);
    EXPECT_EQ(driver.driver_size, sizeof(banos_driver));
    EXPECT_EQ(driver.minimal_banos_version, BANOS_VERSION(0, 9, 0));
    EXPECT_EQ(driver.version, BANOS_VERSION(1, 2, 3));
    EXPECT_STREQ(driver.name, "sample");
    EXPECT_STREQ(driver.license, "GPL");
    EXPECT_STREQ(driver.description, "a sample");
    EXPECT_STREQ(driver.author, "nobody <n@example.org>");
    EXPECT_EQ(driver.init.section, result.section(".text"));
    EXPECT_EQ(driver.init.offset, init_offset);
    EXPECT_EQ(driver.uninit.section, result.section(".text"));
    EXPECT_EQ(driver.uninit.offset, uninit_offset);
    EXPECT_EQ(driver.parameter_count, 3U);
}

TEST(image_driver, none) {
    driver_image image;
    image.section(image.driver).name = ".banos-drivers";
    EXPECT_TRUE(refused(image.write(), "no section .banos-driver: this is an object file, but not "
                                       "a driver image"));
}

TEST(image_driver, two_sections) {
    driver_image image;
    image.add({.name = ".banos-driver",
               .flags = SHF_ALLOC | SHF_WRITE,
               .alignment = 8,
               .content = bytes(sizeof(banos_driver))});
    EXPECT_TRUE(refused(image.write(), "2 sections are named .banos-driver, expected one"));
}

TEST(image_driver, unused_headers_of_its_name_do_not_count) {
    driver_image image;
    image.add({.name = ".banos-driver", .content = bytes(8)});
    bytes file = image.write();
    section_of(file, 8).sh_type = SHT_NULL;
    EXPECT_TRUE(accepted(file));
}

TEST(image_driver, two_in_one_section) {
    driver_image image = of_size(sizeof(banos_driver), 2 * sizeof(banos_driver));
    image.set64(image.driver, sizeof(banos_driver), sizeof(banos_driver));
    EXPECT_TRUE(refused(image.write(), ".banos-driver: the section has 192 bytes, but driver_size "
                                       "is 96: one BANOS_DRIVER() in the whole image"));
    image = of_size(revision_0, 2 * revision_0);
    image.set64(image.driver, revision_0, revision_0);
    EXPECT_TRUE(refused(image.write(), "the section has 112 bytes, but driver_size is 56"));
    // Zeroes at the end are padding; but a relocation would fill them.
    EXPECT_TRUE(accepted(of_size(sizeof(banos_driver), 128).write()));
    image = of_size(sizeof(banos_driver), 128);
    image.point(image.driver, 120, image.data, 0);
    EXPECT_TRUE(refused(image.write(), "the section has 128 bytes"));
}

TEST(image_driver, of_a_wrong_kind) {
    bytes file = sample_file();
    section_of(file, ".banos-driver").sh_addralign = 4;
    EXPECT_TRUE(refused(file, "section 5 (.banos-driver): sh_addralign is 4, expected at least 8"));
    const char* sentence = "(.banos-driver): expected data that is loaded, with bytes in the file";
    file = sample_file();
    section_of(file, ".banos-driver").sh_flags = SHF_ALLOC | SHF_EXECINSTR;
    EXPECT_TRUE(refused(file, sentence));
    section_of(file, ".banos-driver").sh_flags = 0;
    EXPECT_TRUE(refused(file, sentence));
    driver_image image;
    image.section(image.driver).name = ".other";
    image.add({.name = ".banos-driver",
               .type = SHT_NOBITS,
               .flags = SHF_ALLOC | SHF_WRITE,
               .alignment = 8,
               .nobits_size = sizeof(banos_driver)});
    EXPECT_TRUE(refused(image.write(), sentence));
    file = sample_file();
    section_of(file, ".banos-driver").sh_flags = SHF_ALLOC; // constant is fine
    EXPECT_TRUE(accepted(file));
}

TEST(image_driver, revision_0) {
    driver_image image = of_size(revision_0, revision_0);
    // What was padding then says nothing.
    image.set32(image.driver, offsetof(banos_driver, reserved), 0xdeadbeef);
    image.set32(image.driver, offsetof(banos_driver, reserved2), 0xdeadbeef);
    image.unrelocate(image.driver, offsetof(banos_driver, license));
    image.unrelocate(image.driver, offsetof(banos_driver, uninit));
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_STREQ(result->driver.name, "sample");
    EXPECT_EQ(result->driver.version, BANOS_VERSION(1, 2, 3));
    EXPECT_EQ(result->driver.license, nullptr);
    EXPECT_EQ(result->driver.uninit.section, 0U);
    EXPECT_EQ(result->driver.description, nullptr);
    EXPECT_EQ(result->driver.parameter_count, 0U);
}

TEST(image_driver, too_small) {
    for (std::uint64_t size : {0U, 1U, 8U, 48U, 55U})
        EXPECT_TRUE(refused(of_size(size, sizeof(banos_driver)).write(),
                            ".banos-driver: driver_size is " + std::to_string(size) +
                                ", expected a multiple of 8, from 56 to the 96 bytes"));
    for (std::uint64_t size : {8U, 48U, 55U}) {
        driver_image image = of_size(revision_0, size);
        image.section(image.find(".rela.banos-driver")).content.clear();
        EXPECT_TRUE(refused(image.write(), ".banos-driver: the section has " +
                                               std::to_string(size) +
                                               " bytes, expected at least 56"));
    }
}

TEST(image_driver, larger_than_its_section) {
    EXPECT_TRUE(refused(of_size(104, 96).write(), "driver_size is 104, expected"));
    EXPECT_TRUE(refused(of_size(57, 96).write(), "driver_size is 57, expected a multiple of 8"));
    EXPECT_TRUE(refused(of_size(~std::uint64_t{7}, 96).write(),
                        "driver_size is 18446744073709551608, expected"));
}

// Every size between: members that are not there count as zero, whatever lies in their place.
TEST(image_driver, every_size) {
    for (std::uint64_t size = revision_0; size <= sizeof(banos_driver); size += 8) {
        driver_image image = of_size(size, size);
        if (size >= offsetof(banos_driver, author))
            image.point_to_string(image.driver, offsetof(banos_driver, description), "about");
        const parse_result result(image.write());
        ASSERT_EQ(result.error(), 0) << result.log();
        EXPECT_EQ(result->driver.description != nullptr, size >= offsetof(banos_driver, author));
    }
}

TEST(image_driver, newer_than_this_banos) {
    EXPECT_TRUE(accepted(of_size(160, 160).write()));
    driver_image image = of_size(160, 160);
    image.section(image.driver).content[159] = 1;
    const char* sentence =
        ".banos-driver: driver_size is 160, and members behind the 96 bytes that "
        "this banos knows are used: the image needs a newer banos";
    EXPECT_TRUE(refused(image.write(), sentence));
    image = of_size(160, 160);
    image.point(image.driver, 96, image.text, 0);
    EXPECT_TRUE(refused(image.write(), sentence));
}

TEST(image_driver, reserved_members) {
    for (std::uint64_t offset :
         {offsetof(banos_driver, reserved), offsetof(banos_driver, reserved2)}) {
        driver_image image;
        image.set32(image.driver, offset, 1);
        EXPECT_TRUE(refused(image.write(), "a reserved member isn't 0"));
    }
}

TEST(image_driver, relocations_where_numbers_are) {
    for (std::uint64_t offset : {0U, 8U, 32U, 80U, 88U, 20U, 60U}) {
        driver_image image;
        image.relocate(image.driver, offset, offset % 8 == 0 ? R_X86_64_64 : R_X86_64_32S,
                       image.init);
        if (offset == 20 || offset == 60)
            image.unrelocate(image.driver, offset - 4);
        EXPECT_TRUE(refused(image.write(), ".banos-driver: there is a relocation at offset " +
                                               std::to_string(offset) + ", where no pointer is"));
    }
}

TEST(image_driver, names) {
    const auto named = [](std::string_view name) {
        driver_image image;
        image.point_to_string(image.driver, offsetof(banos_driver, name), name);
        return image.write();
    };
    EXPECT_TRUE(accepted(named("a")));
    EXPECT_TRUE(accepted(named("azAZ09_-")));
    EXPECT_TRUE(accepted(named(std::string(63, 'x'))));
    EXPECT_TRUE(refused(named(""), ".banos-driver: name is \"\", expected 1 to 63"));
    EXPECT_TRUE(refused(named(std::string(64, 'x')), "expected 1 to 63 of [A-Za-z0-9_-]"));
    for (const char* name : {"a b", "a/b", "a.b", "..", "\xc3\xa4", "a@", "a[", "a`", "a{", "a:"})
        EXPECT_TRUE(refused(named(name), "expected 1 to 63 of [A-Za-z0-9_-]")) << name;
    driver_image image;
    image.unrelocate(image.driver, offsetof(banos_driver, name));
    EXPECT_TRUE(refused(image.write(), "name is NULL, expected 1 to 63"));
}

TEST(image_driver, texts) {
    for (const auto& [member, offset] :
         {std::pair{"name", offsetof(banos_driver, name)},
          std::pair{"license", offsetof(banos_driver, license)},
          std::pair{"description", offsetof(banos_driver, description)},
          std::pair{"author", offsetof(banos_driver, author)}}) {
        const std::string sentence = std::string(".banos-driver: ") + member +
                                     " doesn't point to a string of at most 255 bytes";
        for (const std::string& text :
             {std::string(256, 'a'), std::string("two\nlines"), std::string("\x7f")}) {
            driver_image image;
            image.point_to_string(image.driver, offset, text);
            EXPECT_TRUE(refused(image.write(), sentence));
        }
        driver_image image;
        image.point(image.driver, offset, image.bss, 0);
        EXPECT_TRUE(refused(image.write(), sentence));
        image = driver_image();
        image.section(image.data).content[data_size - 1] = 'a';
        image.point(image.driver, offset, image.data, data_size - 1);
        EXPECT_TRUE(refused(image.write(), sentence));
    }
    driver_image image;
    image.point_to_string(image.driver, offsetof(banos_driver, author), "J\xc3\xbcrgen");
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_driver, pointers_to_nowhere) {
    for (const auto& [member, offset] :
         {std::pair{"name", offsetof(banos_driver, name)},
          std::pair{"license", offsetof(banos_driver, license)},
          std::pair{"init", offsetof(banos_driver, init)},
          std::pair{"uninit", offsetof(banos_driver, uninit)},
          std::pair{"description", offsetof(banos_driver, description)},
          std::pair{"author", offsetof(banos_driver, author)},
          std::pair{"parameters", offsetof(banos_driver, parameters)}}) {
        driver_image image;
        image.unrelocate(image.driver, offset);
        image.set64(image.driver, offset, 0xffffffff81000000);
        const std::string sentence = std::string(".banos-driver: ") + member + ", at offset " +
                                     std::to_string(offset) + ", is neither NULL nor a pointer";
        EXPECT_TRUE(refused(image.write(), sentence));
        image.relocate(image.driver, offset, R_X86_64_64, image.dprintln);
        EXPECT_TRUE(refused(image.write(), sentence));
    }
}

TEST(image_driver, functions_outside_text) {
    for (const auto& [member, offset] : {std::pair{"init", offsetof(banos_driver, init)},
                                         std::pair{"uninit", offsetof(banos_driver, uninit)}}) {
        driver_image image;
        image.point(image.driver, offset, image.data, 16);
        EXPECT_TRUE(refused(image.write(), std::string(".banos-driver: ") + member +
                                               " points to offset 0x10 of section 3 (.data), "
                                               "expected an executable section"));
        image.point(image.driver, offset, image.text, text_size);
        EXPECT_TRUE(refused(image.write(), std::string(member) + ", at offset"));
    }
}

TEST(image_driver, without_init) {
    driver_image image;
    image.unrelocate(image.driver, offsetof(banos_driver, init));
    EXPECT_TRUE(refused(image.write(), ".banos-driver: init is NULL, expected a function"));
}

TEST(image_driver, hostile_values_everywhere) {
    const bytes sample = rich_image().write();
    bytes file = sample;
    for (const char* name :
         {".banos-driver", ".rela.banos-driver", ".rodata", ".banos-export", ".rela.banos-export",
          ".data.parameters", ".rela.data.parameters", ".rela.text.more", ".rela.data",
          ".note.gnu.property", ".note.banos"}) {
        const Elf64_Shdr header = section_of(file, name);
        for (std::size_t at = header.sh_offset; at < header.sh_offset + header.sh_size; at++) {
            for (unsigned value : {0x00U, 0x01U, 0x7fU, 0x80U, 0xffU, sample[at] ^ 1U}) {
                bytes broken = sample;
                broken[at] = static_cast<std::uint8_t>(value);
                const parse_result result(broken);
                EXPECT_EQ(result.log().empty(), result.error() == 0);
            }
        }
    }
}

TEST(image_license, is_what_the_kernel_takes_for_gpl) {
    for (const char* license : {"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL",
                                "Dual MIT/GPL", "Dual MPL/GPL"})
        EXPECT_TRUE(image_license_is_gpl(license)) << license;
    for (const char* license : {"", "gpl", "GPL ", "GPLv2", "GPL v3", "MIT", "Proprietary"})
        EXPECT_FALSE(image_license_is_gpl(license)) << license;
    EXPECT_FALSE(image_license_is_gpl(nullptr));
}

} // namespace
} // namespace banos::test
