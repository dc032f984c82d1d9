// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a packet consists of, known at compile time: for documents, traces, and programs that
// make or read packets of which they know nothing else. Since 0.9. Descriptions are constants,
// with which any thread may do anything here; sizes and alignments are in bytes.
//
//     for (const auto& field : banos::ipc::description<rename_window>.parts)
//         std::cout << field.name << ": " << banos::ipc::to_text(*field.type) << '\n';
#ifndef BANOS_IPC_DESCRIPTION_HPP
#define BANOS_IPC_DESCRIPTION_HPP

#include <banos/ipc/kind.hpp>
#include <banos/ipc/packet.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace banos::ipc {

struct type_description;

struct part_description {
    std::string_view name; // a structure's field; else empty
    const type_description* type;
};

struct type_description {
    ipc::kind kind;
    std::string_view name;  // of a structure or an enumeration; else empty
    std::size_t size;       // bytes of a number, bool or enumeration; else 0
    std::size_t alignment;  // on the wire
    std::size_t least_size; // on the wire, without padding
    std::size_t count;      // an array's elements; else 0
    // A structure's fields, a variant's alternatives, or the element of a vector, array or
    // optional.
    std::span<const part_description> parts;
};

namespace detail {

template<typename T>
constexpr type_description describe();

template<typename T>
inline constexpr type_description described = describe<T>();

template<typename T>
inline constexpr std::array<part_description, 0> parts_of{};
template<typename T>
requires(kind_of<T> == kind::vector || kind_of<T> == kind::array ||
         kind_of<T> == kind::optional) inline constexpr std::array<part_description, 1> parts_of<T>{
    {{"", &described<element_of<T>>}}};
template<typename... alternatives>
inline constexpr std::array<part_description, sizeof...(alternatives)>
    parts_of<std::variant<alternatives...>>{{{"", &described<alternatives>}...}};

template<typename T, typename... fields, std::size_t... indices>
constexpr auto parts_of_structure(std::tuple<std::type_identity<fields>...> /*types*/,
                                  std::index_sequence<indices...> /*each*/) {
    return std::array<part_description, sizeof...(fields)>{
        {{field_name<T, indices>, &described<fields>}...}};
}
template<typename T>
requires(kind_of<T> == kind::structure) inline constexpr auto parts_of<T> =
    parts_of_structure<T>(field_types<T>(), std::make_index_sequence<field_count<T>>());

template<typename T>
constexpr type_description describe() {
    constexpr kind what = kind_of<T>;
    type_description made{.kind = what,
                          .name = {},
                          .size = 0,
                          .alignment = layout_of<T>.alignment,
                          .least_size = layout_of<T>.least,
                          .count = 0,
                          .parts = parts_of<T>};
    if constexpr (what == kind::structure || what == kind::enumeration)
        made.name = type_name<T>;
    if constexpr (what <= kind::enumeration)
        made.size = sizeof(T);
    if constexpr (what == kind::array)
        made.count = std::tuple_size_v<T>;
    return made;
}

} // namespace detail

// Of a packet, or of anything that one can consist of.
template<typename T>
inline constexpr const type_description& description = detail::described<T>;

// "u32", "vector of string", "array of 4 f32", "variant of u8 or string"; of a structure or an
// enumeration its name. Throws std::bad_alloc.
std::string to_text(const type_description& type);

// A packet's structure for a person, a line per field. Throws std::bad_alloc.
std::string to_text_with_fields(const type_description& structure);

} // namespace banos::ipc

#endif
