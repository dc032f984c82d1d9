// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A relocatable ELF object as a value: what banos-ld reads, changes and writes.
#ifndef BANOS_LD_OBJECT_H
#define BANOS_LD_OBJECT_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <elf.h>

namespace banos::ld {

using byte_view = std::span<const unsigned char>;
using byte_vector = std::vector<unsigned char>;

struct relocation {
    std::uint64_t offset = 0; // in the section that it changes
    std::uint32_t type = R_X86_64_NONE;
    std::uint32_t symbol = 0; // index in object::symbols
    std::int64_t addend = 0;
};

struct section {
    std::string name;
    std::uint32_t type = SHT_NULL;
    std::uint64_t flags = 0;
    std::uint64_t alignment = 1;
    std::uint64_t entry_size = 0;
    std::uint64_t size = 0;
    byte_vector bytes; // empty for SHT_NOBITS
    std::vector<relocation> relocations;

    [[nodiscard]] bool has(std::uint64_t flag) const noexcept { return (flags & flag) != 0; }
};

struct symbol {
    std::string name;
    unsigned char binding = STB_LOCAL;
    unsigned char type = STT_NOTYPE;
    unsigned char visibility = STV_DEFAULT;
    std::uint32_t section = SHN_UNDEF; // index in object::sections, or special
    bool special = false;              // section is SHN_ABS or SHN_COMMON
    std::uint64_t value = 0;
    std::uint64_t size = 0;

    [[nodiscard]] bool undefined() const noexcept { return !special && section == SHN_UNDEF; }
    [[nodiscard]] bool common() const noexcept { return special && section == SHN_COMMON; }
    [[nodiscard]] bool placed() const noexcept { return !special && section != SHN_UNDEF; }
};

// Entry 0 of both tables is the null entry, as in the file. Symbol tables,
// string tables, relocation sections and groups are not among the sections:
// their content is in symbols, names, and section::relocations; only the bytes
// of grouped sections are kept.
struct object {
    std::string name; // what messages call it: "foo.o", "lib.a(foo.o)"
    std::vector<section> sections;
    std::vector<symbol> symbols;

    // The function that holds this place, or nullptr.
    [[nodiscard]] const symbol* function_at(std::uint32_t section_index,
                                            std::uint64_t offset) const noexcept;

    // "foo() at .text+0x12": a place as messages name it.
    [[nodiscard]] std::string place_name(std::uint32_t section_index, std::uint64_t offset) const;
};

// Throws failure: not ELF, another class, machine or type, link-time
// optimisation code, or truncated anywhere.
[[nodiscard]] object read_object(std::string name, byte_view bytes);

// The bytes depend on nothing but the object: no time, path or environment.
// Symbols must be in the order of the file: local ones first.
[[nodiscard]] byte_vector write_object(const object& from);

// A C++ name as people write it; others unchanged.
[[nodiscard]] std::string demangle(const std::string& name);

} // namespace banos::ld

#endif
