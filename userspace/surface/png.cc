// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "banos/surface/png.hpp"

#include "banos/checksum.hpp"
#include "banos/deflate.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <new>
#include <span>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace banos {

namespace {

using byte_vector = std::vector<std::byte>;

constexpr std::size_t bytes_with_alpha = 4;
constexpr std::size_t bytes_without_alpha = 3;

void append_number(byte_vector& to, std::uint32_t number) {
    for (const int shift : {24, 16, 8, 0})
        to.push_back(std::byte(number >> shift));
}

// Length, type, data, and the CRC of type and data (section 5.3).
void append_chunk(byte_vector& to, std::string_view type, std::span<const std::byte> data) {
    append_number(to, std::uint32_t(data.size()));
    const std::size_t start = to.size();
    const auto name = std::as_bytes(std::span(type));
    to.insert(to.end(), name.begin(), name.end());
    to.insert(to.end(), data.begin(), data.end());
    append_number(to, crc32(std::span(to).subspan(start)));
}

void append_header(byte_vector& to, const surface& picture) {
    constexpr unsigned truecolour = 2;
    constexpr unsigned truecolour_with_alpha = 6;
    byte_vector data;
    append_number(data, std::uint32_t(picture.layout().width));
    append_number(data, std::uint32_t(picture.layout().height));
    const unsigned colour_type = picture.has_alpha() ? truecolour_with_alpha : truecolour;
    for (const unsigned field : {8u, colour_type, 0u, 0u, 0u})
        data.push_back(std::byte(field));
    append_chunk(to, "IHDR", data);
}

// The colour before it was multiplied, rounded; what is more than its alpha is cut.
constexpr std::uint32_t divided(std::uint32_t channel, std::uint32_t alpha) {
    return alpha == 0 ? 0 : std::min(255u, (channel * 255 + alpha / 2) / alpha);
}

// Red, green and blue, and alpha if there is one, each a byte (section 6.1).
void write_samples(std::span<const std::uint32_t> row, bool with_alpha, std::byte* to) {
    for (const std::uint32_t pixel : row) {
        const std::uint32_t alpha = with_alpha ? pixel >> 24 : 255;
        for (const int shift : {16, 8, 0})
            *to++ = std::byte(divided(pixel >> shift & 0xFF, alpha));
        if (with_alpha)
            *to++ = std::byte(alpha);
    }
}

// Section 9.4.
int paeth(int left, int above, int corner) {
    const int estimate = left + above - corner;
    const int by_left = std::abs(estimate - left);
    const int by_above = std::abs(estimate - above);
    const int by_corner = std::abs(estimate - corner);
    if (by_left <= by_above && by_left <= by_corner)
        return left;
    return by_above <= by_corner ? above : corner;
}

enum filter { none, sub, up, average, paeth_predictor, filter_count };

int predicted(filter which, int left, int above, int corner) {
    switch (which) {
    case sub:
        return left;
    case up:
        return above;
    case average:
        return (left + above) / 2;
    case paeth_predictor:
        return paeth(left, above, corner);
    default:
        return 0;
    }
}

// A row and the one above it, which is zero for the first.
struct scanline {
    std::span<const std::byte> samples;
    std::span<const std::byte> above;
    std::size_t pixel_bytes;

