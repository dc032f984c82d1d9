// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "compressed.h"

#include "status.h"

#include <banos/inflate.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace banos::ctl {
namespace {

constexpr std::size_t step = 65536;

failure wrong_data(const std::string& path, const inflate::decoder& decoder) {
    return {status::file, path,
            "the gzip data are wrong: " + std::string(inflate::describe(decoder.problem())) +
                ", at byte " + std::to_string(decoder.problem_bit() / 8)};
}

// Input that is read when it is used up.
class piecewise_input {
  public:
    piecewise_input(std::span<const std::byte> start, const byte_source& rest)
        : buffer_(step), rest_(rest) {
        std::ranges::copy(start, buffer_.begin());
        data_ = std::span<const std::byte>(buffer_).first(start.size());
    }

    [[nodiscard]] std::span<const std::byte> data() {
        if (data_.empty() && !ended_) {
            const std::size_t got = rest_(buffer_.data(), buffer_.size());
            data_ = std::span<const std::byte>(buffer_).first(got);
            ended_ = got == 0;
        }
        return data_;
    }
    void consume(std::size_t count) { data_ = data_.subspan(count); }
    [[nodiscard]] bool ended() const { return ended_; }

  private:
    std::vector<std::byte> buffer_;
    const byte_source& rest_;
    std::span<const std::byte> data_;
    bool ended_ = false;
};

} // namespace

bool is_gzip(std::span<const std::byte> start) noexcept {
    return start.size() >= gzip_magic_size && start[0] == std::byte{0x1F} &&
           start[1] == std::byte{0x8B};
}

std::vector<std::byte> decompress(const std::string& path, std::span<const std::byte> start,
                                  const byte_source& rest, std::size_t most) {
    const auto decoder =
        std::make_unique<inflate::decoder>(inflate::options{.format = inflate::format::gzip});
    piecewise_input input(start, rest);
    std::vector<std::byte> output;
    std::size_t filled = 0;
    while (filled < most) {
        if (filled == output.size())
            output.resize(std::min(most, std::max(step, 2 * filled)));
        const auto data = input.data();
        const auto [consumed, produced, status] =
            decoder->decode(data, std::span(output).subspan(filled), input.ended());
        input.consume(consumed);
        filled += produced;
        if (status == inflate::status::failed)
            throw wrong_data(path, *decoder);
        if (status == inflate::status::done)
            break;
    }
    output.resize(filled);
    return output;
}

} // namespace banos::ctl
