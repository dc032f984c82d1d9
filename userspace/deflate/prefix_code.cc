// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "prefix_code.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace banos::deflate::detail {

namespace {

constexpr std::size_t most_symbols = 288;

// A symbol that occurs, sorted by frequency.
struct leaf {
    std::uint32_t frequency;
    std::uint16_t symbol;
};

// Two symbols at least: those that are missing are the first that do not occur.
std::size_t collect(std::span<const std::uint32_t> frequencies,
                    std::array<leaf, most_symbols>& leaves) noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < frequencies.size(); i++)
        if (frequencies[i] != 0)
            leaves[count++] = {frequencies[i], std::uint16_t(i)};
    for (std::size_t i = 0; count < 2; i++)
        if (frequencies[i] == 0)
            leaves[count++] = {1, std::uint16_t(i)};
    std::sort(leaves.begin(), leaves.begin() + std::ptrdiff_t(count), [](leaf a, leaf b) {
        return a.frequency != b.frequency ? a.frequency < b.frequency : a.symbol < b.symbol;
    });
    return count;
}

// How deep each leaf of the Huffman tree is, the rarest first: joins the two
// lightest nodes until one is left. Leaves and inner nodes are both taken in the
// order in which they come, so that two queues are enough (van Leeuwen, 1976).
void find_depths(std::span<const leaf> leaves, std::span<std::uint16_t> depths) noexcept {
    std::array<std::uint32_t, most_symbols> weights;
    std::array<std::uint16_t, 2 * most_symbols> parents;
    const std::size_t count = leaves.size();
    std::size_t next_leaf = 0;
    std::size_t next_inner = 0;
    for (std::size_t made = 0; made + 1 < count; made++) {
        weights[made] = 0;
        for (int child = 0; child < 2; child++) {
            const bool take_leaf =
                next_leaf < count &&
                (next_inner == made || leaves[next_leaf].frequency <= weights[next_inner]);
            weights[made] += take_leaf ? leaves[next_leaf].frequency : weights[next_inner];
            parents[take_leaf ? next_leaf++ : count + next_inner++] = std::uint16_t(made);
        }
    }
    // The last inner node is the root. A parent comes after its children.
    std::array<std::uint16_t, most_symbols> inner_depths;
    inner_depths[count - 2] = 0;
    for (std::size_t i = count - 2; i-- > 0;)
        inner_depths[i] = std::uint16_t(inner_depths[parents[count + i]] + 1);
    for (std::size_t i = 0; i < count; i++)
        depths[i] = std::uint16_t(inner_depths[parents[i]] + 1);
}

// How many codewords have each length, none above the limit. Those that are cut
// short make the code too full by some of its longest codewords; each such is
// made room for by a shorter one that gets a bit longer.
void count_lengths(std::span<const std::uint16_t> depths, unsigned limit,
                   std::array<std::uint16_t, 16>& counts) noexcept {
    counts = {};
    for (std::uint16_t depth : depths)
        counts[std::min<std::size_t>(depth, limit)]++;
    std::uint32_t used = 0;
    for (unsigned length = 1; length <= limit; length++)
        used += std::uint32_t(counts[length]) << (limit - length);
    for (; used > 1u << limit; used--) {
        unsigned length = limit - 1;
        while (counts[length] == 0)
            length--;
        counts[length]--;
        counts[length + 1] = std::uint16_t(counts[length + 1] + 2);
        counts[limit]--;
    }
}

} // namespace

void choose_lengths(std::span<const std::uint32_t> frequencies, unsigned limit,
                    std::span<std::uint8_t> lengths) noexcept {
    std::array<leaf, most_symbols> leaves;
    std::array<std::uint16_t, most_symbols> depths;
    std::array<std::uint16_t, 16> counts;
    const std::size_t count = collect(frequencies, leaves);
    find_depths(std::span(leaves).first(count), depths);
    count_lengths(std::span(depths).first(count), limit, counts);

    std::fill(lengths.begin(), lengths.end(), std::uint8_t(0));
    std::size_t rarest = 0;
    for (unsigned length = limit; length != 0; length--)
        for (std::uint16_t n = counts[length]; n != 0; n--)
            lengths[leaves[rarest++].symbol] = std::uint8_t(length);
}

} // namespace banos::deflate::detail
