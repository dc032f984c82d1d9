// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "rules.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

#include <banos/hash_map.hpp>
#include <fmt/format.h>

#include "advice.h"
#include "instructions.h"

namespace banos::ld {

namespace {

constexpr std::uint64_t driver_size_revision_0 = 56;
constexpr std::uint64_t export_size = 16;

// Where in the section `target` does this relocation point to, if it does? For
// code it is a guess: what follows the field in the instruction is not known.
std::optional<std::uint64_t> pointed_offset(const object& content, const relocation& from,
                                            std::uint32_t target) {
    const symbol& to = content.symbols[from.symbol];
    if (!to.placed() || to.section != target)
        return std::nullopt;
    const bool relative = from.type == R_X86_64_PC32 || from.type == R_X86_64_PLT32;
    return to.value + static_cast<std::uint64_t>(from.addend) + (relative ? 4 : 0);
}

std::string object_at(const object& content, std::uint32_t section_index, std::uint64_t offset) {
    for (const symbol& one : content.symbols) {
        if (one.placed() && one.type == STT_OBJECT && one.section == section_index &&
            offset >= one.value && offset - one.value < one.size)
            return demangle(one.name);
    }
    return {};
}

bool lies_in(const relocation& from, const symbol& function) {
    return from.offset >= function.value && from.offset - function.value < function.size;
}

// The object, writable, that this relocation refers to.
std::string writable_object(const object& content, const relocation& from) {
    const symbol& to = content.symbols[from.symbol];
    if (!to.placed() || !content.sections[to.section].has(SHF_WRITE))
        return {};
    if (to.type == STT_OBJECT)
        return demangle(to.name);
    return object_at(content, to.section, *pointed_offset(content, from, to.section));
}

std::string object_used_by(const object& content, const symbol& function) {
    for (const relocation& from : content.sections[function.section].relocations) {
        if (!lies_in(from, function))
            continue;
        if (std::string name = writable_object(content, from); !name.empty())
            return name;
    }
    return {};
}

// Which global object does this constructor build? The first writable one that
// it refers to; unoptimised, gcc and clang put the work in a function beside
// it, which it calls without a relocation.
std::string object_built_by(const object& content, const symbol& constructor) {
    if (std::string name = object_used_by(content, constructor); !name.empty())
        return name;
    for (const symbol& one : content.symbols) {
        const bool beside =
            one.name.find("__static_initialization_and_destruction_") != std::string::npos ||
            one.name.starts_with("__cxx_global_var_init");
        if (!beside || !one.placed())
            continue;
        if (std::string name = object_used_by(content, one); !name.empty())
            return name;
    }
    return {};
}

bool runs_before_init(const section& one) {
    if (one.type == SHT_INIT_ARRAY || one.type == SHT_FINI_ARRAY || one.type == SHT_PREINIT_ARRAY)
        return true;
    return one.has(SHF_ALLOC) &&
           (one.name == ".init" || one.name == ".fini" || one.name.starts_with(".ctors") ||
            one.name.starts_with(".dtors") || one.name.starts_with(".init_array") ||
            one.name.starts_with(".fini_array"));
}

std::string constructor_names(const object& content, const section& table) {
    std::string names;
    for (const relocation& from : table.relocations) {
        const symbol& to = content.symbols[from.symbol];
        if (!to.placed())
            continue;
        const symbol* function =
            content.function_at(to.section, to.value + static_cast<std::uint64_t>(from.addend));
        if (function == nullptr)
            continue;
        const std::string built = object_built_by(content, *function);
        names += names.empty() ? "" : ", ";
        names += built.empty()
                     ? function->name
                     : fmt::format("{} for the global object '{}'", function->name, built);
    }
    return names.empty() ? "code that nobody would run" : names;
}

problem constructor_problem(const object& content, const section& one) {
    return {content.name,
            "a constructor or destructor of a global object, which nobody runs in the kernel",
            one.name,
            "no code that runs before init() or after uninit()",
            constructor_names(content, one),
            "make the object constinit, or build and destroy it in init() and uninit()"};
}

void check_section(const object& content, const section& one, problems& found) {
    if (one.size == 0)
        return;
    const auto refuse = [&](std::string what, std::string expected, std::string mend) {
        found.push_back(
            {content.name, std::move(what), one.name, std::move(expected), "", std::move(mend)});
    };
    if (runs_before_init(one))
        found.push_back(constructor_problem(content, one));
    if (one.has(SHF_TLS))
        refuse("thread-local variables, which the kernel has not", "none",
               "make them static, or keep them in a structure of the thread");
    if (one.has(SHF_ALLOC) && one.has(SHF_WRITE) && one.has(SHF_EXECINSTR))
        refuse("a section that is both writable and executable", "one or the other",
               "give code and data sections of their own");
    if (one.name == ".modinfo" || one.name == ".gnu.linkonce.this_module")
        refuse("part of a Linux kernel module", "an object of a driver for banos",
               "compile with the driver kit instead of kbuild, without Linux's headers");
    if (one.name.starts_with(".gnu.lto_.symtab"))
        refuse("compiled for link-time optimisation", "machine code", "compile without -flto");
}

void check_symbol(const object& content, const symbol& one, problems& found) {
    const auto refuse = [&](std::string what, std::string mend) {
        found.push_back({content.name, fmt::format("'{}' is {}", demangle(one.name), what), "", "",
                         "", std::move(mend)});
    };
    if (one.common())
        refuse("a common symbol, without a place of its own", "compile with -fno-common");
    if (one.type == STT_GNU_IFUNC)
        refuse("an indirect function, chosen by code that nobody runs in the kernel",
               "call a function by a pointer that init() sets");
    if (one.type == STT_TLS && one.undefined())
        refuse("a thread-local variable, which the kernel has not", "make it an ordinary variable");
}

void check_code(const object& content, const rule_options& options, problems& found) {
    if (options.allow_floating_point)
        return;
    static_cast<void>(read_code(content, [&](const code_finding& at) {
        const byte_vector& bytes = content.sections[at.section].bytes;
        std::string hex;
        for (std::size_t i = 0; i < at.length; ++i)
            hex += fmt::format("{}{:02x}", i == 0 ? "" : " ", bytes[at.offset + i]);
        found.push_back({content.name,
                         "a floating-point or vector instruction, whose registers belong to "
                         "programs",
                         content.place_name(at.section, at.offset), "general registers only", hex,
                         "compile with -mgeneral-regs-only, or, if the driver saves these "
                         "registers itself, link with --allow-floating-point"});
    }));
}

// More than one strong definition of a name: the linker would say so too, but
// it doesn't know the names of members of archives.
void check_duplicates(const std::vector<input>& inputs, problems& found) {
    hash_map<std::string, const object*> definitions;
    for (const input& one : inputs) {
        for (const symbol& symbol : one.content.symbols) {
            if (symbol.binding != STB_GLOBAL || symbol.undefined() || symbol.common())
                continue;
            const auto [first, fresh] = definitions.try_emplace(symbol.name, &one.content);
            if (!fresh)
                found.push_back({one.content.name,
                                 fmt::format("defines '{}' again", demangle(symbol.name)), "",
                                 "one definition", fmt::format("another in {}", first->value->name),
                                 "make one of them static, or rename it"});
        }
    }
}

// Who has the section, and how many bytes of it?
std::vector<std::pair<std::string, std::uint64_t>> holders_of(const std::vector<input>& inputs,
                                                              std::string_view name) {
    std::vector<std::pair<std::string, std::uint64_t>> holders;
    for (const input& one : inputs) {
        for (const section& section : one.content.sections) {
            if (section.name == name && section.size != 0)
                holders.emplace_back(one.content.name, section.size);
        }
    }
    return holders;
}

void check_driver_section(const std::vector<input>& inputs, problems& found) {
    const auto holders = holders_of(inputs, ".banos-driver");
    if (holders.empty()) {
        found.push_back(
            {"", "no object describes the driver", "",
             "one struct banos_driver in "
             "section .banos-driver",
             "none", "write BANOS_DRIVER(name, ...) in one of the sources, and link its object"});
        return;
    }
    for (std::size_t i = 1; i < holders.size(); ++i)
        found.push_back({holders[i].first, "describes a driver, but one is there already",
                         ".banos-driver", "one struct banos_driver in all objects",
                         fmt::format("another in {}", holders[0].first),
                         "use BANOS_DRIVER() once for each image"});
    if (holders[0].second < driver_size_revision_0)
        found.push_back({holders[0].first, "section .banos-driver is too small", "",
                         fmt::format("at least {} bytes", driver_size_revision_0),
                         fmt::format("{}", holders[0].second), "use BANOS_DRIVER()"});
}

void check_export_sections(const std::vector<input>& inputs, problems& found) {
    for (const auto& [name, size] : holders_of(inputs, ".banos-export")) {
        if (size % export_size != 0)
            found.push_back({name, "section .banos-export does not hold whole entries", "",
                             fmt::format("a multiple of {} bytes", export_size),
                             fmt::format("{}", size), "use BANOS_EXPORT()"});
    }
}

// The first place in code or data that refers to the name.
std::optional<std::string> first_reference(const object& content, const std::string& name) {
    for (std::uint32_t i = 1; i < content.sections.size(); ++i) {
        const section& one = content.sections[i];
        if (!one.has(SHF_ALLOC) || one.name.starts_with(".eh_frame"))
            continue;
        for (const relocation& from : one.relocations) {
            const symbol& to = content.symbols[from.symbol];
            if (to.undefined() && to.name == name)
                return content.place_name(i, from.offset);
        }
    }
    return std::nullopt;
}

problem import_problem(const std::string& name, const std::vector<input>& inputs) {
    problem made{"", fmt::format("refers to '{}', which nothing defines", demangle(name)),
                 "", "",
                 "", advice_for(name)};
    for (const input& one : inputs) {
        if (const auto place = first_reference(one.content, name)) {
            made.file = one.content.name;
            made.where = *place;
            break;
        }
    }
    return made;
}

// The pieces of a section that hold code: its functions, or, where no symbol
// says how large they are, all of it.
std::vector<std::pair<std::uint64_t, std::uint64_t>> code_ranges(const object& content,
                                                                 std::uint32_t section_index) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    const std::uint64_t end = content.sections[section_index].bytes.size();
    for (const symbol& one : content.symbols) {
        if (one.placed() && one.section == section_index && one.type == STT_FUNC && one.size != 0 &&
            one.value <= end && one.size <= end - one.value)
            ranges.emplace_back(one.value, one.value + one.size);
    }
    std::sort(ranges.begin(), ranges.end());
    ranges.erase(std::unique(ranges.begin(), ranges.end()), ranges.end());
    if (ranges.empty())
        ranges.emplace_back(0, end);
    return ranges;
}

std::uint32_t word_at(byte_view bytes, std::size_t at) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof(word));
    return word;
}

