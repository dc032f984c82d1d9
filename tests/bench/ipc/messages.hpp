// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What is encoded and decoded: 16 bytes, 4 KiB and 60 KiB of payload.
#ifndef BANOS_BENCH_IPC_MESSAGES_HPP
#define BANOS_BENCH_IPC_MESSAGES_HPP

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct placed {
    static constexpr std::uint16_t packet_type = 1;
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

struct named {
    static constexpr std::uint16_t packet_type = 2;
    std::string title;
    std::vector<std::uint32_t> values;
};

// A named one, looked at where it lies.
struct named_view {
    static constexpr std::uint16_t packet_type = 2;
    std::string_view title;
    std::span<const std::uint32_t> values;
};

inline named make_named(std::size_t payload_bytes) {
    named made{std::string(32, 't'), std::vector<std::uint32_t>((payload_bytes - 32) / 4)};
    std::iota(made.values.begin(), made.values.end(), 1U);
    return made;
}

} // namespace bench

#endif
