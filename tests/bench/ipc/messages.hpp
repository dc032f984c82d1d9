// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What is encoded and decoded: 16 bytes, 4 KiB and 60 KiB of payload.
//
// How two pieces of memory lie to each other changes the time that it takes to copy one to the
// other by a third: mostly, whether one is a little behind the other but for whole pages. So
// messages lie at one place in their pages here, and encoded bytes at another, for all: bytes
// at the beginning, messages in the middle, 16 bytes behind a cache line's beginning, where
// malloc() puts large blocks.
#ifndef BANOS_BENCH_IPC_MESSAGES_HPP
#define BANOS_BENCH_IPC_MESSAGES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

inline constexpr std::size_t page_bytes = 4096;
inline constexpr std::size_t place_of_messages = page_bytes / 2 + 16;

// The beginning of a page, for what is encoded.
struct alignas(page_bytes) buffer {
    std::array<std::byte, 80 * 1024> bytes;
};

// Memory that begins in the middle of a page.
template<typename T>
struct middle_of_page {
    using value_type = T;

    middle_of_page() = default;
    template<typename U>
    middle_of_page(const middle_of_page<U>& /*other*/) noexcept {}

    T* allocate(std::size_t count) {
        void* pages = ::operator new(place_of_messages + count * sizeof(T), alignment);
        return reinterpret_cast<T*>(static_cast<std::byte*>(pages) + place_of_messages);
    }
    void deallocate(T* memory, std::size_t /*count*/) noexcept {
        ::operator delete(reinterpret_cast<std::byte*>(memory) - place_of_messages, alignment);
    }
    bool operator==(const middle_of_page& /*other*/) const noexcept { return true; }

  private:
    static constexpr auto alignment = std::align_val_t(page_bytes);
};
using numbers = std::vector<std::uint32_t, middle_of_page<std::uint32_t>>;

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
    numbers values;
};

// A named one, looked at where it lies.
struct named_view {
    static constexpr std::uint16_t packet_type = 2;
    std::string_view title;
    std::span<const std::uint32_t> values;
};

inline named make_named(std::size_t payload_bytes) {
    named made{std::string(32, 't'), numbers((payload_bytes - 32) / 4)};
    std::iota(made.values.begin(), made.values.end(), 1U);
    return made;
}

} // namespace bench

#endif
