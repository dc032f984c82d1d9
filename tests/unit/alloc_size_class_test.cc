// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the fast ways rely on, for every class and every offset.
#include "size_class.hpp"
#include "slab.hpp"

#include <gtest/gtest.h>

namespace {

using namespace banos::alloc;

TEST(alloc_size_class, every_size_fits_its_class_and_no_smaller_one) {
    for (std::size_t size = 0; size < large_bytes; size++) {
        const unsigned index = class_of(size);
        ASSERT_LT(index, class_count);
        ASSERT_GE(class_size(index), size);
        if (index != 0) {
            ASSERT_LT(class_size(index - 1), size);
        }
    }
}

TEST(alloc_size_class, little_is_lost_to_rounding) {
    for (std::size_t size = 256; size < large_bytes; size++) {
        const auto lost = static_cast<double>(class_size(class_of(size)) - size);
        ASSERT_LE(lost, 0.125 * static_cast<double>(size));
    }
}

TEST(alloc_size_class, slabs_waste_little) {
    for (const size_class& shape : classes) {
        const unsigned bytes = shape.units * unsigned{unit_bytes};
        EXPECT_GE(shape.slots, 2);
        EXPECT_LE(shape.slots, 64);
        EXPECT_EQ(shape.start + shape.slots * shape.size, bytes);
        EXPECT_LE(shape.start, bytes / 50) << shape.size;
        EXPECT_TRUE(shape.units < units_per_page || shape.units % units_per_page == 0);
    }
}

TEST(alloc_size_class, a_slab_is_aligned_like_its_size) {
    for (const size_class& shape : classes) {
        const unsigned alignment = std::min(shape.size & -shape.size, unsigned{page_bytes});
        if (shape.units >= units_per_page) {
            EXPECT_EQ(shape.start % alignment, 0U) << shape.size;
        }
    }
}

// The quotient and the test for a remainder, from before the first slot to the
// end of the slab.
TEST(alloc_size_class, division_by_multiplication_is_exact) {
    for (const size_class& shape : classes) {
        const int bytes = shape.units * static_cast<int>(unit_bytes) - shape.start;
        for (int offset = -shape.start; offset < bytes; offset++) {
            const auto [slot, fraction] =
                divide(static_cast<std::uint64_t>(std::int64_t{offset}), shape.inverse);
            const bool starts = fraction < shape.inverse;
            const int size = static_cast<int>(shape.size);
            ASSERT_EQ(starts, offset >= 0 && offset % size == 0) << size << " " << offset;
            if (offset >= 0) {
                ASSERT_EQ(slot, static_cast<unsigned>(offset / size));
            }
        }
    }
}

TEST(alloc_size_class, pages_and_slots_agree) {
    for (unsigned index = 0; index < class_count; index++) {
        slab of{};
        of.index = static_cast<std::uint8_t>(index);
        of.size = classes[index].size;
        of.inverse = classes[index].inverse;
        if (classes[index].pages == 1)
            continue;
        std::vector<std::uint64_t> expected(classes[index].pages);
        for (unsigned slot = 0; slot < classes[index].slots; slot++) {
            const std::size_t first = classes[index].start + std::size_t{slot} * of.size;
            for (std::size_t page = first / page_bytes; page <= (first + of.size - 1) / page_bytes;
                 page++)
                expected[page] |= std::uint64_t{1} << slot;
        }
        for (unsigned page = 0; page < expected.size(); page++) {
            EXPECT_EQ(slots_of_page(of, page), expected[page]) << of.size << " page " << page;
            EXPECT_GE(std::popcount(expected[page]), classes[index].slots_per_page);
        }
    }
}

} // namespace
