// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "elf_file.hpp"

#include <cstring>
#include <stdexcept>

namespace banos::test {

namespace {

constexpr std::size_t table_alignment = 8;

void pad(bytes& file, std::uint64_t alignment) {
    while (alignment > 1 && file.size() % alignment != 0)
        file.push_back(0);
}

std::uint32_t add_string(std::string& strings, std::string_view text) {
    if (text.empty())
        return 0;
    auto offset = static_cast<std::uint32_t>(strings.size());
    strings.append(text);
    strings.push_back('\0');
    return offset;
}

bytes to_bytes(const std::string& text) {
    return {text.begin(), text.end()};
}

bool is_local(const Elf64_Sym& symbol) {
    return ELF64_ST_BIND(symbol.st_info) == STB_LOCAL;
}

Elf64_Ehdr make_header(std::size_t sections, std::uint64_t table) {
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_REL;
    header.e_machine = EM_X86_64;
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof(Elf64_Ehdr);
    header.e_shentsize = sizeof(Elf64_Shdr);
    header.e_shnum = static_cast<std::uint16_t>(sections);
    header.e_shstrndx = static_cast<std::uint16_t>(sections - 1);
    header.e_shoff = table;
    return header;
}

} // namespace

void append(bytes& to, const void* from, std::size_t size) {
    const auto* first = static_cast<const std::uint8_t*>(from);
    to.insert(to.end(), first, first + size);
}

elf_file::elf_file() : sections_(1), symbols_(1), strings_(1, '\0') {
    sections_[0].type = SHT_NULL;
    sections_[0].alignment = 0;
}

std::uint32_t elf_file::add(elf_section section) {
    sections_.push_back(std::move(section));
    return static_cast<std::uint32_t>(sections_.size() - 1);
}

std::uint32_t elf_file::add_symbol(std::string_view name, std::uint32_t section,
                                   std::uint64_t value, std::uint64_t size, unsigned type,
                                   unsigned binding) {
    Elf64_Sym symbol{};
    symbol.st_name = add_string(strings_, name);
    symbol.st_info = static_cast<unsigned char>(ELF64_ST_INFO(binding, type));
    symbol.st_shndx = static_cast<std::uint16_t>(section);
    symbol.st_value = value;
    symbol.st_size = size;
    symbols_.push_back(symbol);
    return static_cast<std::uint32_t>(symbols_.size() - 1);
}

void elf_file::relocate(std::uint32_t section, std::uint64_t offset, std::uint32_t type,
                        std::uint32_t symbol, std::int64_t addend) {
    const std::string name = ".rela" + sections_[section].name;
    std::uint32_t table = find(name);
    if (table == 0)
        table = add({.name = name,
                     .type = SHT_RELA,
                     .flags = SHF_INFO_LINK,
                     .alignment = table_alignment,
                     .info = section,
                     .entry_size = sizeof(Elf64_Rela)});
    append(sections_[table].content,
           Elf64_Rela{offset, ELF64_R_INFO(static_cast<std::uint64_t>(symbol), type), addend});
}

void elf_file::unrelocate(std::uint32_t section, std::uint64_t offset) {
    elf_section& table = sections_[find(".rela" + sections_[section].name)];
    bytes kept;
    for (std::size_t i = 0; i < table.content.size(); i += sizeof(Elf64_Rela)) {
        Elf64_Rela rela;
        std::memcpy(&rela, table.content.data() + i, sizeof(rela));
        if (rela.r_offset != offset)
            append(kept, rela);
    }
    table.content = std::move(kept);
}

std::uint32_t elf_file::find(std::string_view name) const {
    for (std::size_t i = 1; i < sections_.size(); i++)
        if (sections_[i].name == name)
            return static_cast<std::uint32_t>(i);
    return 0;
}

std::uint32_t elf_file::find_symbol(std::string_view name) const {
    for (std::size_t i = 1; i < symbols_.size(); i++)
        if (strings_.c_str() + symbols_[i].st_name == name)
            return static_cast<std::uint32_t>(i);
    return 0;
}

bytes elf_file::write() const {
    std::vector<elf_section> sections = sections_;
    const auto symbol_table = static_cast<std::uint32_t>(sections.size());
    elf_section symbols{.name = ".symtab",
                        .type = SHT_SYMTAB,
                        .alignment = table_alignment,
                        .link = symbol_table + 1,
                        .entry_size = sizeof(Elf64_Sym)};
    for (const Elf64_Sym& symbol : symbols_) {
        append(symbols.content, symbol);
        symbols.info += is_local(symbol) ? 1 : 0;
    }
    sections.push_back(std::move(symbols));
    sections.push_back({.name = ".strtab", .type = SHT_STRTAB, .content = to_bytes(strings_)});
    sections.push_back({.name = ".shstrtab", .type = SHT_STRTAB});

    std::string names(1, '\0');
    std::vector<Elf64_Shdr> headers;
    for (const elf_section& section : sections) {
        Elf64_Shdr header{};
        header.sh_name = add_string(names, section.name);
        header.sh_type = section.type;
        header.sh_flags = section.flags;
        header.sh_addralign = section.alignment;
        header.sh_link =
            section.type == SHT_RELA && section.link == 0 ? symbol_table : section.link;
        header.sh_info = section.info;
        header.sh_entsize = section.entry_size;
        headers.push_back(header);
    }
    sections.back().content = to_bytes(names);

    bytes file(sizeof(Elf64_Ehdr));
    for (std::size_t i = 1; i < sections.size(); i++) {
        pad(file, sections[i].alignment);
        headers[i].sh_offset = file.size();
        if (sections[i].type == SHT_NOBITS) {
            headers[i].sh_size = sections[i].nobits_size;
            continue;
        }
        headers[i].sh_size = sections[i].content.size();
        append(file, sections[i].content.data(), sections[i].content.size());
    }
    pad(file, table_alignment);
    const Elf64_Ehdr header = make_header(headers.size(), file.size());
    append(file, headers.data(), headers.size() * sizeof(Elf64_Shdr));
    std::memcpy(file.data(), &header, sizeof(header));
    return file;
}

Elf64_Ehdr& header_of(bytes& file) {
    return *reinterpret_cast<Elf64_Ehdr*>(file.data());
}

Elf64_Shdr& section_of(bytes& file, std::uint32_t number) {
    if (number >= header_of(file).e_shnum)
        throw std::out_of_range("no such section");
    return reinterpret_cast<Elf64_Shdr*>(file.data() + header_of(file).e_shoff)[number];
}

std::uint32_t number_of(bytes& file, std::string_view section) {
    const Elf64_Shdr& names = section_of(file, header_of(file).e_shstrndx);
    for (std::uint32_t i = 1; i < header_of(file).e_shnum; i++) {
        const std::uint8_t* name = file.data() + names.sh_offset + section_of(file, i).sh_name;
        if (reinterpret_cast<const char*>(name) == section)
            return i;
    }
    throw std::out_of_range("no section " + std::string(section));
}

Elf64_Shdr& section_of(bytes& file, std::string_view name) {
    return section_of(file, number_of(file, name));
}

std::uint32_t symbol_number_of(bytes& file, std::string_view name) {
    const Elf64_Shdr& table = section_of(file, ".symtab");
    const std::uint8_t* strings = file.data() + section_of(file, table.sh_link).sh_offset;
    const auto* symbols = reinterpret_cast<Elf64_Sym*>(file.data() + table.sh_offset);
    for (std::uint32_t i = 1; i < table.sh_size / sizeof(Elf64_Sym); i++)
        if (reinterpret_cast<const char*>(strings + symbols[i].st_name) == name)
            return i;
    throw std::out_of_range("no symbol " + std::string(name));
}

Elf64_Sym& symbol_of(bytes& file, std::string_view name) {
    return reinterpret_cast<Elf64_Sym*>(content_of(file, ".symtab"))[symbol_number_of(file, name)];
}

Elf64_Rela& relocation_of(bytes& file, std::string_view section, std::size_t number) {
    const std::string table = ".rela" + std::string(section);
    if (number >= section_of(file, table).sh_size / sizeof(Elf64_Rela))
        throw std::out_of_range("no such relocation");
    return reinterpret_cast<Elf64_Rela*>(content_of(file, table))[number];
}

std::uint8_t* content_of(bytes& file, std::string_view section) {
    return file.data() + section_of(file, section).sh_offset;
}

} // namespace banos::test
