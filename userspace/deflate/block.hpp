// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A block: the symbols that were parsed, and how they are written (RFC 1951,
// section 3.2).
#ifndef BANOS_DEFLATE_BLOCK_HPP
#define BANOS_DEFLATE_BLOCK_HPP

#include "banos/deflate.hpp"
#include "bit_writer.hpp"
#include "slots.hpp"

#include <span>

namespace banos::deflate::detail {

void clear(block& block) noexcept;

inline void add_literal(block& block, std::byte literal) noexcept {
    block.symbols[block.count++] = {std::uint16_t(literal), 0};
    block.literal_frequencies[std::size_t(literal)]++;
    block.bytes++;
}

inline void add_match(block& block, match match) noexcept {
    block.symbols[block.count++] = {std::uint16_t(match.length), std::uint16_t(match.distance)};
    block.literal_frequencies[first_length_symbol + length_slot(match.length)]++;
    block.distance_frequencies[distance_slot(match.distance)]++;
    block.bytes += match.length;
}

// Whether the block should end here: there is no more room, or it compresses so
// badly that it should stay short enough to be found in the window yet, and be
// stored. After any two bytes a symbol, more literals cannot make it so bad, since
// each match has saved what a literal may cost.
inline bool is_full(const block& block) noexcept {
    constexpr std::size_t longest_stored = history_limit - 1024;
    return block.count == symbols_of_block ||
           (block.bytes >= longest_stored && block.count * 2 > block.bytes);
}

struct prefix_codes {
    std::uint8_t literal_lengths[288];
    std::uint8_t distance_lengths[32];
    std::uint16_t literals[288];
    std::uint16_t distances[32];
};

// The code lengths of a block's own codes, as they are written.
struct code_header {
    struct item {
        std::uint8_t symbol; // 0 to 18
        std::uint8_t repeat; // what follows 16, 17 and 18
    };
    item items[literal_symbols + distance_symbols];
    std::size_t count;
    unsigned literal_count;
    unsigned distance_count;
    unsigned order_count; // lengths of the code of the code lengths that are written
    std::uint8_t lengths[19];
    std::uint16_t codewords[19];
};

// The best way to write a block, and how long it gets.
class block_plan {
  public:
    // stored: the bytes that the block stands for, or none if it is too late. The
    // writer will have `held` bits, which a stored block has to fill up. What is
    // given must outlive the plan.
    block_plan(block& block, std::span<const std::byte> stored, unsigned held) noexcept;

    // In bits; exact.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    void write(bit_writer& to, bool final) const noexcept;

  private:
    enum class kind : std::uint8_t { stored, fixed, dynamic };

    void make_dynamic() noexcept;
    void write_stored(bit_writer& to) const noexcept;
    void write_header(bit_writer& to) const noexcept;
    void write_symbols(bit_writer& to, const prefix_codes& codes) const noexcept;

    const block& block_;
    std::span<const std::byte> stored_;
    kind kind_;
    std::size_t size_;
    prefix_codes own_;
    code_header header_;
};

} // namespace banos::deflate::detail

#endif
