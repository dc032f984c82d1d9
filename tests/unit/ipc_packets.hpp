// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Packets that the tests and the fuzzers send.
#ifndef BANOS_UNIT_IPC_PACKETS_HPP
#define BANOS_UNIT_IPC_PACKETS_HPP

#include <banos/ipc/decode.hpp>
#include <banos/ipc/encode.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace banos::test {

struct geometry {
    static constexpr std::uint16_t packet_type = 1;

    std::uint32_t x = 0;
    std::uint32_t y = 0;
    std::uint32_t width = 0;
    std::uint32_t height = 0;

    bool operator==(const geometry&) const = default;
};

struct rename_window {
    static constexpr std::uint16_t packet_type = 7;

    std::uint16_t window = 0;
    std::string title;
    std::vector<std::uint32_t> colors;

    bool operator==(const rename_window&) const = default;
};

// The same bytes, looked at.
struct rename_window_view {
    static constexpr std::uint16_t packet_type = 7;

    std::uint16_t window = 0;
    std::string_view title;
    std::span<const std::uint32_t> colors;
};

struct nothing {
    static constexpr std::uint16_t packet_type = 8;

    bool operator==(const nothing&) const = default;
};

enum class button : std::uint8_t { left, middle, right };
constexpr bool is_valid(button value) {
    return value <= button::right;
}

enum class key_code : std::int16_t {}; // any

struct mixed {
    std::uint8_t small = 0;
    std::uint64_t large = 0;

    bool operator==(const mixed&) const = default;
};

// One of each kind, and kinds within kinds.
struct everything {
    static constexpr std::uint16_t packet_type = 9;

    bool pressed = false;
    button which = button::left;
    key_code key{};
    std::int64_t time = -1;
    double pressure = 0;
    std::string text;
    std::vector<mixed> points;
    std::array<std::int16_t, 3> triple{};
    std::array<std::string, 2> pair;
    std::optional<mixed> extra;
    std::optional<std::string> note;
    std::variant<std::monostate, std::uint32_t, std::string, mixed> choice;
    std::vector<std::vector<std::string>> lists;
    std::vector<std::optional<bool>> answers;
    std::vector<button> buttons;
    std::vector<geometry> places;

    bool operator==(const everything&) const = default;
};

// A buffer of packets begins where packets may.
class aligned_bytes {
  public:
    explicit aligned_bytes(std::size_t size) : words_(size / 8 + 1), size_(size) {}
    explicit aligned_bytes(std::span<const std::byte> bytes) : aligned_bytes(bytes.size()) {
        if (!bytes.empty())
            std::memcpy(words_.data(), bytes.data(), bytes.size());
    }

    std::span<std::byte> span() { return std::as_writable_bytes(std::span(words_)).first(size_); }

  private:
    std::vector<std::uint64_t> words_;
    std::size_t size_;
};

template<ipc::packet T>
aligned_bytes encoded(const T& value) {
    aligned_bytes bytes(ipc::encoded_size(value));
    ipc::encode(value, bytes.span());
    return bytes;
}

} // namespace banos::test

#endif
