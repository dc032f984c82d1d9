// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_GUNZIP_DESCRIPTOR_HPP
#define BANOS_GUNZIP_DESCRIPTOR_HPP

#include <cstddef>
#include <span>
#include <unistd.h>
#include <utility>

namespace banos::gunzip {

// A file descriptor, closed at the end; -1 is none.
class descriptor {
  public:
    descriptor() noexcept = default;
    explicit descriptor(int number) noexcept : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~descriptor() {
        if (number_ >= 0)
            ::close(number_);
    }

    [[nodiscard]] int number() const noexcept { return number_; }
    explicit operator bool() const noexcept { return number_ >= 0; }

  private:
    int number_ = -1;
};

// All of it. False: errno says why.
[[nodiscard]] bool write_all(int number, std::span<const std::byte> bytes) noexcept;

} // namespace banos::gunzip

#endif
