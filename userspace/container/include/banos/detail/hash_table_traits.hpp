// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a hash table asks of the hash function, the equality and the projection that it was
// given, and what its two forms share.
#ifndef BANOS_DETAIL_HASH_TABLE_TRAITS_HPP
#define BANOS_DETAIL_HASH_TABLE_TRAITS_HPP

#include <banos/hash.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace banos {

namespace detail {

template<typename hash, typename key>
concept takes_seed = requires(const hash& function, const key& argument, std::uint64_t seed) {
    { function(argument, seed) } -> std::convertible_to<std::uint64_t>;
};

template<typename function>
concept avalanching = requires {
    typename function::is_avalanching;
};

template<typename function>
concept transparent = requires {
    typename function::is_transparent;
};

// Hashes that are computed again rather than stored with the elements.
template<typename function, typename key>
concept cheap_hash = one_word<key> && std::is_same_v<function, banos::hash<key>>;

// A projection with this member type only shows keys that are constant by themselves.
template<typename projection>
inline constexpr bool keeps_keys_constant = false;
template<typename projection>
requires requires {
    typename projection::keys_are_constant;
}
inline constexpr bool keeps_keys_constant<projection> = true;

// How an element leaves a table: it is moved, if its projection knows no better.
template<typename projection, typename T>
T&& release(T& element) noexcept {
    return std::move(element);
}
template<typename projection, typename T>
requires requires(T& element) {
    projection::release(element);
}
auto release(T& element) -> decltype(projection::release(element)) {
    return projection::release(element);
}

template<typename table, typename predicate>
std::size_t erase_matching(table& from, predicate& is_it) {
    const std::size_t before = from.size();
    for (auto at = from.begin(); at != from.end();) {
        if (is_it(*at))
            at = from.erase(at);
        else
            ++at;
    }
    return before - from.size();
}

} // namespace detail

} // namespace banos

#endif
