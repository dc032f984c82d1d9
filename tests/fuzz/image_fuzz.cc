// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The libFuzzer target over the parser of driver images. Its body is run_image(), which the unit
// tests share; its mutator knows where an ELF object keeps its members, so that inputs get past
// the first checks.
#include "image_run.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <elf.h>
#include <random>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

long allocations_left = -1; // before one fails; negative: none does

} // namespace

// The parser's allocator.
extern "C" void* test_allocate(std::size_t size) {
    if (allocations_left == 0)
        return nullptr;
    if (allocations_left > 0)
        allocations_left--;
    return std::calloc(1, size);
}

extern "C" void test_free(void* memory) {
    std::free(memory);
}

namespace {

using random_engine = std::minstd_rand;

// Numbers at which comparisons and sums change their minds.
constexpr std::array<std::uint64_t, 27> interesting = {
    0,      1,      2,      3,          4,          7,          8,         16,         24,
    56,     64,     96,     255,        256,        4096,       8192,      0x7fff,     0xff00,
    0xfff1, 0xfff2, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x1000001, ~0ULL >> 1, ~0ULL};

// Types of relocations that exist, among those that don't.
constexpr std::array<std::uint32_t, 12> relocation_types = {
    R_X86_64_NONE,          R_X86_64_64,    R_X86_64_PC32,
    R_X86_64_GOTPCREL,      R_X86_64_PLT32, R_X86_64_32,
    R_X86_64_32S,           R_X86_64_PC64,  R_X86_64_GOTPCRELX,
    R_X86_64_REX_GOTPCRELX, R_X86_64_COPY,  43};

// An object under mutation: everything in it may be wrong, so every step looks first.
class mutant {
  public:
    mutant(std::uint8_t* data, std::size_t size, random_engine& random)
        : data_(data), size_(size), random_(random) {}

    // One small change; false if there was nothing to change.
    bool mutate() {
        if (size_ < sizeof(Elf64_Ehdr))
            return false;
        switch (below(16)) {
        case 0:
            return change_header();
        case 1:
        case 2:
        case 3:
        case 4:
            return change_section();
        case 5:
        case 6:
        case 7:
            return change_record(SHT_SYMTAB, sizeof(Elf64_Sym), symbol_members);
        case 8:
        case 9:
        case 10:
            return change_relocation();
        case 11:
            return copy_record();
        case 12:
        case 13:
        case 14:
            return change_content();
        default:
            return swap_sections();
        }
    }

  private:
    struct member {
        std::size_t offset;
        std::size_t size;
    };
    static constexpr std::array<member, 13> header_members = {{{4, 1},
                                                               {5, 1},
                                                               {6, 1},
                                                               {7, 1},
                                                               {16, 2},
                                                               {18, 2},
                                                               {20, 4},
                                                               {40, 8},
                                                               {52, 2},
                                                               {56, 2},
                                                               {58, 2},
                                                               {60, 2},
                                                               {62, 2}}};
    static constexpr std::array<member, 9> section_members = {
        {{0, 4}, {4, 4}, {8, 8}, {24, 8}, {32, 8}, {40, 4}, {44, 4}, {48, 8}, {56, 8}}};
    static constexpr std::array<member, 5> symbol_members = {
        {{0, 4}, {4, 1}, {6, 2}, {8, 8}, {16, 8}}};
    static constexpr std::array<member, 4> relocation_members = {
        {{0, 8}, {8, 4}, {12, 4}, {16, 8}}};

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    [[nodiscard]] Elf64_Ehdr header() const {
        Elf64_Ehdr result;
        std::memcpy(&result, data_, sizeof(result));
        return result;
    }

    [[nodiscard]] std::size_t section_count() const {
        const Elf64_Ehdr elf = header();
        if (elf.e_shoff > size_)
            return 0;
        return std::min<std::size_t>(elf.e_shnum, (size_ - elf.e_shoff) / sizeof(Elf64_Shdr));
    }

    std::uint8_t* section_at(std::size_t number) {
        return data_ + header().e_shoff + number * sizeof(Elf64_Shdr);
    }

    Elf64_Shdr section(std::size_t number) {
        Elf64_Shdr result;
        std::memcpy(&result, section_at(number), sizeof(result));
        if (result.sh_type == SHT_NOBITS || result.sh_offset > size_)
            result.sh_size = 0;
        else
            result.sh_size = std::min<std::uint64_t>(result.sh_size, size_ - result.sh_offset);
        return result;
    }

    // Any section of this type; one without bytes if there is none.
    Elf64_Shdr section_of(std::uint32_t type) {
        const std::size_t count = section_count();
        const std::size_t first = below(count);
        for (std::size_t i = 0; i < count; i++) {
            const Elf64_Shdr found = section((first + i) % count);
            if (found.sh_type == type)
                return found;
        }
        return {};
    }

