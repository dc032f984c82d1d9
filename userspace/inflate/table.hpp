// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Fills one decoding table. The first level is built by doubling: when all codes
// of n bits are in its first 2^n entries, these are what the next 2^n must be.
// Everything here runs at compile time, too, for the tables of fixed blocks.
#ifndef BANOS_INFLATE_TABLE_HPP
#define BANOS_INFLATE_TABLE_HPP

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include "code.hpp"

namespace banos::inflate::detail {

enum class code_kind { literals, distances };

// What a symbol's entry is without the bits of its code.
constexpr entry literal_entry(unsigned symbol) noexcept {
    if (symbol < end_symbol)
        return symbol << 16;
    if (symbol == end_symbol)
        return end_of_block;
    if (symbol > 285)
        return no_symbol;
    if (symbol == 285)
        return length_flag | (longest_match - shortest_match) << 8;
    unsigned index = symbol - 257;
    unsigned extra = index < 8 ? 0 : index / 4 - 1;
    unsigned base = index < 8 ? index : (4 + index % 4) << extra;
    return length_flag | base << 8 | extra;
}

constexpr entry distance_entry(unsigned symbol) noexcept {
    if (symbol > 29)
        return distance_no_symbol;
    unsigned extra = symbol < 4 ? 0 : symbol / 2 - 1;
    unsigned base = symbol < 4 ? symbol + 1 : ((2 + symbol % 2) << extra) + 1;
    return base << 16 | extra;
}

template<std::size_t size>
consteval std::array<entry, size> all_entries(entry (*make)(unsigned) noexcept) {
    std::array<entry, size> all{};
    for (unsigned symbol = 0; symbol < size; symbol++)
        all[symbol] = make(symbol);
    return all;
}

inline constexpr auto literal_entries = all_entries<literal_symbols>(literal_entry);
inline constexpr auto distance_entries = all_entries<distance_symbols>(distance_entry);

// The entry of a symbol whose code has so many bits in this level.
template<code_kind kind>
constexpr entry with_code(unsigned symbol, unsigned bits) noexcept {
    if constexpr (kind == code_kind::literals) {
        entry unit = symbol > end_symbol && symbol < 286 ? length_code_bit : 1;
        return literal_entries[symbol] + bits * unit;
    } else {
        return distance_entries[symbol] + bits * (symbol < 30 ? distance_code_bit : 1);
    }
}

// The next code of so many bits in canonical order. Codes are kept with their
// first bit lowest, as the input has them: so the carry runs downwards.
constexpr unsigned next_code(unsigned code, unsigned bits) noexcept {
    unsigned zeros = ~code & ((1U << bits) - 1);
    if (zeros == 0)
        return 0;
    unsigned highest = std::bit_floor(zeros);
    return (code & (highest - 1)) | highest;
}

constexpr bool eight_zeros(const std::uint8_t* from) noexcept {
    if (std::is_constant_evaluated())
        return std::all_of(from, from + 8, [](std::uint8_t value) { return value == 0; });
    std::uint64_t all;
    std::memcpy(&all, from, sizeof all);
    return all == 0;
}

// Calls f(symbol) for those with a code: most have none in small blocks.
template<typename function>
constexpr void for_each_used(std::span<const std::uint8_t> lengths, function f) noexcept {
    for (unsigned symbol = 0; symbol < lengths.size();) {
        if (lengths.size() - symbol >= 8 && eight_zeros(&lengths[symbol])) {
            symbol += 8;
            continue;
        }
        for (auto end = std::min(symbol + 8, unsigned(lengths.size())); symbol < end; symbol++)
            if (lengths[symbol] != 0)
                f(symbol);
    }
}

// The symbols by length of code, then by value.
template<std::size_t size>
constexpr void sort_symbols(std::array<std::uint16_t, size>& sorted,
                            std::span<const std::uint8_t> lengths,
                            const length_counts& counts) noexcept {
    std::array<std::uint16_t, longest_code + 2> place{};
    for (unsigned bits = 1; bits <= longest_code; bits++)
        place[bits + 1] = std::uint16_t(place[bits] + counts[bits]);
    for_each_used(lengths, [&](unsigned symbol) {
        sorted[place[lengths[symbol]]++] = std::uint16_t(symbol);
    });
}

// Positive: that many codes of 15 bits are missing; negative: there are too many.
constexpr int unused_codes(const length_counts& counts) noexcept {
    int unused = 1;
    for (unsigned bits = 1; bits <= longest_code; bits++)
        unused = 2 * unused - counts[bits];
    return unused;
}

constexpr unsigned longest_used(const length_counts& counts) noexcept {
    unsigned longest = longest_code;
    while (longest > 0 && counts[longest] == 0)
        longest--;
    return longest;
}

// Fills a table out of the sorted symbols of a complete code.
template<code_kind kind>
class table_filler {
  public:
    constexpr table_filler(entry* table, unsigned first_bits, const std::uint16_t* sorted,
                           const length_counts& counts) noexcept
        : table_(table), first_bits_(first_bits), sorted_(sorted), counts_(counts),
          end_(1U << first_bits) {}

