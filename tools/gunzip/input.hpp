// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_GUNZIP_INPUT_HPP
#define BANOS_GUNZIP_INPUT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace banos::gunzip {

// Reads a descriptor by large pieces. Where it ends, or cannot be read on,
// ended() is true, and problem() the errno or 0.
class input {
  public:
    void start(int descriptor) noexcept;

    // What was read and not consumed. Empty only at the end: reads when needed.
    [[nodiscard]] std::span<const std::byte> data() noexcept;

    // The same, and at least `count` bytes of it, if there are as many.
    [[nodiscard]] std::span<const std::byte> at_least(std::size_t count) noexcept;

    void consume(std::size_t count) noexcept;

    // Nothing comes after data().
    [[nodiscard]] bool ended() const noexcept { return ended_; }
    [[nodiscard]] int problem() const noexcept { return problem_; }

    // Consumed bytes.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

  private:
    void read_more() noexcept;

    int descriptor_ = -1;
    bool ended_ = false;
    int problem_ = 0;
    std::uint64_t position_ = 0;
    std::size_t start_ = 0;
    std::size_t end_ = 0;
    std::array<std::byte, 256 * 1024> buffer_;
};

} // namespace banos::gunzip

#endif