    void change_member(std::uint8_t* at, std::size_t size) {
        std::uint64_t value = 0;
        std::memcpy(&value, at, size);
        switch (below(5)) {
        case 0:
            value = interesting[below(interesting.size())];
            break;
        case 1:
            value += below(17) - 8;
            break;
        case 2:
            value ^= std::uint64_t{1} << below(8 * size);
            break;
        case 3:
            value = size_ - below(64);
            break;
        default:
            value = below(16);
            break;
        }
        std::memcpy(at, &value, size);
    }

    bool change_header() {
        const member& which = header_members[below(header_members.size())];
        change_member(data_ + which.offset, which.size);
        return true;
    }

    bool change_section() {
        const std::size_t count = section_count();
        if (count == 0)
            return false;
        const member& which = section_members[below(section_members.size())];
        change_member(section_at(below(count)) + which.offset, which.size);
        return true;
    }

    template<std::size_t Count>
    bool change_record(std::uint32_t type, std::size_t size,
                       const std::array<member, Count>& members) {
        const Elf64_Shdr table = section_of(type);
        if (table.sh_size < size)
            return false;
        const member& which = members[below(members.size())];
        change_member(data_ + table.sh_offset + below(table.sh_size / size) * size + which.offset,
                      which.size);
        return true;
    }

    bool change_relocation() {
        const Elf64_Shdr table = section_of(SHT_RELA);
        if (below(3) != 0 || table.sh_size < sizeof(Elf64_Rela))
            return change_record(SHT_RELA, sizeof(Elf64_Rela), relocation_members);
        const std::uint32_t type = relocation_types[below(relocation_types.size())];
        std::memcpy(data_ + table.sh_offset +
                        below(table.sh_size / sizeof(Elf64_Rela)) * sizeof(Elf64_Rela) + 8,
                    &type, sizeof(type));
        return true;
    }

    // A relocation or symbol becomes like another one.
    bool copy_record() {
        const Elf64_Shdr table = section_of(below(2) == 0 ? SHT_RELA : SHT_SYMTAB);
        const std::size_t count = table.sh_size / sizeof(Elf64_Rela);
        if (count < 2)
            return false;
        std::uint8_t* first = data_ + table.sh_offset;
        std::memmove(first + below(count) * sizeof(Elf64_Rela),
                     first + below(count) * sizeof(Elf64_Rela), sizeof(Elf64_Rela));
        return true;
    }

    // The bytes of a section, mostly a word of them.
    bool change_content() {
        const std::size_t count = section_count();
        if (count == 0)
            return false;
        const Elf64_Shdr any = section(below(count));
        if (any.sh_size == 0)
            return false;
        const std::array<std::size_t, 4> sizes = {1, 4, 8, 8};
        const std::size_t size = std::min<std::size_t>(sizes[below(4)], any.sh_size);
        const std::size_t offset = below(any.sh_size - size + 1) / size * size;
        change_member(data_ + any.sh_offset + offset, size);
        return true;
    }

    bool swap_sections() {
        const std::size_t count = section_count();
        if (count < 2)
            return false;
        std::uint8_t* a = section_at(below(count));
        std::uint8_t* b = section_at(below(count));
        const member& which = section_members[below(section_members.size())];
        std::array<std::uint8_t, 8> saved{};
        std::memcpy(saved.data(), a + which.offset, which.size);
        std::memmove(a + which.offset, b + which.offset, which.size);
        std::memcpy(b + which.offset, saved.data(), which.size);
        return true;
    }

    std::uint8_t* data_;
    std::size_t size_;
    random_engine& random_;
};

} // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    random_engine random(seed + 1);
    if (random() % 8 == 0)
        return LLVMFuzzerMutate(data, size, most);
    mutant object(data, size, random);
    bool changed = false;
    for (std::size_t i = 1 + random() % 3; i > 0; i--)
        changed |= object.mutate();
    return changed ? size : LLVMFuzzerMutate(data, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Images that are taken are tried again with too little memory, which must only fail; without
    // a log, for once. No image allocates more often than that.
    constexpr std::size_t most_allocations = 14;
    if (!banos::test::run_image(data, size))
        return 0;
    allocations_left =
        static_cast<long>((size + data[size - 1] + data[size / 2]) % most_allocations);
    image image;
    if (image_parse(&image, data, size, nullptr) == 0)
        image_discard(&image);
    else if (allocations_left != 0)
        std::abort(); // refused for another reason than before
    allocations_left = -1;
    return 0;
}