    constexpr void fill() noexcept {
        for (unsigned bits = 1; bits <= first_bits_; bits++)
            first_level(bits);
        for (unsigned bits = first_bits_ + 1; bits <= longest_code; bits++)
            second_level(bits);
    }

  private:
    constexpr void first_level(unsigned bits) noexcept {
        unsigned half = 1U << (bits - 1);
        std::copy(table_, table_ + half, table_ + half);
        entry* table = table_; // which no store to it can change
        const std::uint16_t* end = sorted_ + counts_[bits];
        unsigned code = code_;
        for (const std::uint16_t* symbol = sorted_; symbol != end; symbol++) {
            table[code] = with_code<kind>(*symbol, bits);
            code = next_code(code, bits);
        }
        code_ = code;
        sorted_ = end;
    }

    constexpr void second_level(unsigned bits) noexcept {
        for (unsigned left = counts_[bits]; left > 0; left--) {
            unsigned prefix = code_ & ((1U << first_bits_) - 1);
            if (prefix != prefix_)
                open(prefix, bits, left);
            entry made = with_code<kind>(*sorted_++, bits);
            unsigned stride = 1U << (bits - first_bits_);
            for (unsigned i = code_ >> first_bits_; i < 1U << second_bits_; i += stride)
                table_[start_ + i] = made;
            code_ = next_code(code_, bits);
        }
    }

    // A second-level table as large as the codes behind the prefix need, of which
    // left have so many bits.
    constexpr void open(unsigned prefix, unsigned bits, unsigned left) noexcept {
        prefix_ = prefix;
        start_ = end_;
        second_bits_ = bits - first_bits_;
        for (unsigned used = left; used < 1U << second_bits_;) {
            second_bits_++;
            used = 2 * used + counts_[first_bits_ + second_bits_];
        }
        end_ += 1U << second_bits_;
        table_[prefix] = kind == code_kind::literals
                             ? literal_second_level(start_, second_bits_, first_bits_)
                             : distance_second_level(start_, second_bits_);
    }

