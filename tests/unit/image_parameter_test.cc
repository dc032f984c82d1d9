// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Parameters: everything that the loader relies on when it writes their values.
#include "image_fixture.hpp"

#include <cstddef>

namespace banos::test {
namespace {

// An image with this one parameter; sections 0 mean NULL, as in the spec.
bytes with(parameter_spec spec) {
    driver_image image;
    image.set_parameters({spec});
    return image.write();
}

// Numbers of the sections of every driver_image.
const driver_image numbers;

parameter_spec plain() {
    return {.value_section = numbers.data};
}

TEST(image_parameter, are_described) {
    const parse_result result(rich_image().write());
    ASSERT_EQ(result.error(), 0) << result.log();
    ASSERT_EQ(result->driver.parameter_count, 3U);
    const image_parameter* parameters = result->driver.parameters;
    EXPECT_STREQ(parameters[0].name, "depth");
    EXPECT_STREQ(parameters[0].description, "how deep");
    EXPECT_EQ(parameters[0].type, std::uint32_t{BANOS_PARAMETER_UINT32});
    EXPECT_EQ(parameters[0].value.section, result.section(".data"));
    EXPECT_EQ(parameters[0].changed.section, 0U);
    EXPECT_EQ(parameters[0].self.section, result.section(".data.parameters"));
    EXPECT_EQ(parameters[1].capacity, 32U);
    EXPECT_EQ(parameters[1].self.offset, sizeof(banos_parameter));
    EXPECT_STREQ(parameters[2].name, "lanes");
    EXPECT_EQ(parameters[2].description, nullptr);
    EXPECT_EQ(parameters[2].flags, std::uint32_t{BANOS_PARAMETER_WRITABLE});
    EXPECT_EQ(parameters[2].elements, 4U);
    EXPECT_EQ(parameters[2].value.offset, 64U);
    EXPECT_EQ(parameters[2].count.section, result.section(".bss"));
    EXPECT_EQ(parameters[2].count.offset, 128U);
    EXPECT_EQ(parameters[2].changed.section, result.section(".text"));
    EXPECT_EQ(parameters[2].changed.offset, changed_offset);
}

TEST(image_parameter, none) {
    driver_image image;
    image.set_parameters({});
    image.set64(image.driver, offsetof(banos_driver, parameter_size), 1);
    image.unrelocate(image.driver, offsetof(banos_driver, parameters));
    EXPECT_TRUE(accepted(image.write()));
    image.set64(image.driver, offsetof(banos_driver, parameter_count), 1);
    EXPECT_TRUE(refused(image.write(), "parameters is NULL, but parameter_count is 1"));
}

TEST(image_parameter, array_of_a_wrong_shape) {
    const auto shaped = [](std::uint64_t stride, std::uint64_t count) {
        driver_image image;
        image.set_parameters({plain()});
        image.set64(image.driver, offsetof(banos_driver, parameter_size), stride);
        image.set64(image.driver, offsetof(banos_driver, parameter_count), count);
        return image.write();
    };
    EXPECT_TRUE(accepted(shaped(64, 1)));
    EXPECT_TRUE(refused(shaped(64, 1025), "parameter_count is 1025, expected at most 1024"));
    EXPECT_TRUE(refused(shaped(64, ~std::uint64_t{0}), "expected at most 1024"));
    for (std::uint64_t stride : {std::uint64_t{0}, std::uint64_t{56}, std::uint64_t{63},
                                 std::uint64_t{65}, std::uint64_t{4104}, ~std::uint64_t{7}})
        EXPECT_TRUE(refused(shaped(stride, 1), "parameter_size is " + std::to_string(stride) +
                                                   ", expected a multiple of 8, from 64 to 4096"));
    EXPECT_TRUE(refused(shaped(72, 1), "the 1 parameters at offset 0x0 aren't inside section "));
    EXPECT_TRUE(refused(shaped(64, 2), "the 2 parameters at offset 0x0 aren't inside section "));
    driver_image image;
    image.set_parameters({plain()});
    image.point(image.driver, offsetof(banos_driver, parameters), image.bss, 0);
    EXPECT_TRUE(refused(image.write(), "aren't inside section 4 (.bss)"));
}

TEST(image_parameter, newer_than_this_banos) {
    driver_image image;
    const std::uint32_t array =
        image.set_parameters({plain(), {.name = "b", .value_section = numbers.data}}, 80);
    EXPECT_TRUE(accepted(image.write()));
    image.section(array).content[159] = 1;
    EXPECT_TRUE(refused(image.write(), "parameter 1: members behind the 64 bytes that this banos "
                                       "knows are used: the image needs a newer banos"));
    image.section(array).content[159] = 0;
    image.point(array, 72, image.text, 0);
    EXPECT_TRUE(refused(image.write(), "parameter 0: members behind the 64 bytes"));
}

TEST(image_parameter, relocations_where_numbers_are) {
    for (std::uint64_t offset : {16U, 32U, 40U}) {
        driver_image image;
        const std::uint32_t array = image.set_parameters({plain()});
        image.relocate(array, offset, R_X86_64_64, image.init);
        EXPECT_TRUE(refused(image.write(), "there is a relocation in a parameter at offset " +
                                               std::to_string(offset) + ", where no pointer is"));
    }
    // Behind the array is not its business.
    driver_image image;
    const std::uint32_t array = image.set_parameters({plain()});
    image.section(array).content.resize(128);
    image.point(array, 80, image.text, 0);
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_parameter, names) {
    for (const std::string& name : {std::string("a"), std::string("aZ_09"), std::string(63, 'a')}) {
        parameter_spec spec = plain();
        spec.name = name.c_str();
        EXPECT_TRUE(accepted(with(spec)));
    }
    for (const std::string& name :
         {std::string(), std::string("a-b"), std::string("a b"), std::string("a=b"),
          std::string("a@"), std::string("a["), std::string("a`"), std::string("a{"),
          std::string("a/"), std::string("a:"), std::string(64, 'a')}) {
        parameter_spec spec = plain();
        spec.name = name.c_str();
        EXPECT_TRUE(refused(with(spec), "parameter 0: its name isn't 1 to 63 of [A-Za-z0-9_]"));
    }
    parameter_spec spec = plain();
    spec.name = nullptr;
    EXPECT_TRUE(refused(with(spec), "parameter 0: its name isn't 1 to 63 of [A-Za-z0-9_]"));
}

TEST(image_parameter, twice_the_same_name) {
    driver_image image;
    image.set_parameters({{.name = "b", .value_section = image.data},
                          {.name = "a", .value_section = image.data},
                          {.name = "b", .value_section = image.data}});
    EXPECT_TRUE(refused(image.write(), "two parameters are named b"));
}

TEST(image_parameter, descriptions) {
    parameter_spec spec = plain();
    const std::string longest(255, 'a');
    spec.description = longest.c_str();
    EXPECT_TRUE(accepted(with(spec)));
    const std::string too_long(256, 'a');
    for (const char* description : {too_long.c_str(), "two\nlines"}) {
        spec.description = description;
        EXPECT_TRUE(refused(with(spec), "parameter 0 (depth): its description isn't a string"));
    }
}

TEST(image_parameter, pointers_to_nowhere) {
    for (const auto& [member, offset] :
         {std::pair{"name", offsetof(banos_parameter, name)},
          std::pair{"description", offsetof(banos_parameter, description)},
          std::pair{"value", offsetof(banos_parameter, value)},
          std::pair{"count", offsetof(banos_parameter, count)},
          std::pair{"changed", offsetof(banos_parameter, changed)}}) {
        driver_image image;
        const std::uint32_t array = image.set_parameters({plain()});
        image.unrelocate(array, offset);
        image.set64(array, offset, 0xffffffff81000000);
        EXPECT_TRUE(refused(image.write(), "the parameter at offset 0x0 of section 8 "
                                           "(.data.parameters): " +
                                               std::string(member) + " is neither NULL nor"));
    }
}

TEST(image_parameter, types_and_flags) {
    for (std::uint32_t type = 1; type <= 5; type++) {
        parameter_spec spec = plain();
        spec.type = type;
        EXPECT_TRUE(accepted(with(spec)));
    }
    for (std::uint32_t type : {0U, 7U, 0xffffffffU}) {
        parameter_spec spec = plain();
        spec.type = type;
        EXPECT_TRUE(refused(with(spec), "parameter 0 (depth): its type is " + std::to_string(type) +
                                            ", which is unknown"));
    }
    parameter_spec spec = plain();
    spec.flags = 3;
    EXPECT_TRUE(accepted(with(spec)));
    spec.flags = 7;
    EXPECT_TRUE(refused(with(spec), "(depth): its flags are 0x7, of which 0x4 are unknown"));
}

TEST(image_parameter, strings) {
    parameter_spec spec = {.type = BANOS_PARAMETER_STRING, .value_section = numbers.bss};
    for (std::uint64_t capacity : {1U, 4096U}) {
        spec.capacity = capacity;
        EXPECT_TRUE(accepted(with(spec)));
    }
    for (std::uint64_t capacity : {std::uint64_t{0}, std::uint64_t{4097}, ~std::uint64_t{0}}) {
        spec.capacity = capacity;
        EXPECT_TRUE(refused(with(spec), "its capacity is " + std::to_string(capacity) +
                                            ", expected 1 to 4096 for a string"));
    }
    spec.capacity = 16;
    spec.elements = 1;
    EXPECT_TRUE(refused(with(spec), "it has 1 elements, expected 0 for a string"));
    spec.elements = 0;
    spec.value_offset = bss_size - 15;
    EXPECT_TRUE(refused(with(spec), "its value isn't a variable of 16 bytes, aligned to 1"));
    parameter_spec number = plain();
    number.capacity = 4;
    EXPECT_TRUE(refused(with(number), "and 0 for anything else"));
}

TEST(image_parameter, arrays) {
    parameter_spec spec = {
        .type = BANOS_PARAMETER_UINT64, .value_section = numbers.bss, .elements = bss_size / 8};
    EXPECT_TRUE(accepted(with(spec)));
    spec.elements++;
    EXPECT_TRUE(refused(with(spec), "its value isn't a variable of 8200 bytes, aligned to 8"));
    spec.elements = 65536;
    EXPECT_TRUE(refused(with(spec), "its value isn't a variable of 524288 bytes"));
    for (std::uint64_t elements : {std::uint64_t{65537}, ~std::uint64_t{0}}) {
        spec.elements = elements;
        EXPECT_TRUE(refused(with(spec), "and at most 65536 for anything else"));
    }
}

TEST(image_parameter, values_in_the_wrong_place) {
    const char* sentence = "(depth): its value isn't a variable of 4 bytes, aligned to 4, in a "
                           "writable section";
    parameter_spec spec = plain();
    spec.value_section = 0;
    EXPECT_TRUE(refused(with(spec), sentence));
    spec.value_section = numbers.text;
    EXPECT_TRUE(refused(with(spec), sentence));
    spec.value_section = numbers.rodata;
    EXPECT_TRUE(refused(with(spec), sentence));
    spec.value_section = numbers.data;
    spec.value_offset = 2;
    EXPECT_TRUE(refused(with(spec), sentence));
    driver_image image;
    spec.value_offset = 0;
    spec.value_section =
        image.add({.name = ".data.bytes", .flags = SHF_ALLOC | SHF_WRITE, .content = bytes(16)});
    image.set_parameters({spec});
    EXPECT_TRUE(refused(image.write(), sentence)); // the section isn't aligned
}

TEST(image_parameter, counts) {
    parameter_spec spec = {.type = BANOS_PARAMETER_INT32,
                           .value_section = numbers.bss,
                           .elements = 4,
                           .count_section = numbers.bss,
                           .count_offset = 16};
    EXPECT_TRUE(accepted(with(spec)));
    spec.count_offset = 20;
    EXPECT_TRUE(refused(with(spec), "(depth): its count isn't a variable of 8 bytes"));
    spec.count_offset = bss_size - 4;
    EXPECT_TRUE(refused(with(spec), "its count isn't a variable"));
    spec.count_offset = 16;
    spec.count_section = numbers.text;
    EXPECT_TRUE(refused(with(spec), "its count isn't a variable"));
    spec.count_section = numbers.bss;
    spec.elements = 0;
    EXPECT_TRUE(refused(with(spec), "or it isn't an array"));
}

TEST(image_parameter, changed_outside_text) {
    parameter_spec spec = plain();
    spec.changed_section = numbers.text;
    spec.changed_offset = changed_offset;
    EXPECT_TRUE(accepted(with(spec)));
    spec.changed_section = numbers.data;
    EXPECT_TRUE(refused(with(spec), "(depth): changed points into section 3 (.data), expected an "
                                    "executable section"));
}

} // namespace
} // namespace banos::test