// Is GNU_PROPERTY_X86_FEATURE_1_IBT among the properties of the first note?
// Compilers write one note; anything else is for the linker to merge.
bool has_branch_tracking(const object& content) {
    constexpr std::size_t properties_at = sizeof(Elf64_Nhdr) + 4; // behind "GNU"
    for (const section& one : content.sections) {
        const byte_view bytes(one.bytes);
        if (one.name != ".note.gnu.property" || bytes.size() < properties_at)
            continue;
        const std::size_t end =
            std::min<std::size_t>(bytes.size(), properties_at + word_at(bytes, 4));
        for (std::size_t at = properties_at; at + 12 <= end;) {
            const std::size_t size = word_at(bytes, at + 4);
            if (word_at(bytes, at) == GNU_PROPERTY_X86_FEATURE_1_AND &&
                (word_at(bytes, at + 8) & GNU_PROPERTY_X86_FEATURE_1_IBT) != 0)
                return true;
            at += 8 + (size + 7) / 8 * 8;
        }
    }
    return false;
}

class code_reader {
  public:
    code_reader(const object& content, const std::function<void(const code_finding&)>& floating)
        : content_(content), floating_(floating) {}

    code_facts read() {
        for (std::uint32_t i = 1; i < content_.sections.size(); ++i) {
            const section& one = content_.sections[i];
            if (!one.has(SHF_EXECINSTR) || !one.has(SHF_ALLOC) || one.bytes.empty())
                continue;
            for (const auto& [begin, end] : code_ranges(content_, i))
                read_range(i, begin, end);
        }
        for (const symbol& one : content_.symbols) {
            if (one.undefined() &&
                (one.name == "__stack_chk_fail" || one.name == "banos_stack_chk_fail"))
                facts_.stack_protector = true;
        }
        return facts_;
    }

