// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The hash functions that banos::hash_set and banos::hash_map use. Since 0.9.
//
// banos::hash<T> takes a seed besides the key, so that who does not know a table's
// seed cannot choose keys that collide in it:
//
//     std::uint64_t h = banos::hash<std::string>()("a key", seed);
//
// Integers, enumerations, pointers, strings of every character and allocator, their
// views, pairs and tuples are hashed here, with every bit of the result depending on
// every bit of the key and of the seed. For any other T that std::hash knows, its
// result is mixed with the seed: that spreads it, but keys that are the same to
// std::hash stay the same for every seed.
//
// Nothing here allocates or keeps a state; all of it may be called from any thread.
// The values are those of this process: never store or send them.
#ifndef BANOS_HASH_HPP
#define BANOS_HASH_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace banos {

namespace detail {

// The golden ratio, as a fraction of 2^64: of all multipliers the one that spreads
// neighbouring numbers best. The others are random, with half of their bits set.
inline constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
inline constexpr std::uint64_t salts[] = {0x8bb84b93962eacc9, 0x4b33a62ed433d4a3,
                                          0xd6e8feb86659fd93, 0xa0761d6478bd642f};

// Both halves of a product, folded: each bit depends on nearly all of both factors.
constexpr std::uint64_t fold_multiply(std::uint64_t left, std::uint64_t right) noexcept {
    __extension__ using wide = unsigned __int128;
    const wide product = wide{left} * right;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t read_8(const unsigned char* from) noexcept {
    std::uint64_t word;
    std::memcpy(&word, from, sizeof(word));
    return word;
}

inline std::uint64_t read_4(const unsigned char* from) noexcept {
    std::uint32_t word;
    std::memcpy(&word, from, sizeof(word));
    return word;
}

// 1 to 3 bytes: the first, the middle one and the last, which may be the same.
inline std::uint64_t read_some(const unsigned char* from, std::size_t size) noexcept {
    return std::uint64_t{from[0]} << 16 | std::uint64_t{from[size / 2]} << 8 | from[size - 1];
}

inline std::uint64_t hash_block(const unsigned char* at, std::uint64_t salt,
                                std::uint64_t seed) noexcept {
    return fold_multiply(read_8(at) ^ salt, read_8(at + 8) ^ seed);
}

// All but the last 1 to 48 bytes of a longer string. Three independent chains keep the
// multiplier busy.
inline std::uint64_t hash_long(const unsigned char* at, std::size_t size,
                               std::uint64_t seed) noexcept {
    std::uint64_t second = seed;
    std::uint64_t third = seed;
    for (; size > 48; at += 48, size -= 48) {
        seed = hash_block(at, salts[0], seed);
        second = hash_block(at + 16, salts[1], second);
        third = hash_block(at + 32, salts[2], third);
    }
    return seed ^ second ^ third;
}

// Strings of any length. Reads overlap rather than branch on the length: for 17 to 48 bytes
// there are three blocks, whose middle one may be the last one again.
inline std::uint64_t hash_bytes(const void* bytes, std::size_t size, std::uint64_t seed) noexcept {
    const auto* at = static_cast<const unsigned char*>(bytes);
    const unsigned char* const end = at + size;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    seed ^= salts[3];
    if (size > 16) {
        if (size > 48) {
            seed = hash_long(at, size, seed);
            at = end - 48;
        }
        const unsigned char* middle = end - at > 32 ? at + 16 : end - 16;
        seed = hash_block(at, salts[0], seed) ^ hash_block(middle, salts[1], seed);
        first = read_8(end - 16);
        last = read_8(end - 8);
    } else if (size >= 8) {
        first = read_8(at);
        last = read_8(end - 8);
    } else if (size >= 4) {
        first = read_4(at);
        last = read_4(end - 4);
    } else if (size > 0) {
        first = read_some(at, size);
    }
    return fold_multiply(salts[1] ^ size, fold_multiply(first ^ salts[2], last ^ seed));
}

inline std::uint64_t hash_number(std::uint64_t number, std::uint64_t seed) noexcept {
    return fold_multiply(number ^ seed, golden);
}

template<typename T>
concept one_word = (std::integral<T> || std::is_enum_v<T> || std::is_pointer_v<T>)&&sizeof(T) <=
                   sizeof(std::uint64_t);

template<one_word T>
std::uint64_t as_word(T key) noexcept {
    if constexpr (std::is_pointer_v<T>)
        return reinterpret_cast<std::uintptr_t>(key);
    else
        return static_cast<std::uint64_t>(key);
}

} // namespace detail

template<typename T>
struct hash {
    std::uint64_t operator()(const T& key, std::uint64_t seed = 0) const
        noexcept(noexcept(std::hash<T>()(key))) {
        return detail::hash_number(std::hash<T>()(key), seed);
    }
};

template<detail::one_word T>
struct hash<T> {
    std::uint64_t operator()(T key, std::uint64_t seed = 0) const noexcept {
        return detail::hash_number(detail::as_word(key), seed);
    }
};

// Strings and whatever converts to a view of them have one hash, so a table of strings
// is searched for views and literals without making a string.
template<typename character, typename traits>
struct hash<std::basic_string_view<character, traits>> {
    using is_transparent = void;

    std::uint64_t operator()(std::basic_string_view<character, traits> key,
                             std::uint64_t seed = 0) const noexcept {
        return detail::hash_bytes(key.data(), key.size() * sizeof(character), seed);
    }
};

template<typename character, typename traits, typename allocator>
struct hash<std::basic_string<character, traits, allocator>>
    : hash<std::basic_string_view<character, traits>> {};

template<typename... parts>
struct hash<std::tuple<parts...>> {
    std::uint64_t operator()(const std::tuple<parts...>& key, std::uint64_t seed = 0) const {
        return std::apply(
            [seed](const parts&... part) mutable {
                ((seed = hash<parts>()(part, seed)), ...);
                return seed;
            },
            key);
    }
};

template<typename first, typename second>
struct hash<std::pair<first, second>> {
    std::uint64_t operator()(const std::pair<first, second>& key, std::uint64_t seed = 0) const {
        return hash<second>()(key.second, hash<first>()(key.first, seed));
    }
};

} // namespace banos

#endif
