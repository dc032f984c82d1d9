// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The slots of lengths and distances, with their extra bits: the tables of RFC
// 1951, section 3.2.5, computed.
#ifndef BANOS_DEFLATE_SLOTS_HPP
#define BANOS_DEFLATE_SLOTS_HPP

#include <array>
#include <cstddef>
#include <cstdint>

namespace banos::deflate::detail {

inline constexpr std::size_t end_of_block = 256;
inline constexpr std::size_t first_length_symbol = 257;

struct slot {
    std::uint16_t base; // the smallest of its values
    std::uint8_t extra; // bits that tell which
};

// Lengths: four slots for each number of extra bits, after four more without any;
// 258 has a slot of its own.
consteval std::array<slot, 29> make_length_slots() {
    std::array<slot, 29> slots{};
    unsigned base = 3;
    for (unsigned i = 0; i < 28; i++) {
        slots[i] = {std::uint16_t(base), std::uint8_t(i < 8 ? 0 : i / 4 - 1)};
        base += 1u << slots[i].extra;
    }
    slots[28] = {258, 0};
    return slots;
}

// Distances: two slots for each number of extra bits, after two more without any.
consteval std::array<slot, 30> make_distance_slots() {
    std::array<slot, 30> slots{};
    unsigned base = 1;
    for (unsigned i = 0; i < 30; i++) {
        slots[i] = {std::uint16_t(base), std::uint8_t(i < 4 ? 0 : i / 2 - 1)};
        base += 1u << slots[i].extra;
    }
    return slots;
}

inline constexpr std::array<slot, 29> length_slots = make_length_slots();
inline constexpr std::array<slot, 30> distance_slots = make_distance_slots();

consteval std::array<std::uint8_t, 259> make_slots_of_lengths() {
    std::array<std::uint8_t, 259> slots{};
    for (std::uint8_t i = 0; i < length_slots.size(); i++)
        for (std::size_t length = length_slots[i].base; length < slots.size(); length++)
            slots[length] = i;
    return slots;
}

// The first half for distances up to 256, the second for those beyond, by 128.
consteval std::array<std::uint8_t, 512> make_slots_of_distances() {
    std::array<std::uint8_t, 512> slots{};
    for (std::uint8_t i = 0; i < distance_slots.size(); i++) {
        const std::size_t first = distance_slots[i].base - 1u;
        for (std::size_t near = first; near < 256; near++)
            slots[near] = i;
        for (std::size_t far = 256 + first / 128; far < 512; far++)
            slots[far] = i;
    }
    return slots;
}

inline constexpr std::array<std::uint8_t, 259> slots_of_lengths = make_slots_of_lengths();
inline constexpr std::array<std::uint8_t, 512> slots_of_distances = make_slots_of_distances();

constexpr std::size_t length_slot(std::size_t length) {
    return slots_of_lengths[length];
}

constexpr std::size_t distance_slot(std::size_t distance) {
    return slots_of_distances[distance <= 256 ? distance - 1 : 256 + (distance - 1) / 128];
}

} // namespace banos::deflate::detail

#endif
