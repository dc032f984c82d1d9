// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a client and the window server say to each other: packets of banos::ipc
// (docs/wire.md) over a stream socket. Since 0.9.
//
// A client numbers its windows as it likes. Their pixels are in memory that it
// shares: a memfd that can't shrink (surface::make_shared()), borne by set_pixels. The
// server copies what invalidate tells it to, soon, and answers with release: until
// then the client does not draw there. Places are those of the screen, in pixels;
// a window's is that of its content's upper left corner, below its title bar.
//
// A client that says anything out of order is disconnected, and its windows go.
#ifndef BANOS_WINDOW_PROTOCOL_HPP
#define BANOS_WINDOW_PROTOCOL_HPP

#include <banos/surface/surface.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace banos {

// For packets: what came from elsewhere may be neither.
constexpr bool is_valid(pixel_format value) noexcept {
    return value == pixel_format::argb || value == pixel_format::rgb;
}

} // namespace banos

namespace banos::window_protocol {

using window_number = std::uint32_t;

inline constexpr std::size_t longest_title = 256; // bytes of UTF-8
inline constexpr std::size_t most_windows = 64;   // of one client

// From the client.

// A new window, of a number that the client has not in use. It is seen once its
// first pixels are invalidated.
struct create_window {
    static constexpr std::uint16_t packet_type = 1;
    window_number window = 0;
    point place = {};
    std::string_view title = {};
};

// Its pixels, from now on, and so its size. Bears one descriptor.
struct set_pixels {
    static constexpr std::uint16_t packet_type = 2;
    window_number window = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::uint32_t stride = 0;
    pixel_format format = pixel_format::argb;
};

// These pixels have changed. The serial comes back.
struct invalidate {
    static constexpr std::uint16_t packet_type = 3;
    window_number window = 0;
    rectangle where = {};
    std::uint32_t serial = 0;
};

struct set_title {
    static constexpr std::uint16_t packet_type = 4;
    window_number window = 0;
    std::string_view title = {};
};

struct move_window {
    static constexpr std::uint16_t packet_type = 5;
    window_number window = 0;
    point place = {};
};

// Above all others, and focused.
struct raise_window {
    static constexpr std::uint16_t packet_type = 6;
    window_number window = 0;
};

struct close_window {
    static constexpr std::uint16_t packet_type = 7;
    window_number window = 0;
};

// From the server. A client that does not read misses events; positions of the
// pointer, moves and releases are always the latest.

// All that was invalidated up to this serial is copied.
struct release {
    static constexpr std::uint16_t packet_type = 101;
    window_number window = 0;
    std::uint32_t serial = 0;
};

struct pointer_moved {
    static constexpr std::uint16_t packet_type = 102;
    window_number window = 0;
    point at = {}; // in the window; outside of it while a button is held
};

struct pointer_button {
    static constexpr std::uint16_t packet_type = 103;
    window_number window = 0;
    point at = {};
    std::uint8_t button = 0; // 1: left, 2: middle, 3: right, ...
    bool pressed = false;
};

struct key {
    static constexpr std::uint16_t packet_type = 104;
    window_number window = 0;
    std::uint32_t code = 0; // usage of USB HID's keyboard page: where the key is
    bool pressed = false;
    std::string_view text = {}; // what it types, UTF-8
};

struct focus {
    static constexpr std::uint16_t packet_type = 105;
    window_number window = 0;
    bool focused = false;
};

// The user has moved it.
struct moved {
    static constexpr std::uint16_t packet_type = 106;
    window_number window = 0;
    point place = {};
};

// The user wants it closed: the client may.
struct close_request {
    static constexpr std::uint16_t packet_type = 107;
    window_number window = 0;
};

} // namespace banos::window_protocol

#endif
