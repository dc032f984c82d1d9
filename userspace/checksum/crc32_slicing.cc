// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// CRC-32 by tables, sixteen bytes a step: "slicing", after Kounavis and Berry,
// "A Systematic Approach to Building High Performance, Software-based, CRC
// Generators", 2005. Portable.
#include <array>
#include <bit>
#include <cstring>

#include "banos/checksum.hpp"
#include "choice.hpp"
#include "polynomial.hpp"

namespace banos {

namespace {

constexpr std::size_t slices = 16;

using table = std::array<std::uint32_t, 256>;

consteval table classic_table() {
    table made{};
    for (std::uint32_t byte = 0; byte < made.size(); byte++) {
        made[byte] = byte;
        for (int bit = 0; bit < 8; bit++)
            made[byte] = detail::times_x(made[byte]);
    }
    return made;
}

// tables[k][byte] is what a byte does that k zero bytes follow.
consteval std::array<table, slices> sliced_tables() {
    std::array<table, slices> made{};
    made[0] = classic_table();
    for (std::size_t k = 1; k < slices; k++)
        for (std::size_t byte = 0; byte < 256; byte++) {
            std::uint32_t shorter = made[k - 1][byte];
            made[k][byte] = (shorter >> 8) ^ made[0][shorter & 0xFF];
        }
    return made;
}

constinit const std::array<table, slices> tables = sliced_tables();

std::uint64_t load_little_endian(const unsigned char* at) noexcept {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    if constexpr (std::endian::native == std::endian::big)
        word = __builtin_bswap64(word);
    return word;
}

// What eight bytes do that `following` bytes of the step follow.
template<std::size_t following>
std::uint32_t slice(std::uint64_t word) noexcept {
    std::uint32_t sum = 0;
#pragma GCC unroll 8
    for (std::size_t i = 0; i < 8; i++)
        sum ^= tables[following + 7 - i][(word >> (8 * i)) & 0xFF];
    return sum;
}

} // namespace

std::uint32_t detail::crc32_slicing(std::uint32_t state, const unsigned char* data,
                                    std::size_t length) noexcept {
    for (; length >= slices; data += slices, length -= slices)
        state = slice<8>(load_little_endian(data) ^ state) ^ slice<0>(load_little_endian(data + 8));
    for (; length != 0; data++, length--)
        state = (state >> 8) ^ tables[0][(state ^ *data) & 0xFF];
    return state;
}

const std::array<std::uint32_t, 256>& crc32_table() noexcept {
    return tables[0];
}

} // namespace banos
