// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Makes relocatable ELF objects member by member, right or wrong, for tests of whatever reads them.
#ifndef BANOS_TESTS_ELF_FILE_HPP
#define BANOS_TESTS_ELF_FILE_HPP

#include <cstdint>
#include <elf.h>
#include <string>
#include <string_view>
#include <vector>

namespace banos::test {

using bytes = std::vector<std::uint8_t>;

// A section as the writer needs it. Its offset and name index are found when the file is written.
struct elf_section {
    std::string name = {};
    std::uint32_t type = SHT_PROGBITS;
    std::uint64_t flags = 0;
    std::uint64_t alignment = 1;
    bytes content = {};
    std::uint64_t nobits_size = 0; // for SHT_NOBITS, which has no content
    std::uint32_t link = 0;
    std::uint32_t info = 0;
    std::uint64_t entry_size = 0;
};

// An object under construction. Sections and symbols are named by their numbers, as in the file.
class elf_file {
  public:
    elf_file();

    std::uint32_t add(elf_section section);
    std::uint32_t add_symbol(std::string_view name, std::uint32_t section, std::uint64_t value = 0,
                             std::uint64_t size = 0, unsigned type = STT_NOTYPE,
                             unsigned binding = STB_GLOBAL);

    // A relocation of a section; its .rela section is made with the first one.
    void relocate(std::uint32_t section, std::uint64_t offset, std::uint32_t type,
                  std::uint32_t symbol, std::int64_t addend = 0);

    // Takes the relocations at that offset away again.
    void unrelocate(std::uint32_t section, std::uint64_t offset);

    elf_section& section(std::uint32_t number) { return sections_[number]; }
    [[nodiscard]] std::uint32_t find(std::string_view name) const; // 0: no such section
    Elf64_Sym& symbol(std::uint32_t number) { return symbols_[number]; }
    [[nodiscard]] std::uint32_t find_symbol(std::string_view name) const; // 0: no such symbol

    // The finished file: sections in order, then the section headers, which end it.
    [[nodiscard]] bytes write() const;

  private:
    std::vector<elf_section> sections_;
    std::vector<Elf64_Sym> symbols_;
    std::string strings_;
    std::uint32_t symbol_table_ = 0; // number of the section that it will get
};

// Mutable views into a finished file, for tests that break one member of it. Whoever asks for
// something that isn't there stops the test.
Elf64_Ehdr& header_of(bytes& file);
Elf64_Shdr& section_of(bytes& file, std::uint32_t number);
Elf64_Shdr& section_of(bytes& file, std::string_view name);
std::uint32_t number_of(bytes& file, std::string_view section);
Elf64_Sym& symbol_of(bytes& file, std::string_view name);
std::uint32_t symbol_number_of(bytes& file, std::string_view name);
Elf64_Rela& relocation_of(bytes& file, std::string_view section, std::size_t number);
std::uint8_t* content_of(bytes& file, std::string_view section);

void append(bytes& to, const void* from, std::size_t size);

template<typename T>
void append(bytes& to, const T& value) {
    append(to, &value, sizeof(value));
}

} // namespace banos::test

#endif
