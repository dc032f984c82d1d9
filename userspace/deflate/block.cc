// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "block.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "prefix_code.hpp"

namespace banos::deflate::detail {

namespace {

// Section 3.2.6.
consteval prefix_codes make_fixed_codes() {
    prefix_codes codes{};
    for (std::size_t i = 0; i < 288; i++)
        codes.literal_lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    std::fill(std::begin(codes.distance_lengths), std::end(codes.distance_lengths),
              std::uint8_t(5));
    assign_codewords(codes.literal_lengths, codes.literals);
    assign_codewords(codes.distance_lengths, codes.distances);
    return codes;
}

constexpr prefix_codes fixed_codes = make_fixed_codes();

// The order in which the code of the code lengths is written: section 3.2.7.
constexpr std::uint8_t length_order[19] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                           11, 4,  12, 3, 13, 2, 14, 1, 15};

constexpr unsigned bits_of_repeat(std::uint8_t symbol) {
    return symbol == 16 ? 2 : symbol == 17 ? 3 : symbol == 18 ? 7 : 0;
}

// Counts without the unused symbols at the end.
unsigned used(std::span<const std::uint8_t> lengths, unsigned least) noexcept {
    auto count = unsigned(lengths.size());
    while (count > least && lengths[count - 1] == 0)
        count--;
    return count;
}

// A run of equal lengths, as items.
void add_run(code_header& header, std::uint8_t length, unsigned run) noexcept {
    const auto add = [&](unsigned symbol, unsigned repeat = 0) {
        header.items[header.count++] = {std::uint8_t(symbol), std::uint8_t(repeat)};
    };
    if (length == 0) {
        for (; run >= 11; run -= std::min(run, 138u))
            add(18, std::min(run, 138u) - 11);
        if (run >= 3)
            add(17, std::exchange(run, 0) - 3);
    } else if (run != 0) {
        add(length);
        for (run--; run >= 3; run -= std::min(run, 6u))
            add(16, std::min(run, 6u) - 3);
    }
    for (; run != 0; run--)
        add(length);
}

void add_lengths(code_header& header, std::span<const std::uint8_t> lengths) noexcept {
    for (std::size_t i = 0; i < lengths.size();) {
        std::size_t end = i + 1;
        while (end < lengths.size() && lengths[end] == lengths[i])
            end++;
        add_run(header, lengths[i], unsigned(end - i));
        i = end;
    }
}

code_header make_header(const prefix_codes& codes) noexcept {
    code_header header;
    header.count = 0;
    header.literal_count = used(std::span(codes.literal_lengths).first(literal_symbols), 257);
    header.distance_count = used(std::span(codes.distance_lengths).first(distance_symbols), 1);
    add_lengths(header, std::span(codes.literal_lengths).first(header.literal_count));
    add_lengths(header, std::span(codes.distance_lengths).first(header.distance_count));

    std::uint32_t frequencies[19] = {};
    for (std::size_t i = 0; i < header.count; i++)
        frequencies[header.items[i].symbol]++;
    choose_lengths(frequencies, 7, header.lengths);
    assign_codewords(header.lengths, header.codewords);
    header.order_count = 19;
    while (header.order_count > 4 && header.lengths[length_order[header.order_count - 1]] == 0)
        header.order_count--;
    return header;
}

std::size_t bits_of_header(const code_header& header) noexcept {
    std::size_t bits = 5 + 5 + 4 + 3 * header.order_count;
    for (std::size_t i = 0; i < header.count; i++)
        bits += header.lengths[header.items[i].symbol] + bits_of_repeat(header.items[i].symbol);
    return bits;
}

std::size_t bits_of_symbols(const block& block, const prefix_codes& codes) noexcept {
    std::size_t bits = 0;
    for (std::size_t i = 0; i < literal_symbols; i++)
        bits += std::size_t(block.literal_frequencies[i]) * codes.literal_lengths[i];
    for (std::size_t i = 0; i < length_slots.size(); i++)
        bits +=
            std::size_t(block.literal_frequencies[first_length_symbol + i]) * length_slots[i].extra;
    for (std::size_t i = 0; i < distance_symbols; i++)
        bits += std::size_t(block.distance_frequencies[i]) *
                (codes.distance_lengths[i] + std::size_t(distance_slots[i].extra));
    return bits;
}

} // namespace

