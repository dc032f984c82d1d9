// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "finish.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include <banos/control.h>
#include <banos/hash_map.hpp>
#include <fmt/format.h>
#include <image.h>

#include "rules.h"

namespace banos::ld {

namespace {

struct renaming {
    std::string_view from;
    const char* to;
};

// bcmp() only tells equal from unequal, so memcmp() does for it.
constexpr renaming renamings[] = {
    {"memcpy", "banos_memcpy"},
    {"memmove", "banos_memmove"},
    {"memset", "banos_memset"},
    {"memcmp", "banos_memcmp"},
    {"bcmp", "banos_memcmp"},
    {"__stack_chk_fail", "banos_stack_chk_fail"},
    {"__stack_chk_guard", "banos_stack_chk_guard"},
};

bool is_debug(const section& one) {
    return !one.has(SHF_ALLOC) && one.name.starts_with(".debug_");
}

bool is_kept(const section& one, bool keep_debug) {
    if (one.has(SHF_EXCLUDE))
        return false;
    if (one.type == SHT_NOTE)
        return one.name == ".note.gnu.property";
    if (one.has(SHF_ALLOC))
        return one.size != 0;
    return keep_debug && is_debug(one);
}

void simplify(section& one) {
    if (!is_debug(one)) {
        one.flags &= SHF_ALLOC | SHF_WRITE | SHF_EXECINSTR;
        one.entry_size = 0;
    }
    // Writable only until it is relocated, which happens before it is loaded.
    if (one.name == ".data.rel.ro")
        one.flags &= ~std::uint64_t{SHF_WRITE};
}

bool refers_by_got(const relocation& one) {
    switch (one.type) {
    case R_X86_64_GOTPCREL:
    case R_X86_64_GOTPCRELX:
    case R_X86_64_REX_GOTPCRELX:
    case R_X86_64_GOTPCREL64:
    case R_X86_64_GOT32:
    case R_X86_64_GOT64:
        return true;
    default:
        return false;
    }
}

bool is_label(const symbol& one) {
    return one.name.empty() || one.name.starts_with(".L");
}

// Builds the final symbol table, and tells where each old symbol went.
class symbol_table {
  public:
    explicit symbol_table(object& image) : image_(image), new_index_(image.symbols.size(), 0) {}

    void settle() {
        point_labels_to_sections();
        mark_used();
        add_null();
        add_sections();
        add_definitions();
        add_imports();
        for (section& one : image_.sections) {
            for (relocation& from : one.relocations)
                from.symbol = from.symbol >= first_section_symbol_
                                  ? section_symbols_.at(from.symbol - first_section_symbol_)
                                  : new_index_[from.symbol];
        }
        image_.symbols = std::move(symbols_);
    }

  private:
    // A section symbol that isn't in the table yet is written as
    // first_section_symbol_ + the section's number.
    void point_labels_to_sections() {
        first_section_symbol_ = static_cast<std::uint32_t>(image_.symbols.size());
        for (section& one : image_.sections) {
            std::erase_if(one.relocations,
                          [](const relocation& from) { return from.type == R_X86_64_NONE; });
            for (relocation& from : one.relocations)
                point_to_section(from);
        }
    }

    void point_to_section(relocation& from) const {
        const symbol& to = image_.symbols[from.symbol];
        if (!to.placed() || (to.type != STT_SECTION && (!is_label(to) || refers_by_got(from))))
            return;
        from.addend += static_cast<std::int64_t>(to.value);
        from.symbol = first_section_symbol_ + to.section;
    }

    void mark_used() {
        used_.assign(first_section_symbol_ + image_.sections.size(), false);
        for (const section& one : image_.sections) {
            for (const relocation& from : one.relocations)
                used_[from.symbol] = true;
        }
    }

    void add_null() {
        symbols_.emplace_back();
        section_symbols_.assign(image_.sections.size(), 0);
    }