    entry* table_;
    unsigned first_bits_;
    const std::uint16_t* sorted_;
    const length_counts& counts_;
    unsigned code_ = 0; // the next code
    unsigned second_bits_ = 0;
    unsigned prefix_ = ~0U; // of the open second-level table
    unsigned start_ = 0;    // where that begins
    unsigned end_;          // of all tables so far
};

// The table of a code with one code of one bit, or none at all.
template<code_kind kind>
constexpr void fill_sparse(entry* table, unsigned first_bits, const length_counts& counts,
                           unsigned symbol) noexcept {
    entry none = (kind == code_kind::literals ? no_symbol : distance_no_symbol) + 1;
    entry only = counts[1] == 1 ? with_code<kind>(symbol, 1) : none;
    for (unsigned i = 0; i < 1U << first_bits; i += 2) {
        table[i] = only;
        table[i + 1] = none;
    }
}

// The codes of lengths that are short enough for a literal before them, the
// shortest first.
struct short_lengths {
    struct length {
        entry whole;
        std::uint16_t code;
        std::uint16_t bits;
    };
    std::array<length, 29> all;
    unsigned count = 0;
};

// The symbols whose codes have so many bits: literals, the end, lengths. The first
// code has its first bit highest.
struct code_group {
    const std::uint16_t* begin;
    const std::uint16_t* end;
    unsigned first;
    unsigned bits;
};

// Calls f(group) for codes of up to so many bits.
template<typename function>
constexpr void for_each_group(const std::uint16_t* sorted, const length_counts& counts,
                              unsigned most_bits, function f) noexcept {
    code_group group = {sorted, sorted, 0, 1};
    for (; group.bits <= most_bits; group.bits++) {
        group.end = group.begin + counts[group.bits];
        f(group);
        group.first = (group.first + counts[group.bits]) << 1;
        group.begin = group.end;
    }
}

constexpr unsigned reverse_code(unsigned code, unsigned bits) noexcept {
    unsigned reversed = 0;
    for (; bits > 0; bits--, code >>= 1)
        reversed = reversed << 1 | (code & 1);
    return reversed;
}

constexpr short_lengths find_lengths(unsigned most_bits, const std::uint16_t* sorted,
                                     const length_counts& counts) noexcept {
    short_lengths found;
    for_each_group(sorted, counts, most_bits, [&](const code_group& group) {
        const std::uint16_t* symbol = group.end;
        while (symbol != group.begin && symbol[-1] > end_symbol)
            symbol--;
        unsigned code = reverse_code(group.first + unsigned(symbol - group.begin), group.bits);
        for (; symbol != group.end; symbol++) {
            found.all[found.count++] = {with_code<code_kind::literals>(*symbol, group.bits),
                                        std::uint16_t(code), std::uint16_t(group.bits)};
            code = next_code(code, group.bits);
        }
    });
    return found;
}

// The entries of a literal and any length, as far as there are enough bits for both.
constexpr void combine_with(const short_lengths& lengths, entry* table, unsigned first_bits,
                            unsigned symbol, unsigned code, unsigned bits) noexcept {
    entry literal = with_code<code_kind::literals>(symbol, bits);
    for (unsigned i = 0; i < lengths.count; i++) {
        const short_lengths::length& length = lengths.all[i];
        unsigned both = bits + length.bits;
        if (both > first_bits)
            return;
        entry combined = combine(literal, length.whole);
        for (unsigned at = code | unsigned{length.code} << bits; at < 1U << first_bits;
             at += 1U << both)
            table[at] = combined;
    }
}

// Where the code of a literal leaves enough bits for that of a length, their
// entries become one for both.
constexpr void combine_entries(entry* table, unsigned first_bits, const std::uint16_t* sorted,
                               const length_counts& counts) noexcept {
    const short_lengths lengths = find_lengths(first_bits - 1, sorted, counts);
    if (lengths.count == 0)
        return;
    for_each_group(sorted, counts, first_bits - lengths.all[0].bits, [&](const code_group& group) {
        unsigned code = reverse_code(group.first, group.bits);
        for (const std::uint16_t* symbol = group.begin; symbol != group.end && *symbol < end_symbol;
             symbol++) {
            combine_with(lengths, table, first_bits, *symbol, code, group.bits);
            code = next_code(code, group.bits);
        }
    });
}

// A table, whose first level has so many bits, out of a code that is complete, has one
// code of one bit, or none. False if it is anything else. combined is for literals:
// see combine_entries().
template<code_kind kind>
constexpr bool build_table(entry* table, unsigned first_bits, std::span<const std::uint8_t> lengths,
                           const length_counts& counts, bool combined = false) noexcept {
    std::array<std::uint16_t, literal_symbols> sorted;
    sorted[0] = 0;
    sort_symbols(sorted, lengths, counts);
    if (longest_used(counts) <= 1 && counts[1] < 2) {
        fill_sparse<kind>(table, first_bits, counts, sorted[0]);
        return true;
    }
    if (unused_codes(counts) != 0)
        return false;
    table_filler<kind>(table, first_bits, sorted.data(), counts).fill();
    if (combined)
        combine_entries(table, first_bits, sorted.data(), counts);
    return true;
}

} // namespace banos::inflate::detail

#endif
