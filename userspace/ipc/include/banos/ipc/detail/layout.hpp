// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What docs/wire.md says of each type, at compile time: its alignment and its least size.
#ifndef BANOS_IPC_DETAIL_LAYOUT_HPP
#define BANOS_IPC_DETAIL_LAYOUT_HPP

#include <banos/ipc/detail/fields.hpp>
#include <banos/ipc/kind.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace banos::ipc::detail {

static_assert(std::endian::native == std::endian::little && alignof(std::uint64_t) == 8,
              "the wire has the byte order and the alignment of x86-64 and arm64");

constexpr std::size_t align_up(std::size_t offset, std::size_t alignment) {
    return (offset + alignment - 1) & ~(alignment - 1);
}

// Properties of one type, which those of larger ones are made of.
struct layout {
    std::size_t alignment;
    std::size_t least; // bytes, without padding
    bool flat;         // on the wire as in memory, and any bytes are a value
    unsigned depth;    // of types within types
};

template<typename T>
constexpr layout find_layout();

template<typename T>
inline constexpr layout layout_of = find_layout<T>();

template<typename T>
struct element {
    using type = typename T::value_type;
};
template<typename T>
using element_of = typename element<T>::type;

template<typename T>
constexpr layout layout_of_structure() {
    return []<typename... fields>(std::tuple<std::type_identity<fields>...>) {
        const std::size_t bytes = (std::size_t{0} + ... + layout_of<fields>.least);
        const bool flat = (true && ... && layout_of<fields>.flat);
        return layout{
            .alignment = std::max({std::size_t{1}, layout_of<fields>.alignment...}),
            .least = bytes,
            .flat = flat && bytes == sizeof(T) && std::is_trivially_copyable_v<T>,
            .depth = 1 + std::max({0U, layout_of<fields>.depth...}),
        };
    }(field_types<T>());
}

template<typename T>
constexpr layout layout_of_array() {
    constexpr layout one = layout_of<element_of<T>>;
    return {one.alignment, one.least * std::tuple_size_v<T>, one.flat, one.depth + 1};
}

template<typename T>
inline constexpr unsigned depth_of_alternatives = 0;
template<typename... alternatives>
inline constexpr unsigned depth_of_alternatives<std::variant<alternatives...>> =
    std::max({layout_of<alternatives>.depth...});

template<typename T>
constexpr layout find_layout() {
    constexpr kind what = kind_of<T>;
    if constexpr (what == kind::string)
        return {4, 4, false, 1};
    else if constexpr (what == kind::vector)
        return {4, 4, false, 1 + layout_of<element_of<T>>.depth};
    else if constexpr (what == kind::array)
        return layout_of_array<T>();
    else if constexpr (what == kind::optional)
        return {1, 1, false, 1 + layout_of<element_of<T>>.depth};
    else if constexpr (what == kind::variant)
        return {1, 1, false, 1 + depth_of_alternatives<T>};
    else if constexpr (what == kind::structure)
        return layout_of_structure<T>();
    else
        return {sizeof(T), sizeof(T), what != kind::boolean && !checked_enumeration<T>, 1};
}

template<typename T>
inline constexpr bool is_flat = layout_of<T>.flat;

// What a vector may have as elements. Some bytes each, so that the packet bounds their
// number; and not many more in memory, so that a packet cannot ask for megabytes.
template<typename T>
concept bounded_element = layout_of<T>
.least > 0 && sizeof(T) <= 64 * layout_of<T>.least;

} // namespace banos::ipc::detail

#endif
