// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// libelf checks that what it hands out lies in the file; what it can't know,
// such as indices into other tables, is checked here.
#include "object.h"

#include <cstdlib>
#include <cstring>
#include <memory>

#include <cxxabi.h>
#include <fmt/format.h>
#include <gelf.h>
#include <libelf.h>

#include "failure.h"

namespace banos::ld {

namespace {

struct elf_end_deleter {
    void operator()(Elf* elf) const noexcept { elf_end(elf); }
};
using elf_handle = std::unique_ptr<Elf, elf_end_deleter>;

[[noreturn]] void refuse(const std::string& file, std::string what, std::string expected,
                         std::string found, std::string mend) {
    throw_if_any(
        {{file, std::move(what), "", std::move(expected), std::move(found), std::move(mend)}});
    std::abort(); // not reached: there is a problem
}

[[noreturn]] void refuse_damaged(const std::string& file, std::string found) {
    refuse(file, "damaged or cut short", "a complete ELF object", std::move(found),
           "build the object anew");
}

constexpr const char* an_object = "an ELF64 x86-64 object (cc -c)";

std::string describe_content(byte_view bytes) {
    if (bytes.empty())
        return "an empty file";
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.starts_with("#!") || text.starts_with("#include") || text.starts_with("/*"))
        return "text";
    return "a file of another kind";
}

void check_bitcode(const std::string& file, byte_view bytes) {
    constexpr unsigned char raw[] = {'B', 'C', 0xc0, 0xde};
    constexpr unsigned char wrapped[] = {0xde, 0xc0, 0x17, 0x0b};
    if (bytes.size() >= 4 &&
        (std::memcmp(bytes.data(), raw, 4) == 0 || std::memcmp(bytes.data(), wrapped, 4) == 0))
        refuse(file, "holds no machine code", an_object, "LLVM bitcode", "compile without -flto");
}

void check_identification(const std::string& file, byte_view bytes) {
    check_bitcode(file, bytes);
    if (bytes.size() < SELFMAG || std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0)
        refuse(file, "not an ELF file", an_object, describe_content(bytes),
               "give objects and archives of objects only");
    if (bytes.size() < sizeof(Elf64_Ehdr))
        refuse_damaged(file, fmt::format("{} bytes, less than an ELF header", bytes.size()));
    if (bytes[EI_CLASS] != ELFCLASS64)
        refuse(file, "wrong ELF class", an_object, "an object for 32-bit code",
               "compile for x86-64, without -m32");
    if (bytes[EI_DATA] != ELFDATA2LSB)
        refuse(file, "wrong byte order", an_object, "a big-endian object", "compile for x86-64");
}

std::string type_name(std::uint16_t type) {
    switch (type) {
    case ET_EXEC:
        return "a program";
    case ET_DYN:
        return "a shared library or program";
    case ET_CORE:
        return "a core dump";
    default:
        return fmt::format("ELF type {}", type);
    }
}

void check_header(const std::string& file, const Elf64_Ehdr& header, std::size_t size) {
    if (header.e_machine != EM_X86_64)
        refuse(file, "wrong machine", an_object, fmt::format("machine {}", header.e_machine),
               "compile for x86-64");
    if (header.e_type != ET_REL)
        refuse(file, "wrong ELF type", an_object, type_name(header.e_type),
               "compile with -c, and give the objects to banos-ld");
    if (header.e_shoff == 0)
        refuse_damaged(file, "no section headers");
    // libelf silently sees no sections at all if the table is outside the file,
    // and hands out headers where they are, aligned or not.
    if (header.e_shoff % alignof(Elf64_Shdr) != 0)
        refuse_damaged(file, fmt::format("section headers at {:#x}", header.e_shoff));
    if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shoff > size ||
        (size - header.e_shoff) / sizeof(Elf64_Shdr) < std::max<std::size_t>(header.e_shnum, 1))
        refuse_damaged(file, fmt::format("a table of {} section headers at {:#x} in a file of {} "
                                         "bytes",
                                         header.e_shnum, header.e_shoff, size));
}

// What one pass over the file needs; lives as long as the pass.
class reader {
  public:
    reader(std::string name, byte_view bytes) : bytes_(bytes) { result_.name = std::move(name); }

    object read() {
        check_identification(result_.name, bytes_);
        open();
        read_sections();
        read_symbols();
        read_relocations();
        return std::move(result_);
    }

  private:
    [[noreturn]] void damaged(const std::string& found) const {
        refuse_damaged(result_.name, found);
    }