    void add_sections() {
        for (std::uint32_t i = 1; i < image_.sections.size(); ++i) {
            if (!used_[first_section_symbol_ + i])
                continue;
            section_symbols_[i] = static_cast<std::uint32_t>(symbols_.size());
            symbol made;
            made.type = STT_SECTION;
            made.section = i;
            symbols_.push_back(std::move(made));
        }
    }

    [[nodiscard]] bool is_definition(std::uint32_t index) const {
        const symbol& one = image_.symbols[index];
        if (one.undefined() || one.type == STT_FILE || one.type == STT_SECTION)
            return false;
        return used_[index] || (one.placed() && !is_label(one));
    }

    void add_definitions() {
        for (std::uint32_t i = 1; i < image_.symbols.size(); ++i) {
            if (!is_definition(i))
                continue;
            symbol made = image_.symbols[i];
            made.binding = STB_LOCAL;
            made.visibility = STV_DEFAULT;
            if (image_.symbols[i].binding != STB_LOCAL)
                definitions_.try_emplace(made.name, static_cast<std::uint32_t>(symbols_.size()));
            new_index_[i] = static_cast<std::uint32_t>(symbols_.size());
            symbols_.push_back(std::move(made));
        }
    }

    // By name: renamed ones may be there twice, or be defined in the image, and
    // the linker's order is that of its hash table. One strong reference makes
    // the import strong.
    void add_imports() {
        std::map<std::string, bool> imports; // name: is it weak?
        for (std::uint32_t i = 1; i < image_.symbols.size(); ++i) {
            const symbol& one = image_.symbols[i];
            if (!is_import(i) || definitions_.contains(one.name))
                continue;
            bool& weak = imports.try_emplace(one.name, true).first->second;
            weak = weak && one.binding == STB_WEAK;
        }
        for (const auto& [name, weak] : imports) {
            definitions_[name] = static_cast<std::uint32_t>(symbols_.size());
            symbol made;
            made.name = name;
            made.binding = weak ? STB_WEAK : STB_GLOBAL;
            symbols_.push_back(std::move(made));
        }
        for (std::uint32_t i = 1; i < image_.symbols.size(); ++i) {
            if (is_import(i))
                new_index_[i] = definitions_.at(image_.symbols[i].name);
        }
    }

    [[nodiscard]] bool is_import(std::uint32_t index) const {
        return used_[index] && image_.symbols[index].undefined();
    }

    object& image_;
    std::vector<symbol> symbols_;
    std::vector<std::uint32_t> new_index_;       // per old symbol
    std::vector<std::uint32_t> section_symbols_; // per section
    std::vector<bool> used_;
    hash_map<std::string, std::uint32_t> definitions_; // and imports: new index by name
    std::uint32_t first_section_symbol_ = 0;
};

// Takes sections out of an object, and renumbers what is left.
class section_sieve {
  public:
    section_sieve(object& image, bool keep_debug) : image_(image), keep_debug_(keep_debug) {}

    problems apply() {
        keep_sections();
        for (section& one : kept_) {
            for (relocation& from : one.relocations)
                check_reference(one, from);
        }
        keep_symbols();
        image_.sections = std::move(kept_);
        return std::move(found_);
    }

  private:
    void keep_sections() {
        new_index_.assign(image_.sections.size(), 0);
        kept_.resize(1);
        for (std::size_t i = 1; i < image_.sections.size(); ++i) {
            if (!is_kept(image_.sections[i], keep_debug_))
                continue;
            new_index_[i] = static_cast<std::uint32_t>(kept_.size());
            kept_.push_back(image_.sections[i]);
            simplify(kept_.back());
        }
    }

    // Debug information may name what is gone; code may not.
    void check_reference(const section& one, relocation& from) {
        const symbol& to = image_.symbols[from.symbol];
        if (!to.placed() || new_index_[to.section] != 0)
            return;
        from = {.offset = from.offset};
        if (!is_debug(one))
            found_.push_back({image_.name,
                              fmt::format("refers to section {}, which images do not hold",
                                          image_.sections[to.section].name),
                              fmt::format("{}+{:#x}", one.name, from.offset), "", "",
                              "keep what the driver uses in .text, .rodata, .data or .bss"});
    }