  private:
    void read_range(std::uint32_t section_index, std::uint64_t begin, std::uint64_t end) {
        const byte_view bytes(content_.sections[section_index].bytes);
        bool reported = false;
        for (std::uint64_t at = begin; at < end;) {
            const instruction one = decode_instruction(bytes.subspan(at, end - at));
            switch (one.kind) {
            case instruction_kind::unknown:
                facts_ = {.known = false, .returns_thunked = false, .indirect_thunked = false};
                return;
            case instruction_kind::bare_return:
                facts_.returns_thunked = false;
                break;
            case instruction_kind::indirect_branch:
                facts_.indirect_thunked = false;
                break;
            case instruction_kind::floating_point:
                if (!reported && floating_)
                    floating_({section_index, at, one.length});
                reported = true;
                break;
            case instruction_kind::other:
                break;
            }
            at += one.length;
        }
    }

    const object& content_;
    const std::function<void(const code_finding&)>& floating_;
    code_facts facts_;
};

} // namespace

code_facts read_code(const object& content,
                     const std::function<void(const code_finding&)>& floating) {
    return code_reader(content, floating).read();
}

problems check_inputs(const std::vector<input>& inputs, const rule_options& options) {
    problems found;
    for (const input& one : inputs) {
        for (const section& section : one.content.sections)
            check_section(one.content, section, found);
        for (const symbol& symbol : one.content.symbols)
            check_symbol(one.content, symbol, found);
        check_code(one.content, options, found);
    }
    check_duplicates(inputs, found);
    check_driver_section(inputs, found);
    check_export_sections(inputs, found);
    return found;
}