    void open() {
        elf_version(EV_CURRENT);
        // libelf doesn't write to memory that is opened for reading.
        auto* memory = const_cast<char*>(reinterpret_cast<const char*>(bytes_.data()));
        elf_.reset(elf_memory(memory, bytes_.size()));
        const Elf64_Ehdr* header = elf_ ? elf64_getehdr(elf_.get()) : nullptr;
        if (header == nullptr)
            damaged(elf_errmsg(-1));
        check_header(result_.name, *header, bytes_.size());
        if (elf_getshdrnum(elf_.get(), &count_) != 0 ||
            elf_getshdrstrndx(elf_.get(), &names_) != 0 || count_ == 0)
            damaged(elf_errmsg(-1));
    }

    [[nodiscard]] const Elf64_Shdr& header_of(std::size_t index) const {
        Elf_Scn* scn = elf_getscn(elf_.get(), index);
        const Elf64_Shdr* header = scn == nullptr ? nullptr : elf64_getshdr(scn);
        if (header == nullptr)
            damaged(fmt::format("no section {}: {}", index, elf_errmsg(-1)));
        return *header;
    }

    [[nodiscard]] Elf_Data* data_of(std::size_t index) const {
        Elf_Data* data = elf_getdata(elf_getscn(elf_.get(), index), nullptr);
        if (data == nullptr || (data->d_buf == nullptr && data->d_size != 0))
            damaged(fmt::format("section {} with its bytes outside the file", index));
        return data;
    }

    // A copy, because libelf does not move what is not aligned.
    template<typename T>
    [[nodiscard]] std::vector<T> table_of(std::size_t index) const {
        if (header_of(index).sh_entsize != sizeof(T) || header_of(index).sh_size % sizeof(T) != 0)
            damaged(fmt::format("section {} with entries of {} bytes, not {}", index,
                                header_of(index).sh_entsize, sizeof(T)));
        const Elf_Data* data = data_of(index);
        std::vector<T> table(data->d_size / sizeof(T));
        if (!table.empty())
            std::memcpy(table.data(), data->d_buf, table.size() * sizeof(T));
        return table;
    }

    [[nodiscard]] std::string string_at(std::size_t table, std::size_t offset) const {
        const char* text = elf_strptr(elf_.get(), table, offset);
        if (text == nullptr)
            damaged(
                fmt::format("a name at {} of string table {}, which is not there", offset, table));
        return text;
    }

    static bool kept(std::uint32_t type) {
        return type != SHT_NULL && type != SHT_SYMTAB && type != SHT_SYMTAB_SHNDX &&
               type != SHT_STRTAB && type != SHT_RELA && type != SHT_REL && type != SHT_GROUP;
    }

    void read_sections() {
        new_index_.assign(count_, 0);
        result_.sections.emplace_back();
        for (std::size_t i = 1; i < count_; ++i) {
            if (!kept(header_of(i).sh_type))
                continue;
            new_index_[i] = static_cast<std::uint32_t>(result_.sections.size());
            result_.sections.push_back(read_section(i));
        }
    }

    [[nodiscard]] section read_section(std::size_t index) const {
        const Elf64_Shdr& header = header_of(index);
        section made;
        made.name = string_at(names_, header.sh_name);
        made.type = header.sh_type;
        made.flags = header.sh_flags & ~std::uint64_t{SHF_GROUP};
        made.alignment = std::max<std::uint64_t>(header.sh_addralign, 1);
        made.entry_size = header.sh_entsize;
        made.size = header.sh_size;
        if ((made.alignment & (made.alignment - 1)) != 0)
            damaged(fmt::format("section {} with alignment {}", made.name, made.alignment));
        if (header.sh_type == SHT_NOBITS || header.sh_size == 0)
            return made;
        // The file's own bytes, before libelf converts or decompresses.
        const Elf_Data* data = elf_rawdata(elf_getscn(elf_.get(), index), nullptr);
        if (data == nullptr || data->d_buf == nullptr || data->d_size != header.sh_size)
            damaged(fmt::format("section {} with its bytes outside the file", made.name));
        const auto* first = static_cast<const unsigned char*>(data->d_buf);
        made.bytes.assign(first, first + data->d_size);
        return made;
    }

