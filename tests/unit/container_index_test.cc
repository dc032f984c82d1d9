// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/detail/byte_match.hpp>
#include <banos/detail/hash_index.hpp>

#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <vector>

namespace {

using banos::detail::element_reference;
using banos::detail::hash_bucket;
using banos::detail::hash_index;
using banos::detail::match_12_bytes;
using banos::detail::match_12_bytes_portably;

unsigned match_one_by_one(const std::uint8_t* bytes, std::uint8_t value) {
    unsigned found = 0;
    for (unsigned i = 0; i < 12; i++)
        found |= (bytes[i] == value ? 1U : 0U) << i;
    return found;
}

TEST(match_12_bytes, finds_each_byte_that_is_the_value) {
    std::mt19937 random(1);
    for (int round = 0; round < 100'000; round++) {
        alignas(16) std::uint8_t bytes[16];
        // Few values, at both ends, where carries would show.
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random() % 4 + (random() % 2 != 0U ? 126 : 254));
        const auto value = static_cast<std::uint8_t>(bytes[random() % 16]);
        EXPECT_EQ(match_12_bytes(bytes, value * 0x01010101U), match_one_by_one(bytes, value));
        EXPECT_EQ(match_12_bytes_portably(bytes, value), match_one_by_one(bytes, value));
    }
}

// An index of its own buckets.
class index_test : public testing::Test {
  protected:
    static constexpr std::size_t buckets = 4;
    // A hash whose home is a bucket, and whose marks are the same for all.
    static constexpr std::uint64_t hash_at(std::uint64_t bucket) { return bucket << 62 | 0x1ff; }

    [[nodiscard]] bool has(std::uint64_t hash, element_reference wanted) const {
        return static_cast<bool>(find(hash, wanted));
    }
    [[nodiscard]] hash_index::place find(std::uint64_t hash, element_reference wanted) const {
        return index_.find(index_.start(hash), [&](hash_index::place at) {
            return at.reference() == wanted ? at : hash_index::place();
        });
    }
    [[nodiscard]] unsigned compared(std::uint64_t hash) const {
        unsigned count = 0;
        (void)index_.find(index_.start(hash), [&](hash_index::place /*at*/) {
            count++;
            return false;
        });
        return count;
    }
    void insert(std::uint64_t hash, element_reference reference) {
        index_.insert(index_.start(hash), reference);
    }
    void erase(std::uint64_t hash, element_reference reference) {
        index_.erase(index_.start(hash), find(hash, reference));
    }

    std::unique_ptr<hash_bucket[]> memory_{new hash_bucket[buckets]};
    hash_index index_{memory_.get(), buckets};
};

TEST_F(index_test, of_an_empty_table_has_nothing) {
    const hash_index empty;
    EXPECT_FALSE(empty.has_buckets());
    for (std::uint64_t hash : {std::uint64_t{0}, ~std::uint64_t{0}, hash_at(2)}) {
        EXPECT_FALSE(empty.find(empty.start(hash), [](hash_index::place /*at*/) { return true; }));
    }
}

TEST_F(index_test, finds_what_was_inserted_until_it_is_erased) {
    insert(hash_at(1), 7);
    insert(hash_at(1), 8);
    EXPECT_TRUE(has(hash_at(1), 7));
    EXPECT_TRUE(has(hash_at(1), 8));
    EXPECT_FALSE(has(hash_at(2), 7));
    erase(hash_at(1), 7);
    EXPECT_FALSE(has(hash_at(1), 7));
    EXPECT_TRUE(has(hash_at(1), 8));
}

TEST_F(index_test, tells_a_fingerprint_of_zero_from_an_empty_slot) {
    constexpr std::uint64_t zero = std::uint64_t{1} << 62;
    EXPECT_EQ(compared(zero), 0U);
    insert(zero, 5);
    EXPECT_TRUE(has(zero, 5));
    EXPECT_EQ(compared(zero), 1U);
}

TEST_F(index_test, goes_on_to_the_next_buckets_and_around_the_end) {
    // All but one slot, all of one home, the last bucket.
    constexpr element_reference count = buckets * hash_bucket::slots - 1;
    for (element_reference i = 0; i < count; i++)
        insert(hash_at(3), i);
    for (element_reference i = 0; i < count; i++)
        EXPECT_TRUE(has(hash_at(3), i));
    EXPECT_FALSE(has(hash_at(3), count));
}

TEST_F(index_test, ends_a_search_when_it_has_seen_every_bucket) {
    // Each bucket has been passed, and is full.
    for (element_reference i = 0; i < buckets * hash_bucket::slots; i++)
        insert(hash_at(i < 20 ? 0 : 2), i);
    erase(hash_at(0), 0);
    insert(hash_at(1), 0);
    EXPECT_FALSE(has(hash_at(2), 1000));
}

TEST_F(index_test, leaves_no_trace_of_what_was_erased) {
    constexpr element_reference count = 30;
    for (element_reference i = 0; i < count; i++)
        insert(hash_at(0), i);
    EXPECT_EQ(compared(hash_at(0)), count);
    for (element_reference i = 0; i < count; i++)
        erase(hash_at(0), i);
    insert(hash_at(1), 77);
    // The search for a hash of bucket 0 would see it if bucket 0 still let searches pass.
    EXPECT_EQ(compared(hash_at(0)), 0U);
}

TEST_F(index_test, finds_all_even_after_a_counter_was_at_its_most) {
    const std::size_t many = 60;
    auto wide = std::make_unique<hash_bucket[]>(many);
    index_ = hash_index(wide.get(), many);
    // Of one home: 600 elements pass the first bucket, more than a counter can say.
    for (element_reference i = 0; i < 600; i++)
        insert(0x1ff, i);
    for (element_reference i = 0; i < 600; i += 2)
        erase(0x1ff, i);
    for (element_reference i = 1; i < 600; i += 2)
        EXPECT_TRUE(has(0x1ff, i));
    for (element_reference i = 1; i < 600; i += 2)
        erase(0x1ff, i);
    EXPECT_EQ(compared(0x1ff), 0U);
    insert(0x1ff, 1);
    EXPECT_TRUE(has(0x1ff, 1));
}

} // namespace
