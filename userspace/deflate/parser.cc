// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Chooses literals and matches. The greedy parser takes the first match that it
// finds; the lazy one looks whether the next position has a better one.
#include "parser.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "block.hpp"
#include "match_finder.hpp"

namespace banos::deflate::detail {

namespace {

std::size_t available(const state& state) noexcept {
    return state.window_end - state.position;
}

// Passes over bytes that a match stands for, the first `most` of which later matches
// may start at.
void skip(state& state, std::size_t count, std::size_t most = longest_match) noexcept {
    const std::size_t end = state.position + count;
    const std::size_t hashed_end =
        std::min(state.position + std::min(count, most),
                 state.window_end - std::min(state.window_end, hashed_bytes - 1));
    for (; state.position < hashed_end; state.position++)
        insert(state.finder, state.window.data(), state.position);
    state.position = end;
}

void put_literal(state& state, std::byte literal) noexcept {
    add_literal(state.block, literal);
    state.unmatched++;
}

void put_match(state& state, match found) noexcept {
    add_match(state.block, found);
    state.unmatched = 0;
}

// Where nothing has matched for long, a match is looked for at some positions alone:
// what is compressed already has none, and others are long enough to be met.
bool is_worth_a_search(const state& state) noexcept {
    const std::size_t between = state.unmatched < 1024 ? 1 : state.unmatched < 8192 ? 4 : 16;
    return state.position % between == 0;
}

// The best match here that is longer than `than`.
match find(state& state, std::uint32_t than) noexcept {
    if (available(state) < hashed_bytes)
        return {};
    if (!is_worth_a_search(state)) {
        insert(state.finder, state.window.data(), state.position);
        return {};
    }
    const effort& effort = state.effort;
    const unsigned depth = than >= effort.good ? effort.depth / 4u : effort.depth;
    return find_longer(state.finder, state.window.data(), state.position, available(state), than,
                       depth, effort.nice);
}

bool parse_greedily(state& state, std::size_t needed) noexcept {
    constexpr std::size_t most_inserted = 16;
    while (available(state) >= needed) {
        const match found = find(state, 3);
        if (found.length != 0) {
            put_match(state, found);
            state.position++;
            skip(state, found.length - 1, most_inserted);
        } else {
            put_literal(state, state.window[state.position++]);
        }
        if (is_full(state.block))
            return true;
    }
    return false;
}

// Whether a match is worth more than one that starts a byte before it: a byte of
// length saves about four times what halving the distance does.
bool is_better(match later, match earlier) noexcept {
    if (earlier.length == 0 || later.length == 0)
        return later.length != 0;
    const int longer = int(later.length) - int(earlier.length);
    const int nearer = int(std::bit_width(earlier.distance)) - int(std::bit_width(later.distance));
    return 4 * longer + nearer > 2;
}

match find_better(state& state) noexcept {
    const match earlier = state.earlier;
    if (earlier.length >= state.effort.take) {
        skip(state, 1);
        state.position--;
        return {};
    }
    const match found = find(state, earlier.length == 0 ? 2 : earlier.length - 1);
    return is_better(found, earlier) ? found : match{};
}

bool parse_lazily(state& state, std::size_t needed) noexcept {
    while (available(state) >= needed) {
        const match found = find_better(state);
        if (found.length == 0 && state.earlier.length != 0) {
            const match taken = std::exchange(state.earlier, {});
            put_match(state, taken);
            state.undecided = false;
            state.position++;
            skip(state, taken.length - 2);
        } else {
            if (state.undecided)
                put_literal(state, state.window[state.position - 1]);
            state.earlier = found;
            state.undecided = true;
            state.position++;
        }
        if (is_full(state.block))
            return true;
    }
    return false;
}

// At the end of the input a match that starts at the last byte cannot be.
void decide_last(state& state) noexcept {
    if (state.undecided)
        put_literal(state, state.window[state.position - 1]);
    state.undecided = false;
}

} // namespace

effort effort_of(int level) noexcept {
    if (level <= 3)
        return {.lazy = false, .depth = 4, .good = 258, .take = 258, .nice = 32};
    if (level <= 7)
        return {.lazy = true, .depth = 64, .good = 16, .take = 32, .nice = 128};
    return {.lazy = true, .depth = 1024, .good = 64, .take = 258, .nice = 258};
}

bool parse(state& state, bool to_end) noexcept {
    const std::size_t needed = to_end ? 1 : lookahead;
    const bool full =
        state.effort.lazy ? parse_lazily(state, needed) : parse_greedily(state, needed);
    if (!full && to_end)
        decide_last(state);
    return full;
}

} // namespace banos::deflate::detail
