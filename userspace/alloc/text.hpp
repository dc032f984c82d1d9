// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Writes text to a file descriptor without allocating: also from a signal
// handler.
#ifndef BANOS_ALLOC_TEXT_HPP
#define BANOS_ALLOC_TEXT_HPP

#include "system.hpp"

#include <cstring>

namespace banos::alloc {

class text {
  public:
    explicit text(int file) noexcept : file_(file) {}
    ~text() { flush(); }
    text(const text&) = delete;
    text& operator=(const text&) = delete;

    text& add(const char* words) noexcept { return add(words, std::strlen(words)); }
    text& address(const void* pointer) noexcept {
        add("0x");
        return digits(reinterpret_cast<std::uintptr_t>(pointer), 16, 0);
    }
    // At least so wide, with spaces before it.
    text& number(std::size_t value, unsigned width = 0) noexcept {
        return digits(value, 10, width);
    }
    void flush() noexcept {
        system_write(file_, buffer_, length_);
        length_ = 0;
    }

  private:
    text& add(const char* words, std::size_t length) noexcept {
        if (length > sizeof buffer_ - length_)
            flush();
        if (length > sizeof buffer_) {
            system_write(file_, words, length);
        } else {
            std::memcpy(buffer_ + length_, words, length);
            length_ += length;
        }
        return *this;
    }
    text& digits(std::size_t value, unsigned base, unsigned width) noexcept {
        char place[24];
        char* const end = place + sizeof place;
        char* first = end;
        do {
            *--first = "0123456789abcdef"[value % base];
            value /= base;
        } while (value != 0);
        while (static_cast<unsigned>(end - first) < width && first != place)
            *--first = ' ';
        return add(first, static_cast<std::size_t>(end - first));
    }

    int file_;
    std::size_t length_ = 0;
    char buffer_[512];
};

} // namespace banos::alloc

#endif