    // Writes what the filter leaves; answers how large that is, as signed bytes,
    // which is a good guess at how badly it compresses (section 12.7).
    std::uint64_t apply(filter which, std::byte* to) const {
        std::uint64_t size = 0;
        for (std::size_t i = 0; i < samples.size(); i++) {
            const bool first = i < pixel_bytes;
            const int left = first ? 0 : int(samples[i - pixel_bytes]);
            const int corner = first ? 0 : int(above[i - pixel_bytes]);
            const int rest = int(samples[i]) - predicted(which, left, int(above[i]), corner);
            to[i] = std::byte(rest);
            size += std::uint64_t(std::abs(int(std::int8_t(rest))));
        }
        return size;
    }
};

// The filter with the smallest rest, and that rest, of each row.
byte_vector filtered(const surface& picture) {
    const std::size_t pixel_bytes = picture.has_alpha() ? bytes_with_alpha : bytes_without_alpha;
    const std::size_t row_bytes = pixel_bytes * std::size_t(picture.layout().width);
    byte_vector all;
    all.reserve((row_bytes + 1) * std::size_t(picture.layout().height));
    byte_vector samples(row_bytes), above(row_bytes), best(row_bytes), tried(row_bytes);
    for (std::int32_t y = 0; y < picture.layout().height; y++) {
        write_samples(picture.row(y), picture.has_alpha(), samples.data());
        const scanline line{samples, above, pixel_bytes};
        filter chosen = none;
        std::uint64_t least = line.apply(none, best.data());
        for (const filter which : {sub, up, average, paeth_predictor}) {
            const std::uint64_t size = line.apply(which, tried.data());
            if (size < least) {
                least = size;
                chosen = which;
                std::swap(best, tried);
            }
        }
        all.push_back(std::byte(chosen));
        all.insert(all.end(), best.begin(), best.end());
        std::swap(samples, above);
    }
    return all;
}

result<byte_vector> compressed(std::span<const std::byte> data) {
    const deflate::options wanted{.format = deflate::format::zlib, .level = 6};
    byte_vector made(deflate::bound(data.size(), wanted.format));
    const auto size = deflate::compress(data, made, wanted);
    if (!size)
        return size.error();
    made.resize(*size);
    return made;
}

result<byte_vector> built(const surface& picture) {
    constexpr std::array<unsigned char, 8> signature = {0x89, 'P',  'N',  'G',
                                                        '\r', '\n', 0x1A, '\n'};
    const auto data = compressed(filtered(picture));
    if (!data)
        return data.error();
    byte_vector file;
    file.reserve(data->size() + 100);
    for (const unsigned char one : signature)
        file.push_back(std::byte(one));
    append_header(file, picture);
    // A chunk holds less than 2^31 bytes (section 5.3).
    constexpr std::size_t largest_chunk = std::size_t(1) << 30;
    for (std::span left(*data); !left.empty();) {
        const auto piece = left.first(std::min(left.size(), largest_chunk));
        append_chunk(file, "IDAT", piece);
        left = left.subspan(piece.size());
    }
    append_chunk(file, "IEND", {});
    return file;
}

result<void> write_all(int descriptor, std::span<const std::byte> left) noexcept {
    while (!left.empty()) {
        const ssize_t written = ::write(descriptor, left.data(), left.size());
        if (written < 0 && errno != EINTR)
            return error(errno);
        if (written > 0)
            left = left.subspan(std::size_t(written));
    }
    return {};
}

// A new file beside another; its name goes to `name`. Another thread, or a process
// that had this number before, may have made one.
file_descriptor made_beside(const std::filesystem::path& other, std::string& name) {
    static std::atomic<unsigned> counter = 0;
    int descriptor = -1;
    do {
        name = other.native() + "." + std::to_string(::getpid()) + "-" +
               std::to_string(counter.fetch_add(1, std::memory_order_relaxed));
        descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (descriptor < 0 && errno == EEXIST);
    return file_descriptor(descriptor);
}

result<void> write_whole(std::span<const std::byte> file, const std::filesystem::path& to) {
    std::string beside;
    const file_descriptor made = made_beside(to, beside);
    if (made.number() < 0)
        return error(errno);
    auto done = write_all(made.number(), file);
    if (done && std::rename(beside.c_str(), to.c_str()) != 0)
        done = error(errno);
    if (!done)
        ::unlink(beside.c_str());
    return done;
}

} // namespace

result<std::vector<std::byte>> png_of(const surface& picture) noexcept {
    try {
        return built(picture);
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
}

result<void> write_png(const surface& picture, const std::filesystem::path& to) noexcept {
    const auto file = png_of(picture);
    if (!file)
        return file.error();
    try {
        return write_whole(*file, to);
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
}

} // namespace banos
