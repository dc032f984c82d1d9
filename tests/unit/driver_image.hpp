// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A small driver image that the loader takes, made by hand: tests change one thing of it and look
// at what becomes of that.
#ifndef BANOS_TESTS_DRIVER_IMAGE_HPP
#define BANOS_TESTS_DRIVER_IMAGE_HPP

#include "elf_file.hpp"

#include <banos/driver.h>

namespace banos::test {

// Offsets of the functions in .text.
constexpr std::uint64_t init_offset = 0; // calls banos_dprintln, whose relocation is at 1
constexpr std::uint64_t uninit_offset = 16;
constexpr std::uint64_t changed_offset = 32;
constexpr std::uint64_t text_size = 48;
constexpr std::uint64_t data_size = 64;
constexpr std::uint64_t bss_size = 8192;

// A parameter as its struct has it; sections and offsets instead of pointers.
struct parameter_spec {
    const char* name = "depth"; // NULL: the pointer is NULL
    const char* description = "how deep";
    std::uint32_t type = BANOS_PARAMETER_UINT32;
    std::uint32_t flags = 0;
    std::uint32_t value_section = 0; // 0: NULL
    std::uint64_t value_offset = 0;
    std::uint64_t capacity = 0;
    std::uint64_t elements = 0;
    std::uint32_t count_section = 0; // 0: NULL
    std::uint64_t count_offset = 0;
    std::uint32_t changed_section = 0; // 0: NULL
    std::uint64_t changed_offset = 0;
};

class driver_image : public elf_file {
  public:
    driver_image();

    // Numbers of the sections.
    std::uint32_t text = 0;
    std::uint32_t rodata = 0;
    std::uint32_t data = 0;
    std::uint32_t bss = 0;
    std::uint32_t driver = 0;

    // Numbers of symbols.
    std::uint32_t init = 0;
    std::uint32_t dprintln = 0;

    // Puts a string into .rodata and answers where.
    std::uint64_t put(std::string_view string);

    // Makes the 8 bytes at @offset of @section a pointer.
    void point(std::uint32_t section, std::uint64_t offset, std::uint32_t to_section,
               std::uint64_t to_offset);
    void point_to_string(std::uint32_t section, std::uint64_t offset, std::string_view string);

    // A number in a section.
    void set32(std::uint32_t section, std::uint64_t offset, std::uint32_t value);
    void set64(std::uint32_t section, std::uint64_t offset, std::uint64_t value);

    // Appends to .banos-export.
    void add_export(std::string_view name, std::uint32_t section, std::uint64_t offset);

    // Gives the driver parameters, in .data.parameters. The first one is at offset 0.
    std::uint32_t set_parameters(const std::vector<parameter_spec>& parameters,
                                 std::uint64_t stride = sizeof(banos_parameter));

  private:
    std::uint32_t symbol_of_section(std::uint32_t section);
};

// The plain one, as a file.
bytes sample_file();

// Everything that an image can have: exports, parameters, notes, a GOT, weak imports, thunks.
driver_image rich_image();

} // namespace banos::test

#endif