problems check_branch_tracking(const std::vector<input>& inputs) {
    problems found;
    for (const input& one : inputs) {
        if (!has_branch_tracking(one.content))
            found.push_back(
                {one.content.name,
                 "not compiled for indirect branch tracking: kernels that enforce it "
                 "will refuse the image",
                 "", "", "",
                 "compile with -fcf-protection=branch; in assembler, begin each function "
                 "with endbr64 and add a .note.gnu.property"});
    }
    return found;
}

problems check_imports(const object& linked, const std::vector<input>& inputs) {
    problems found;
    for (std::size_t i = 1; i < linked.symbols.size(); ++i) {
        const symbol& one = linked.symbols[i];
        if (one.undefined() && !is_import(one.name))
            found.push_back(import_problem(one.name, inputs));
    }
    return found;
}

bool is_import(const std::string& name) {
    return name.starts_with("banos_") || is_thunk(name);
}

bool is_thunk(const std::string& name) {
    static const std::set<std::string> registers = {"rax", "rbx", "rcx", "rdx", "rsi",
                                                    "rdi", "rbp", "r8",  "r9",  "r10",
                                                    "r11", "r12", "r13", "r14", "r15"};
    constexpr std::string_view prefix = "__x86_indirect_thunk_";
    return name == "__x86_return_thunk" ||
           (name.starts_with(prefix) && registers.contains(name.substr(prefix.size())));
}

} // namespace banos::ld
