// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Random streams, whole and damaged, in random pieces, through zlib and the face.
#include "zlib_agree.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

octets random_stream(std::mt19937& random) {
    constexpr int all_window_bits[] = {-15, 15, 31, 31};
    constexpr int strategies[] = {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE};
    const octets data = sample_octets(random() % 6000, unsigned(random()));
    octets stream = deflated_by_zlib(data, int(random() % 10), all_window_bits[random() % 4],
                                     strategies[random() % 4], 1 + int(random() % 9));
    for (std::size_t damages = random() % 4; damages != 0 && !stream.empty(); damages--)
        if (random() % 2)
            stream[random() % stream.size()] ^= static_cast<unsigned char>(1u << random() % 8);
    if (random() % 4 == 0)
        stream.resize(random() % (stream.size() + 1));
    for (std::size_t more = random() % 3 == 0 ? random() % 20 : 0; more != 0; more--)
        stream.push_back(static_cast<unsigned char>(random()));
    return stream;
}

TEST(zlib_agree, on_random_streams) {
    std::mt19937 random(20);
    for (int i = 0; i < 15'000; i++) {
        octets input(4);
        for (unsigned char& choice : input)
            choice = static_cast<unsigned char>(random());
        const octets stream = random_stream(random);
        input.insert(input.end(), stream.begin(), stream.end());
        ASSERT_EQ(difference_of_faces(input), "") << i;
    }
}

// gzip headers of all kinds, damaged and in pieces.
TEST(zlib_agree, on_random_gzip_headers) {
    std::mt19937 random(21);
    for (int i = 0; i < 15'000; i++) {
        octets input = {static_cast<unsigned char>(random()),
                        static_cast<unsigned char>(random()),
                        static_cast<unsigned char>(random()),
                        static_cast<unsigned char>(random()),
                        0x1f,
                        0x8b,
                        8};
        input[0] = static_cast<unsigned char>((input[0] & 0xC0) | (random() % 2 ? 2 : 3));
        const unsigned flags = random() % 32;
        input.push_back(static_cast<unsigned char>(random() % 50 ? flags : flags | 0x20));
        for (int k = 0; k < 6; k++)
            input.push_back(static_cast<unsigned char>(random()));
        const std::size_t start = 4;
        if (flags & 4) {
            const std::size_t size = random() % 40;
            input.push_back(static_cast<unsigned char>(size));
            input.push_back(0);
            for (std::size_t k = 0; k < size; k++)
                input.push_back(static_cast<unsigned char>(random()));
        }
        for (unsigned text : {8u, 16u})
            if (flags & text) {
                for (std::size_t k = random() % 40; k != 0; k--)
                    input.push_back(static_cast<unsigned char>(1 + random() % 255));
                input.push_back(0);
            }
        if (flags & 2) {
            const auto crc =
                ::crc32(0, input.data() + start, unsigned(input.size() - start)) ^ !(random() % 9);
            input.push_back(static_cast<unsigned char>(crc));
            input.push_back(static_cast<unsigned char>(crc >> 8));
        }
        const octets empty = from_hex("3 0 0 0 0 0 0 0 0 0");
        input.insert(input.end(), empty.begin(), empty.end());
        ASSERT_EQ(difference_of_faces(input), "") << i;
    }
}

} // namespace