    void keep_symbols() {
        std::vector<std::uint32_t> moved(image_.symbols.size(), 0);
        std::vector<symbol> symbols(1);
        for (std::size_t i = 1; i < image_.symbols.size(); ++i) {
            symbol& one = image_.symbols[i];
            if (one.placed() && new_index_[one.section] == 0)
                continue;
            if (one.placed())
                one.section = new_index_[one.section];
            moved[i] = static_cast<std::uint32_t>(symbols.size());
            symbols.push_back(std::move(one));
        }
        for (section& one : kept_) {
            for (relocation& from : one.relocations)
                from.symbol = moved[from.symbol];
        }
        image_.symbols = std::move(symbols);
    }

    object& image_;
    bool keep_debug_;
    std::vector<section> kept_;
    std::vector<std::uint32_t> new_index_; // per old section; 0: gone
    problems found_;
};

// What .comment of the inputs says, each once, in alphabetical order.
std::string compilers_of(const std::vector<input>& inputs) {
    std::set<std::string> names;
    for (const input& one : inputs) {
        for (const section& section : one.content.sections) {
            if (section.name != ".comment")
                continue;
            const std::string text(section.bytes.begin(), section.bytes.end());
            for (std::size_t at = 0; at < text.size(); at = text.find('\0', at) + 1) {
                const std::string name = text.c_str() + at;
                if (!name.empty())
                    names.insert(name);
                if (text.find('\0', at) == std::string::npos)
                    break;
            }
        }
    }
    std::string joined;
    for (const std::string& name : names)
        joined += (joined.empty() ? "" : "; ") + name;
    return joined;
}

std::uint32_t features_of(const std::vector<input>& inputs) {
    std::uint32_t features = BANOS_IMAGE_RETURN_THUNKS | BANOS_IMAGE_INDIRECT_THUNKS;
    for (const input& one : inputs) {
        const code_facts facts = read_code(one.content);
        if (!facts.returns_thunked)
            features &= ~std::uint32_t{BANOS_IMAGE_RETURN_THUNKS};
        if (!facts.indirect_thunked)
            features &= ~std::uint32_t{BANOS_IMAGE_INDIRECT_THUNKS};
        if (facts.stack_protector)
            features |= BANOS_IMAGE_STACK_PROTECTOR;
    }
    return features;
}

void append_padded(byte_vector& to, const void* bytes, std::size_t size) {
    const auto* first = static_cast<const unsigned char*>(bytes);
    to.insert(to.end(), first, first + size);
    to.resize((to.size() + 3) / 4 * 4);
}

} // namespace

void rename_compiler_functions(object& image) {
    for (symbol& one : image.symbols) {
        if (!one.undefined())
            continue;
        for (const renaming& each : renamings) {
            if (one.name == each.from)
                one.name = each.to;
        }
    }
}

problems drop_sections(object& image, bool keep_debug) {
    return section_sieve(image, keep_debug).apply();
}

void settle_symbols(object& image) {
    symbol_table(image).settle();
}

void add_note(object& image, const std::vector<input>& inputs) {
    const std::string compilers = compilers_of(inputs);
    const std::uint32_t features = features_of(inputs);
    byte_vector description;
    append_padded(description, &features, sizeof(features));
    append_padded(description, compilers.c_str(), compilers.size() + 1);
    const Elf64_Nhdr header = {sizeof(IMAGE_NOTE_OWNER),
                               static_cast<Elf64_Word>(description.size()), IMAGE_NOTE_FEATURES};
    section note;
    note.name = IMAGE_NOTE_SECTION;
    note.type = SHT_NOTE;
    note.alignment = 4;
    append_padded(note.bytes, &header, sizeof(header));
    append_padded(note.bytes, IMAGE_NOTE_OWNER, sizeof(IMAGE_NOTE_OWNER));
    append_padded(note.bytes, description.data(), description.size());
    note.size = note.bytes.size();
    image.sections.push_back(std::move(note));
}

} // namespace banos::ld
