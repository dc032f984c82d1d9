// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A descriptor that is closed with its owner. Since 0.9. Nothing here throws; one object is
// used by one thread at a time.
#ifndef BANOS_FILE_DESCRIPTOR_HPP
#define BANOS_FILE_DESCRIPTOR_HPP

#include <utility>

#include <unistd.h>

namespace banos {

class file_descriptor {
  public:
    file_descriptor() noexcept = default;
    explicit file_descriptor(int number) noexcept : number_(number) {}
    file_descriptor(file_descriptor&& other) noexcept : number_(other.release()) {}
    file_descriptor& operator=(file_descriptor other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~file_descriptor() {
        if (number_ >= 0)
            ::close(number_);
    }

    // -1 if there is none.
    [[nodiscard]] int number() const noexcept { return number_; }
    int release() noexcept { return std::exchange(number_, -1); }

  private:
    int number_ = -1;
};

} // namespace banos

#endif
