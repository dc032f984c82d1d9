// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "input.hpp"

#include <cerrno>
#include <cstring>

#include "descriptor.hpp"

namespace banos::gunzip {

void input::start(int descriptor) noexcept {
    descriptor_ = descriptor;
    ended_ = false;
    problem_ = 0;
    position_ = 0;
    start_ = end_ = 0;
}

std::span<const std::byte> input::data() noexcept {
    return at_least(1);
}

std::span<const std::byte> input::at_least(std::size_t count) noexcept {
    while (end_ - start_ < count && !ended_)
        read_more();
    return std::span(buffer_).subspan(start_, end_ - start_);
}

void input::consume(std::size_t count) noexcept {
    start_ += count;
    position_ += count;
}

void input::read_more() noexcept {
    std::memmove(buffer_.data(), buffer_.data() + start_, end_ - start_);
    end_ -= start_;
    start_ = 0;
    const ssize_t got = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
    if (got > 0) {
        end_ += std::size_t(got);
    } else if (got == 0 || errno != EINTR) {
        ended_ = true;
        problem_ = got < 0 ? errno : 0;
    }
}

bool write_all(int number, std::span<const std::byte> bytes) noexcept {
    while (!bytes.empty()) {
        const ssize_t written = ::write(number, bytes.data(), bytes.size());
        if (written >= 0)
            bytes = bytes.subspan(std::size_t(written));
        else if (errno != EINTR)
            return false;
    }
    return true;
}

} // namespace banos::gunzip
