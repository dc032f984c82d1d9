// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/malloc.h>
#include <banos/memory_resource.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <list>
#include <string>
#include <vector>

namespace {

constexpr std::size_t too_much = PTRDIFF_MAX;

// As the compiler would warn of what these tests do on purpose.
std::size_t opaque(std::size_t number) {
    __asm__("" : "+r"(number));
    return number;
}

bool is_zero(const void* block, std::size_t size) {
    const auto* bytes = static_cast<const char*>(block);
    return size == 0 || (bytes[0] == 0 && std::memcmp(bytes, bytes + 1, size - 1) == 0);
}

TEST(alloc_family, every_size_up_to_the_large_ones) {
    for (std::size_t size = 0; size < 140'000; size += size < 2000 ? 1 : 37) {
        auto* block = static_cast<char*>(banos_malloc(size));
        ASSERT_NE(block, nullptr);
        ASSERT_EQ(reinterpret_cast<std::uintptr_t>(block) % 16, 0U);
        ASSERT_GE(banos_malloc_usable_size(block), size);
        std::memset(block, 0x5a, banos_malloc_usable_size(block));
        banos_free(block);
    }
}

TEST(alloc_family, blocks_of_no_size_differ) {
    void* one = banos_malloc(0);
    void* other = banos_malloc(0);
    EXPECT_NE(one, nullptr);
    EXPECT_NE(one, other);
    banos_free(one);
    banos_free(other);
    banos_free(nullptr);
    EXPECT_EQ(banos_malloc_usable_size(nullptr), 0U);
}

TEST(alloc_family, calloc_is_zero_also_where_blocks_were_before) {
    for (const std::size_t size : {1UL, 100UL, 5000UL, 60000UL, 100000UL, 5000000UL}) {
        for (int turn = 0; turn < 3; turn++) {
            void* block = banos_calloc(size, 1);
            EXPECT_TRUE(is_zero(block, size)) << size;
            std::memset(block, 0xff, size);
            banos_free(block);
        }
    }
}

TEST(alloc_family, too_much_is_refused_with_an_errno) {
    const auto refused = [](void* block) {
        const bool well = block == nullptr && errno == ENOMEM;
        errno = 0;
        return well;
    };
    errno = 0;
    EXPECT_TRUE(refused(banos_malloc(opaque(too_much))));
    EXPECT_TRUE(refused(banos_malloc(opaque(SIZE_MAX))));
    EXPECT_TRUE(refused(banos_calloc(opaque(SIZE_MAX / 2), 3)));
    EXPECT_TRUE(refused(banos_calloc(opaque(too_much), 1)));
    EXPECT_TRUE(refused(banos_reallocarray(nullptr, opaque(SIZE_MAX / 2), 3)));
    EXPECT_TRUE(refused(banos_aligned_alloc(4096, opaque(too_much))));
    EXPECT_TRUE(refused(banos_pvalloc(opaque(SIZE_MAX - 5))));
    void* block = banos_malloc(10);
    std::memcpy(block, "unchanged", 10);
    EXPECT_TRUE(refused(banos_realloc(block, opaque(too_much))));
    EXPECT_STREQ(static_cast<char*>(block), "unchanged");
    banos_free(block);
}

TEST(alloc_family, errno_is_kept) {
    errno = EILSEQ;
    for (std::size_t size = 1; size < std::size_t{64} << 20; size = size * 3 + 1) {
        void* block = banos_malloc(size);
        block = banos_realloc(block, size / 2 + 1);
        block = banos_realloc(block, size * 2);
        banos_free(block);
    }
    banos_malloc_trim(0);
    EXPECT_EQ(errno, EILSEQ);
}

TEST(alloc_family, aligned_blocks) {
    for (std::size_t alignment = 1; alignment <= std::size_t{8} << 20; alignment *= 2) {
        for (const std::size_t size : {0UL, 1UL, 24UL, 100UL, 1000UL, 5000UL, 65000UL, 200000UL}) {
            void* block = banos_aligned_alloc(alignment, size);
            ASSERT_NE(block, nullptr);
            ASSERT_EQ(reinterpret_cast<std::uintptr_t>(block) % alignment, 0U) << size;
            ASSERT_GE(banos_malloc_usable_size(block), size);
            std::memset(block, 1, size);
            banos_free_aligned_sized(block, alignment, size);
        }
    }
}

TEST(alloc_family, alignments_that_are_none) {
    void* block = nullptr;
    EXPECT_EQ(banos_posix_memalign(&block, 3, 10), EINVAL);
    EXPECT_EQ(banos_posix_memalign(&block, 4, 10), EINVAL);
    EXPECT_EQ(banos_posix_memalign(&block, 64, opaque(too_much)), ENOMEM);
    EXPECT_EQ(banos_posix_memalign(&block, 64, 10), 0);
    banos_free(block);
    errno = 0;
    EXPECT_EQ(banos_aligned_alloc(opaque(48), 96), nullptr);
    EXPECT_EQ(errno, EINVAL);
    block = banos_memalign(opaque(48), 10);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 64, 0U);
    banos_free(block);
}

TEST(alloc_family, whole_pages) {
    void* block = banos_valloc(10);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 4096, 0U);
    banos_free(block);
    block = banos_pvalloc(4097);
    EXPECT_GE(banos_malloc_usable_size(block), 8192U);
    banos_free(block);
}

TEST(alloc_family, realloc_keeps_what_fits) {
    auto* block = static_cast<unsigned char*>(banos_malloc(1));
    block[0] = 0;
    std::size_t size = 1;
    while (size < std::size_t{20} << 20) {
        const std::size_t larger = size + size / 3 + 1;
        block = static_cast<unsigned char*>(banos_realloc(block, larger));
        for (std::size_t place = 0; place < size; place += 251)
            ASSERT_EQ(block[place], static_cast<unsigned char>(place));
        for (std::size_t place = 0; place < larger; place++)
            block[place] = static_cast<unsigned char>(place);
        size = larger;
    }
    while (size > 1) {
        size /= 3;
        block = static_cast<unsigned char*>(banos_realloc(block, size + 1));
        for (std::size_t place = 0; place <= size; place += 13)
            ASSERT_EQ(block[place], static_cast<unsigned char>(place));
    }
    EXPECT_EQ(banos_realloc(block, 0), nullptr);
}

TEST(alloc_family, realloc_stays_in_place_where_it_can) {
    void* block = banos_malloc(97);
    EXPECT_EQ(banos_realloc(block, 112), block);
    EXPECT_EQ(banos_realloc(block, 60), block);
    banos_free(block);
}

TEST(alloc_family, memory_resource) {
    std::pmr::memory_resource* resource = banos::malloc_resource();
    std::pmr::vector<std::pmr::string> strings(resource);
    for (int each = 0; each < 1000; each++)
        strings.emplace_back(static_cast<std::size_t>(each), 'x');
    EXPECT_EQ(strings[999].size(), 999U);
    void* block = resource->allocate(100, 4096);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 4096, 0U);
    resource->deallocate(block, 100, 4096);
    EXPECT_THROW(static_cast<void>(resource->allocate(opaque(too_much))), std::bad_alloc);
    const banos::malloc_memory_resource other;
    EXPECT_TRUE(resource->is_equal(other));
    EXPECT_FALSE(resource->is_equal(*std::pmr::new_delete_resource()));
}

} // namespace