    void read_symbols() {
        for (std::size_t i = 1; i < count_; ++i) {
            if (header_of(i).sh_type == SHT_SYMTAB_SHNDX)
                extended_ = table_of<Elf32_Word>(i);
            if (header_of(i).sh_type != SHT_SYMTAB)
                continue;
            if (symbol_table_ != 0)
                damaged("two symbol tables");
            symbol_table_ = i;
        }
        if (symbol_table_ == 0) {
            result_.symbols.emplace_back();
            return;
        }
        const auto table = table_of<Elf64_Sym>(symbol_table_);
        for (std::size_t i = 0; i < table.size(); ++i)
            result_.symbols.push_back(read_symbol(table[i], i));
        if (result_.symbols.empty())
            damaged("an empty symbol table");
    }

    [[nodiscard]] symbol read_symbol(const Elf64_Sym& from, std::size_t index) const {
        symbol made;
        made.name = string_at(header_of(symbol_table_).sh_link, from.st_name);
        made.binding = ELF64_ST_BIND(from.st_info);
        made.type = ELF64_ST_TYPE(from.st_info);
        made.visibility = ELF64_ST_VISIBILITY(from.st_other);
        made.value = from.st_value;
        made.size = from.st_size;
        std::uint32_t where = from.st_shndx;
        if (where == SHN_XINDEX)
            where = extended_index(index);
        else if (where >= SHN_LORESERVE)
            made.special = true;
        if (!made.special && where >= count_)
            damaged(fmt::format("symbol {} in section {} of {}", made.name, where, count_));
        made.section = made.special ? where : new_index_[where];
        // Symbols of groups name the group's signature: nothing that is placed.
        if (!made.special && where != 0 && made.section == 0)
            made.special = true, made.section = SHN_ABS;
        return made;
    }

    [[nodiscard]] std::uint32_t extended_index(std::size_t index) const {
        if (index >= extended_.size())
            damaged("a symbol whose section index is missing");
        return extended_[index];
    }

    void read_relocations() {
        for (std::size_t i = 1; i < count_; ++i) {
            const Elf64_Shdr& header = header_of(i);
            if (header.sh_type == SHT_REL)
                refuse(result_.name, "relocations of the wrong form", "SHT_RELA", "SHT_REL",
                       "build the object with binutils or LLVM for x86-64");
            if (header.sh_type != SHT_RELA)
                continue;
            if (header.sh_info >= count_ || header.sh_link != symbol_table_)
                damaged(fmt::format("relocations for section {} of {}", header.sh_info, count_));
            read_relocations_of(i, new_index_[header.sh_info]);
        }
    }

    void read_relocations_of(std::size_t index, std::uint32_t target) {
        if (target == 0)
            damaged("relocations for a section that holds no bytes");
        section& changed = result_.sections[target];
        for (const Elf64_Rela& from : table_of<Elf64_Rela>(index)) {
            const std::uint64_t which = ELF64_R_SYM(from.r_info);
            if (which >= result_.symbols.size() || from.r_offset >= changed.size)
                damaged(fmt::format("a relocation of {}+{:#x} by symbol {}, out of range",
                                    changed.name, from.r_offset, which));
            changed.relocations.push_back({from.r_offset,
                                           static_cast<std::uint32_t>(ELF64_R_TYPE(from.r_info)),
                                           static_cast<std::uint32_t>(which), from.r_addend});
        }
    }

    byte_view bytes_;
    object result_;
    elf_handle elf_;
    std::size_t count_ = 0;
    std::size_t names_ = 0;
    std::size_t symbol_table_ = 0;
    std::vector<Elf32_Word> extended_;     // section indices that don't fit a symbol
    std::vector<std::uint32_t> new_index_; // per section of the file
};

} // namespace

object read_object(std::string name, byte_view bytes) {
    return reader(std::move(name), bytes).read();
}

const symbol* object::function_at(std::uint32_t section_index,
                                  std::uint64_t offset) const noexcept {
    for (const symbol& one : symbols) {
        if (one.placed() && one.type == STT_FUNC && one.section == section_index &&
            offset >= one.value && offset - one.value < std::max<std::uint64_t>(one.size, 1))
            return &one;
    }
    return nullptr;
}

std::string object::place_name(std::uint32_t section_index, std::uint64_t offset) const {
    std::string place = fmt::format("{}+{:#x}", sections[section_index].name, offset);
    const symbol* function = function_at(section_index, offset);
    if (function == nullptr)
        return place;
    return fmt::format("{} at {}", demangle(function->name), place);
}

std::string demangle(const std::string& name) {
    if (!name.starts_with("_Z"))
        return name;
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> text(
        abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), &std::free);
    return status == 0 ? std::string(text.get()) : name;
}

} // namespace banos::ld
