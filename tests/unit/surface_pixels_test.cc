// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Rows in each form, against pixman and against one pixel at a time.
#include <gtest/gtest.h>
#include <pixman.h>

#include <banos/surface/pixels.hpp>

#include <algorithm>
#include <random>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#include "checksum_forms.hpp"

namespace {

using pixels = each_instruction_set;
using row = std::vector<std::uint32_t>;

INSTANTIATE_TEST_SUITE_P(of, pixels, all_instruction_sets(), instruction_set_name);

// Of any value, also where a colour is more than its alpha.
row random_row(std::size_t count, std::mt19937_64& random) {
    row made(count);
    for (std::uint32_t& pixel : made)
        pixel = std::uint32_t(random());
    return made;
}

// Opaque, transparent and translucent runs, as pictures have.
row row_in_runs(std::size_t count, std::mt19937_64& random) {
    row made(count);
    for (std::size_t at = 0; at < count;) {
        const std::size_t end = std::min(count, at + random() % 90);
        const auto kind = random() % 4;
        for (; at < end; at++) {
            const auto any = std::uint32_t(random());
            made[at] = kind == 0   ? 0
                       : kind == 1 ? any | 0xFF000000
                       : kind == 2 ? any & 0xFFFFFF
                                   : any;
        }
    }
    return made;
}

// As one row of an image as wide as pixman takes, and as high as it must be.
void pixman_over(row& to, row& from, pixman_format_code_t format) {
    constexpr std::size_t width = 1000;
    ASSERT_EQ(to.size() % width, 0u);
    const int height = int(to.size() / width);
    pixman_image_t* target = pixman_image_create_bits(format, width, height, to.data(), width * 4);
    pixman_image_t* source =
        pixman_image_create_bits(PIXMAN_a8r8g8b8, width, height, from.data(), width * 4);
    pixman_image_composite32(PIXMAN_OP_OVER, source, nullptr, target, 0, 0, 0, 0, 0, 0, width,
                             height);
    pixman_image_unref(source);
    pixman_image_unref(target);
}

void expect_as_pixman(row to, row from) {
    row expected = to;
    pixman_over(expected, from, PIXMAN_a8r8g8b8);
    banos::blend_over(to, from);
    const auto wrong = std::mismatch(to.begin(), to.end(), expected.begin());
    ASSERT_EQ(wrong.first, to.end()) << std::hex << *wrong.first << " instead of " << *wrong.second
                                     << " from " << from[std::size_t(wrong.first - to.begin())];
}

// 5 * 10^7 pixels in each of the forms.
TEST_P(pixels, blend_is_bit_identical_to_pixman) {
    std::mt19937_64 random(std::uint64_t(GetParam()) + 1);
    constexpr std::size_t count = 1'000'000;
    for (int round = 0; round < 25; round++) {
        expect_as_pixman(random_row(count, random), random_row(count, random));
        expect_as_pixman(random_row(count, random), row_in_runs(count, random));
    }
}

// Each value of a channel with each alpha, on each value: 2^24 pixels.
TEST_P(pixels, blend_of_every_combination) {
    row from(1'000'000);
    row to(from.size());
    std::uint32_t next = 0;
    while (next < 1u << 24) {
        for (std::size_t i = 0; i < from.size(); i++, next++) {
            const std::uint32_t colour = next & 0xFF;
            from[i] = (next >> 8 & 0xFF) << 24 | colour * 0x010101;
            to[i] = (next >> 16 & 0xFF) * 0x01010101u;
        }
        expect_as_pixman(to, from);
    }
}

TEST_P(pixels, every_short_length_at_every_place) {
    std::mt19937_64 random(3);
    const row from = row_in_runs(400, random);
    const row to = random_row(400, random);
    row expected = to;
    for (std::size_t i = 0; i < to.size(); i++) {
        const std::span one(expected.data() + i, 1);
        banos::blend_over(one, std::span(from).subspan(i, 1));
    }
    for (std::size_t length = 0; length <= 300; length++) {
        const std::size_t start = length % 17;
        row blended = to;
        banos::blend_over(std::span(blended).subspan(start, length),
                          std::span(from).subspan(start, length));
        row copied = to;
        banos::copy_opaque(std::span(copied).subspan(start, length),
                           std::span(from).subspan(start, length));
        for (std::size_t i = 0; i < to.size(); i++) {
            const bool inside = i >= start && i < start + length;
            ASSERT_EQ(blended[i], inside ? expected[i] : to[i]) << length << ", " << i;
            ASSERT_EQ(copied[i], inside ? from[i] | 0xFF000000 : to[i]) << length << ", " << i;
        }
    }
}

// A row that ends where its memory ends.
TEST_P(pixels, nothing_outside_is_touched) {
    const auto page = std::size_t(::sysconf(_SC_PAGESIZE));
    const auto last_words = [page] {
        void* at =
            ::mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        EXPECT_NE(at, MAP_FAILED);
        EXPECT_EQ(::mprotect(static_cast<char*>(at) + page, page, PROT_NONE), 0);
        return reinterpret_cast<std::uint32_t*>(static_cast<char*>(at) + page);
    };
    std::uint32_t* const to = last_words();
    std::uint32_t* const from = last_words();
    for (std::size_t count = 0; count <= 200; count++) {
        std::fill(from - count, from, 0x80402010);
        banos::blend_over({to - count, count}, {from - count, count});
        banos::copy_opaque({to - count, count}, {from - count, count});
        for (std::size_t i = 1; i <= count; i++)
            ASSERT_EQ(to[-std::ptrdiff_t(i)], 0xFF402010);
    }
    ::munmap(reinterpret_cast<char*>(to) - page, 2 * page);
    ::munmap(reinterpret_cast<char*>(from) - page, 2 * page);
}

} // namespace
