// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: same_picture REFERENCE.png OTHER
//
// Compares the pixels of a PNG file with those of another one, or with those of a frame buffer
// of Xvfb (an XWD file, 32 bits a pixel). Ends with 0 if all are the same, else with 1 and a line.
#include "read_png.hpp"

#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>

#include <arpa/inet.h>

namespace {

using banos::test::picture;

// What is needed of the header of an XWD file, which is of big-endian words.
struct xwd_header {
    enum word : std::size_t {
        header_size = 0,
        width = 4,
        height = 5,
        bits_of_pixel = 11,
        bytes_of_line = 12,
        colours = 19,
        words = 25
    };
    static constexpr std::size_t bytes_of_colour = 12;
    std::array<std::uint32_t, words> word;
};

std::optional<picture> read_xwd(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    xwd_header header{};
    if (bytes.size() < sizeof(header))
        return std::nullopt;
    std::memcpy(&header, bytes.data(), sizeof(header));
    for (std::uint32_t& word : header.word)
        word = ntohl(word);
    const auto& word = header.word;
    picture made{word[xwd_header::width], word[xwd_header::height], {}};
    const std::size_t line = word[xwd_header::bytes_of_line];
    const std::size_t begin = word[xwd_header::header_size] +
                              std::size_t{word[xwd_header::colours]} * xwd_header::bytes_of_colour;
    if (word[xwd_header::bits_of_pixel] != 32 || line < std::size_t{made.width} * 4 ||
        bytes.size() < begin + line * made.height)
        return std::nullopt;
    made.pixels.resize(std::size_t{made.width} * made.height);
    for (std::size_t y = 0; y < made.height; y++)
        std::memcpy(&made.pixels[y * made.width], bytes.data() + begin + y * line,
                    std::size_t{made.width} * 4);
    for (std::uint32_t& pixel : made.pixels)
        pixel |= 0xFF000000; // a screen has no alpha
    return made;
}

int compare(const picture& expected, const picture& seen) {
    if (seen.width != expected.width || seen.height != expected.height) {
        std::printf("%u x %u pixels, not %u x %u\n", seen.width, seen.height, expected.width,
                    expected.height);
        return 1;
    }
    for (std::size_t i = 0; i < seen.pixels.size(); i++) {
        if (seen.pixels[i] == expected.pixels[i])
            continue;
        std::printf("%08x, not %08x, at %zu, %zu\n", seen.pixels[i], expected.pixels[i],
                    i % seen.width, i / seen.width);
        return 1;
    }
    return 0;
}

} // namespace

int main(int count, char** words) {
    if (count != 3)
        return 2;
    const auto expected = banos::test::read_png(words[1]);
    const std::string other = words[2];
    const auto seen = other.ends_with(".png") ? banos::test::read_png(other) : read_xwd(other);
    if (!expected || !seen) {
        std::printf("cannot read %s\n", words[expected ? 2 : 1]);
        return 1;
    }
    return compare(*expected, *seen);
}
