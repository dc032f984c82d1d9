// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Writes the file by itself rather than through libelf, so that the bytes of
// an image do not depend on the libelf that happened to be installed.
#include "object.h"

#include <algorithm>
#include <cstring>

#include <banos/hash_map.hpp>
#include <fmt/format.h>

#include "failure.h"

namespace banos::ld {

namespace {

// Each string once; offsets in the order of first use.
class string_table {
  public:
    std::uint32_t add(const std::string& text) {
        if (text.empty())
            return 0;
        const auto [place, fresh] =
            offsets_.try_emplace(text, static_cast<std::uint32_t>(bytes_.size()));
        if (fresh)
            bytes_.insert(bytes_.end(), text.c_str(), text.c_str() + text.size() + 1);
        return place->value;
    }

    [[nodiscard]] byte_vector take() { return std::move(bytes_); }

  private:
    byte_vector bytes_{0};
    hash_map<std::string, std::uint32_t> offsets_;
};

template<typename T>
void append(byte_vector& to, const T& value) {
    const auto* first = reinterpret_cast<const unsigned char*>(&value);
    to.insert(to.end(), first, first + sizeof(value));
}

void align(byte_vector& bytes, std::uint64_t alignment) {
    bytes.resize((bytes.size() + alignment - 1) / alignment * alignment);
}

Elf64_Sym file_symbol(const symbol& from, string_table& names) {
    Elf64_Sym made{};
    made.st_name = names.add(from.name);
    made.st_info = static_cast<unsigned char>(ELF64_ST_INFO(from.binding, from.type));
    made.st_other = from.visibility;
    made.st_shndx = static_cast<Elf64_Half>(from.section);
    made.st_value = from.value;
    made.st_size = from.size;
    return made;
}

class writer {
  public:
    explicit writer(const object& from) : from_(from) {}

    byte_vector write() {
        file_.resize(sizeof(Elf64_Ehdr));
        headers_.emplace_back();
        for (std::size_t i = 1; i < from_.sections.size(); ++i)
            add_section(from_.sections[i]);
        add_symbols();
        add_relocations();
        add_strings();
        finish();
        return std::move(file_);
    }

  private:
    Elf64_Shdr& add_header(const std::string& name, std::uint32_t type, std::uint64_t alignment) {
        align(file_, type == SHT_NOBITS ? 1 : alignment);
        Elf64_Shdr made{};
        made.sh_name = names_.add(name);
        made.sh_type = type;
        made.sh_addralign = alignment;
        made.sh_offset = file_.size();
        return headers_.emplace_back(made);
    }

    void add_bytes(Elf64_Shdr& header, const byte_vector& bytes) {
        header.sh_size = bytes.size();
        file_.insert(file_.end(), bytes.begin(), bytes.end());
    }

    void add_section(const section& one) {
        Elf64_Shdr& header = add_header(one.name, one.type, one.alignment);
        header.sh_flags = one.flags;
        header.sh_entsize = one.entry_size;
        if (one.type == SHT_NOBITS)
            header.sh_size = one.size;
        else
            add_bytes(header, one.bytes);
    }

    void add_symbols() {
        byte_vector table;
        for (const symbol& one : from_.symbols)
            append(table, file_symbol(one, symbol_names_));
        const auto first_global =
            std::find_if(from_.symbols.begin(), from_.symbols.end(),
                         [](const symbol& one) { return one.binding != STB_LOCAL; });
        symbol_table_ = static_cast<std::uint32_t>(headers_.size());
        Elf64_Shdr& header = add_header(".symtab", SHT_SYMTAB, 8);
        header.sh_entsize = sizeof(Elf64_Sym);
        header.sh_info = static_cast<std::uint32_t>(first_global - from_.symbols.begin());
        add_bytes(header, table);
    }

    void add_relocations() {
        for (std::size_t i = 1; i < from_.sections.size(); ++i) {
            const section& one = from_.sections[i];
            if (one.relocations.empty())
                continue;
            byte_vector table;
            for (const relocation& change : one.relocations)
                append(table, Elf64_Rela{change.offset, ELF64_R_INFO(change.symbol, change.type),
                                         change.addend});
            Elf64_Shdr& header = add_header(".rela" + one.name, SHT_RELA, 8);
            header.sh_flags = SHF_INFO_LINK;
            header.sh_entsize = sizeof(Elf64_Rela);
            header.sh_link = symbol_table_;
            header.sh_info = static_cast<std::uint32_t>(i);
            add_bytes(header, table);
        }
    }

    void add_strings() {
        headers_[symbol_table_].sh_link = static_cast<std::uint32_t>(headers_.size());
        add_bytes(add_header(".strtab", SHT_STRTAB, 1), symbol_names_.take());
        Elf64_Shdr& header = add_header(".shstrtab", SHT_STRTAB, 1);
        add_bytes(header, names_.take());
    }

    void finish() {
        if (headers_.size() >= SHN_LORESERVE)
            throw failure(exit_status::rule_broken,
                          fmt::format("{}: {} sections: expected at most {}; to mend: compile "
                                      "without -ffunction-sections and -fdata-sections",
                                      from_.name, headers_.size(), SHN_LORESERVE - 1));
        align(file_, 8);
        Elf64_Ehdr header{};
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = ELFCLASS64;
        header.e_ident[EI_DATA] = ELFDATA2LSB;
        header.e_ident[EI_VERSION] = EV_CURRENT;
        header.e_type = ET_REL;
        header.e_machine = EM_X86_64;
        header.e_version = EV_CURRENT;
        header.e_shoff = file_.size();
        header.e_ehsize = sizeof(Elf64_Ehdr);
        header.e_shentsize = sizeof(Elf64_Shdr);
        header.e_shnum = static_cast<Elf64_Half>(headers_.size());
        header.e_shstrndx = static_cast<Elf64_Half>(headers_.size() - 1);
        std::memcpy(file_.data(), &header, sizeof(header));
        for (const Elf64_Shdr& one : headers_)
            append(file_, one);
    }

    const object& from_;
    byte_vector file_;
    std::vector<Elf64_Shdr> headers_;
    string_table names_;
    string_table symbol_names_;
    std::uint32_t symbol_table_ = 0;
};

} // namespace

byte_vector write_object(const object& from) {
    return writer(from).write();
}

} // namespace banos::ld
