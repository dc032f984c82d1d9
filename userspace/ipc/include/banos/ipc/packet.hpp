// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// banos::ipc: packets, declared once. Since 0.9.
//
//     struct rename_window {
//         static constexpr std::uint16_t packet_type = 7;
//
//         std::uint32_t window = 0;
//         std::string title;
//         std::optional<std::uint32_t> color;      // new in version 2 of the protocol
//     };
//
// Nothing else is to be said: a packet is an aggregate with a number, without bases and C
// arrays, of at most 16 fields. <banos/ipc/kind.hpp> lists what a field can be, structures
// of the same sort among it. From this <banos/ipc/encode.hpp> knows its size and writes it,
// <banos/ipc/decode.hpp> reads it, and <banos/ipc/description.hpp> describes it.
//
// A std::string_view and a std::span<const T> look the same on the wire as a std::string and
// a std::vector<T>. A packet that has them owns nothing: encoding reads what they look at, and
// after decoding they look into the packet's bytes.
//
// The bytes are those of docs/wire.md.
#ifndef BANOS_IPC_PACKET_HPP
#define BANOS_IPC_PACKET_HPP

#include <banos/ipc/detail/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace banos::ipc {

// With its header.
inline constexpr std::size_t largest_packet_bytes = 65536;

// Where packets begin: in a stream, and in memory.
inline constexpr std::size_t packet_alignment = 8;

// Types within types.
inline constexpr unsigned deepest_nesting = 16;

// The most that one packet bears, and that wait for one peer.
inline constexpr std::size_t most_descriptors = 64;

// What each packet begins with.
struct packet_header {
    std::uint32_t size; // bytes, with this header, without the padding behind the packet
    std::uint16_t type;
    std::uint16_t descriptors; // that the packet bears
};
static_assert(sizeof(packet_header) == 8 && detail::is_flat<packet_header>);

// What may be encoded, decoded and sent.
template<typename T>
concept packet = std::is_aggregate_v<T> && requires {
    { T::packet_type } -> std::convertible_to<std::uint16_t>;
    requires detail::layout_of<T>
    .depth <= deepest_nesting;
};

} // namespace banos::ipc

#endif