void clear(block& block) noexcept {
    block.count = 0;
    block.bytes = 0;
    block.literal_frequencies.fill(0);
    block.distance_frequencies.fill(0);
}

block_plan::block_plan(block& block, std::span<const std::byte> stored, unsigned held) noexcept
    : block_(block), stored_(stored) {
    block.literal_frequencies[end_of_block] = 1;
    make_dynamic();
    constexpr std::size_t type_bits = 3;
    const std::size_t fixed = type_bits + bits_of_symbols(block, fixed_codes);
    const std::size_t dynamic = type_bits + bits_of_header(header_) + bits_of_symbols(block, own_);
    kind_ = fixed <= dynamic ? kind::fixed : kind::dynamic;
    size_ = std::min(fixed, dynamic);

    const std::size_t filled = (held + type_bits + 7) / 8 * 8 - held;
    const std::size_t plain = filled + 32 + 8 * stored.size();
    if (!stored.empty() && plain <= size_) {
        kind_ = kind::stored;
        size_ = plain;
    }
}

void block_plan::make_dynamic() noexcept {
    own_ = {};
    choose_lengths(block_.literal_frequencies, 15,
                   std::span(own_.literal_lengths).first(literal_symbols));
    choose_lengths(block_.distance_frequencies, 15,
                   std::span(own_.distance_lengths).first(distance_symbols));
    assign_codewords(own_.literal_lengths, own_.literals);
    assign_codewords(own_.distance_lengths, own_.distances);
    header_ = make_header(own_);
}

void block_plan::write(bit_writer& to, bool final) const noexcept {
    to.write(unsigned(kind_) << 1 | unsigned(final), 3);
    switch (kind_) {
    case kind::stored:
        write_stored(to);
        break;
    case kind::fixed:
        write_symbols(to, fixed_codes);
        break;
    case kind::dynamic:
        write_header(to);
        write_symbols(to, own_);
        break;
    }
}

void block_plan::write_stored(bit_writer& to) const noexcept {
    const std::uint64_t length = stored_.size();
    to.align();
    to.write((~length & 0xFFFF) << 16 | length, 32);
    to.copy(stored_.data(), stored_.size());
}

void block_plan::write_header(bit_writer& to) const noexcept {
    to.put(header_.literal_count - 257, 5);
    to.put(header_.distance_count - 1, 5);
    to.write(header_.order_count - 4, 4);
    for (unsigned i = 0; i < header_.order_count; i++)
        to.write(header_.lengths[length_order[i]], 3);
    for (std::size_t i = 0; i < header_.count; i++) {
        const auto [symbol, repeat] = header_.items[i];
        to.put(header_.codewords[symbol], header_.lengths[symbol]);
        to.write(repeat, bits_of_repeat(symbol));
    }
}

void block_plan::write_symbols(bit_writer& to, const prefix_codes& codes) const noexcept {
    bit_writer out = to; // in registers
    for (const symbol& symbol : std::span(block_.symbols).first(block_.count)) {
        if (symbol.distance == 0) {
            out.write(codes.literals[symbol.value], codes.literal_lengths[symbol.value]);
            continue;
        }
        const std::size_t length = length_slot(symbol.value);
        const std::size_t distance = distance_slot(symbol.distance);
        out.put(codes.literals[first_length_symbol + length],
                codes.literal_lengths[first_length_symbol + length]);
        out.put(symbol.value - length_slots[length].base, length_slots[length].extra);
        out.put(codes.distances[distance], codes.distance_lengths[distance]);
        out.put(symbol.distance - distance_slots[distance].base, distance_slots[distance].extra);
        out.flush();
    }
    out.write(codes.literals[end_of_block], codes.literal_lengths[end_of_block]);
    to = out;
}

} // namespace banos::deflate::detail
