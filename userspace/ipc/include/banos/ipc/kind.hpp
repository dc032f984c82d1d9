// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a field of a packet can be. Since 0.9.
#ifndef BANOS_IPC_KIND_HPP
#define BANOS_IPC_KIND_HPP

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace banos::ipc {

enum class kind {
    unsigned_number,
    signed_number,
    floating_number,
    boolean,
    enumeration,
    string,    // std::string; std::string_view
    vector,    // std::vector<T>; std::span<const T>
    array,     // std::array<T, N>
    optional,  // std::optional<T>
    variant,   // std::variant<Ts...>, of which any may be std::monostate
    structure, // an aggregate of the above
};

namespace detail {

template<typename T>
inline constexpr bool is_vector = false;
template<typename T, typename allocator>
inline constexpr bool is_vector<std::vector<T, allocator>> = true;
template<typename allocator>
inline constexpr bool is_vector<std::vector<bool, allocator>> = false; // has no bools
template<typename T>
inline constexpr bool is_vector<std::span<const T>> = true;

// Looks at elements that lie elsewhere.
template<typename T>
inline constexpr bool is_span = false;
template<typename T>
inline constexpr bool is_span<std::span<const T>> = true;

template<typename T>
inline constexpr bool is_array = false;
template<typename T, std::size_t count>
inline constexpr bool is_array<std::array<T, count>> = count > 0;

template<typename T>
inline constexpr bool is_optional = false;
template<typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

template<typename T>
inline constexpr bool is_variant = false;
template<typename... alternatives>
inline constexpr bool is_variant<std::variant<alternatives...>> = sizeof...(alternatives) <= 255;

template<typename T>
concept string = std::is_same_v<T, std::string_view> || std::is_same_v<T, std::string>;

template<typename T>
concept number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool> && sizeof(T) <= 8;

// An enumeration whose valid values a function in its namespace tells:
//     constexpr bool is_valid(button value) { return value <= button::last; }
template<typename T>
concept checked_enumeration = std::is_enum_v<T> && requires(T value) {
    { is_valid(value) } -> std::same_as<bool>;
};

template<typename T>
constexpr kind kind_of_number() {
    if (std::is_floating_point_v<T>)
        return kind::floating_number;
    return std::is_signed_v<T> ? kind::signed_number : kind::unsigned_number;
}

template<typename T>
constexpr kind find_kind() {
    if constexpr (std::is_same_v<T, bool>)
        return kind::boolean;
    else if constexpr (number<T>)
        return kind_of_number<T>();
    else if constexpr (std::is_enum_v<T>)
        return kind::enumeration;
    else if constexpr (string<T>)
        return kind::string;
    else if constexpr (is_vector<T>)
        return kind::vector;
    else if constexpr (is_array<T>)
        return kind::array;
    else if constexpr (is_optional<T>)
        return kind::optional;
    else if constexpr (is_variant<T>)
        return kind::variant;
    else {
        static_assert(std::is_aggregate_v<T> && !std::is_array_v<T> && !std::is_union_v<T>,
                      "docs/wire.md says what a field of a packet can be; this is nothing of that");
        return kind::structure;
    }
}

} // namespace detail

template<typename T>
inline constexpr kind kind_of = detail::find_kind<T>();

} // namespace banos::ipc

#endif
