// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Bitmaps of several words: what regions describe their units and pages with.
#ifndef BANOS_ALLOC_BITMAP_HPP
#define BANOS_ALLOC_BITMAP_HPP

#include <bit>
#include <cstddef>
#include <cstdint>

namespace banos::alloc {

// std::popcount calls a function where the processor is not known to count bits.
constexpr unsigned count_bits(std::uint64_t word) noexcept {
    word -= word >> 1 & 0x5555555555555555;
    word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
    word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
    return static_cast<unsigned>(word * 0x0101010101010101 >> 56);
}

template<std::size_t words>
bool test_bit(const std::uint64_t (&map)[words], unsigned bit) noexcept {
    return (map[bit / 64] >> (bit % 64) & 1) != 0;
}

// Sets or clears count bits; answers how many of them change.
template<std::size_t words>
unsigned assign_bits(std::uint64_t (&map)[words], unsigned first, unsigned count,
                     bool value) noexcept {
    unsigned changed = 0;
    while (count != 0) {
        const unsigned offset = first % 64;
        const unsigned here = count < 64 - offset ? count : 64 - offset;
        const std::uint64_t mask = (~std::uint64_t{0} >> (64 - here)) << offset;
        std::uint64_t& word = map[first / 64];
        changed += count_bits((value ? ~word : word) & mask);
        word = value ? word | mask : word & ~mask;
        first += here;
        count -= here;
    }
    return changed;
}

// The first bit of that value at or after from, or the number of bits.
template<std::size_t words>
unsigned find_bit(const std::uint64_t (&map)[words], unsigned from, bool value) noexcept {
    for (unsigned word = from / 64; word < words; word++) {
        std::uint64_t found = value ? map[word] : ~map[word];
        if (word == from / 64)
            found &= ~std::uint64_t{0} << (from % 64);
        if (found != 0)
            return word * 64 + static_cast<unsigned>(std::countr_zero(found));
    }
    return words * 64;
}

// Calls step(first, count) for each run of ones; stops when it answers true.
template<std::size_t words, typename function>
void each_run(const std::uint64_t (&map)[words], function step) {
    for (unsigned first = find_bit(map, 0, true); first < words * 64;) {
        const unsigned end = find_bit(map, first, false);
        if (step(first, end - first))
            return;
        first = find_bit(map, end, true);
    }
}

} // namespace banos::alloc

#endif
