// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/hash_set.hpp>

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <numeric>
#include <string>
#include <vector>

namespace {

using banos::hash_set;

static_assert(std::is_nothrow_default_constructible_v<hash_set<int>>);
static_assert(std::is_nothrow_move_constructible_v<hash_set<std::string>>);
static_assert(std::is_nothrow_move_assignable_v<hash_set<std::string>>);
static_assert(std::is_nothrow_swappable_v<hash_set<std::string>>);
static_assert(std::is_same_v<hash_set<int>::iterator, hash_set<int>::const_iterator>,
              "nobody changes an element of a set");

TEST(hash_set, is_empty_at_first_and_owns_nothing) {
    const hash_set<int> set;
    EXPECT_TRUE(set.empty());
    EXPECT_EQ(set.size(), 0U);
    EXPECT_EQ(set.bucket_count(), 0U);
    EXPECT_FALSE(set.contains(0));
    EXPECT_EQ(set.find(1), set.end());
    EXPECT_EQ(set.begin(), set.end());
}

TEST(hash_set, keeps_each_element_once) {
    hash_set<int> set;
    EXPECT_TRUE(set.insert(3).second);
    EXPECT_FALSE(set.insert(3).second);
    EXPECT_EQ(*set.insert(3).first, 3);
    EXPECT_EQ(set.size(), 1U);
    EXPECT_EQ(set.count(3), 1U);
    EXPECT_EQ(set.count(4), 0U);
}

TEST(hash_set, finds_every_one_of_many) {
    hash_set<int> set;
    for (int i = 0; i < 100'000; i++)
        EXPECT_TRUE(set.insert(i * 7).second);
    for (int i = 0; i < 700'000; i++)
        ASSERT_EQ(set.contains(i), i % 7 == 0) << i;
}

TEST(hash_set, is_made_of_a_list_and_of_a_range) {
    const hash_set<int> list{1, 2, 3, 2, 1};
    EXPECT_EQ(list.size(), 3U);
    const std::vector<std::string> words{"one", "two", "one"};
    const hash_set<std::string> range(words.begin(), words.end());
    EXPECT_EQ(range.size(), 2U);
    const hash_set deduced(words.begin(), words.end());
    static_assert(std::is_same_v<decltype(deduced), const hash_set<std::string>>);
    const hash_set numbers{1, 2};
    static_assert(std::is_same_v<decltype(numbers), const hash_set<int>>);
    EXPECT_EQ(deduced, range);
}

TEST(hash_set, finds_strings_without_making_any) {
    const hash_set<std::string> set{"ring", "table"};
    EXPECT_TRUE(set.contains("ring"));
    EXPECT_TRUE(set.contains(std::string_view("table")));
    EXPECT_FALSE(set.contains("rin"));
    EXPECT_EQ(*set.find(std::string_view("ring")), "ring");
}

TEST(hash_set, converts_other_keys) {
    hash_set<std::uint64_t> set{5};
    EXPECT_TRUE(set.contains(5));
    EXPECT_TRUE(set.contains(short{5}));
    EXPECT_EQ(set.erase(5), 1U);
}

TEST(hash_set, erases) {
    hash_set<int> set{1, 2, 3};
    EXPECT_EQ(set.erase(2), 1U);
    EXPECT_EQ(set.erase(2), 0U);
    EXPECT_FALSE(set.contains(2));
    EXPECT_TRUE(set.contains(3));
    EXPECT_EQ(set.erase(set.begin(), set.end()), set.end());
    EXPECT_TRUE(set.empty());
}

TEST(hash_set, erases_what_a_predicate_chooses) {
    hash_set<int> set;
    for (int i = 0; i < 1000; i++)
        set.insert(i);
    EXPECT_EQ(erase_if(set, [](int number) { return number % 3 == 0; }), 334U);
    EXPECT_EQ(set.size(), 666U);
    for (int i = 0; i < 1000; i++)
        EXPECT_EQ(set.contains(i), i % 3 != 0);
}

TEST(hash_set, can_be_used_after_it_was_cleared_and_after_it_was_moved_from) {
    hash_set<std::string> set{"one", "two"};
    set.clear();
    EXPECT_TRUE(set.empty());
    EXPECT_FALSE(set.contains("one"));
    set.insert("three");
    const hash_set<std::string> other(std::move(set));
    EXPECT_TRUE(set.empty());
    EXPECT_TRUE(other.contains("three"));
    set.insert("four");
    EXPECT_EQ(set.size(), 1U);
    EXPECT_FALSE(other.contains("four"));
}

TEST(hash_set, copies_and_assigns) {
    const hash_set<std::string> first{"one", "two"};
    hash_set<std::string> second(first);
    EXPECT_EQ(first, second);
    second.insert("three");
    EXPECT_NE(first, second);
    second = first;
    EXPECT_EQ(first, second);
    hash_set<std::string>& same = second;
    second = same;
    EXPECT_EQ(first, second);
    second = std::move(same);
    EXPECT_EQ(first, second);
    second = {"five"};
    EXPECT_TRUE(second.contains("five"));
    EXPECT_EQ(second.size(), 1U);
    hash_set<std::string> third{"x"};
    third = std::move(second);
    EXPECT_TRUE(third.contains("five"));
    EXPECT_EQ(third.size(), 1U);
}

TEST(hash_set, is_equal_to_one_of_the_same_elements_in_any_order) {
    hash_set<int> forward;
    hash_set<int> backward;
    for (int i = 0; i < 100; i++) {
        forward.insert(i);
        backward.insert(99 - i);
    }
    EXPECT_EQ(forward, backward);
    backward.erase(5);
    EXPECT_NE(forward, backward);
    backward.insert(500);
    EXPECT_NE(forward, backward);
}

TEST(hash_set, swaps) {
    hash_set<int> first{1, 2};
    hash_set<int> second{3};
    swap(first, second);
    EXPECT_EQ(first, hash_set<int>{3});
    EXPECT_EQ(second, (hash_set<int>{1, 2}));
    first.swap(first);
    EXPECT_EQ(first, hash_set<int>{3});
}

TEST(hash_set, holds_what_can_only_be_moved_and_gives_it_back) {
    hash_set<std::unique_ptr<int>> set;
    set.insert(std::make_unique<int>(1));
    const int* address = set.begin()->get();
    auto node = set.extract(set.begin());
    ASSERT_FALSE(node.empty());
    EXPECT_TRUE(set.empty());
    EXPECT_EQ(node.value().get(), address);
    const auto done = set.insert(std::move(node));
    EXPECT_TRUE(done.inserted);
    EXPECT_TRUE(done.node.empty());
    EXPECT_EQ(done.position->get(), address);
}

TEST(hash_set, holds_what_cannot_be_moved) {
    struct fixed {
        explicit fixed(int n) : number(n) {}
        fixed(const fixed&) = delete;
        fixed& operator=(const fixed&) = delete;
        bool operator==(const fixed& other) const { return number == other.number; }
        int number;
    };
    struct by_number {
        static const int& key(const fixed& element) { return element.number; }
    };
    hash_set<fixed, banos::hash<int>, std::equal_to<>, std::allocator<fixed>, by_number> set;
    for (int i = 0; i < 1000; i++) {
        EXPECT_TRUE(set.emplace(i).second);
        EXPECT_FALSE(set.emplace(i).second);
    }
    EXPECT_EQ(set.size(), 1000U);
    EXPECT_EQ(set.find(500)->number, 500);
    EXPECT_FALSE(set.emplace_as(500, 500).second);
    EXPECT_EQ(set.erase(500), 1U);
    EXPECT_TRUE(set.emplace_as(500, 500).second);
}

TEST(hash_set, gives_an_equal_element_back) {
    hash_set<std::string> set{"one"};
    hash_set<std::string> other{"one", "two"};
    auto refused = set.insert(other.extract("one"));
    EXPECT_FALSE(refused.inserted);
    EXPECT_EQ(refused.node.value(), "one");
    EXPECT_EQ(*refused.position, "one");
    EXPECT_TRUE(other.extract("none").empty());
    const auto nothing = set.insert(hash_set<std::string>::node_type());
    EXPECT_FALSE(nothing.inserted);
    EXPECT_EQ(nothing.position, set.end());
}

TEST(hash_set, merges_what_it_has_not) {
    hash_set<std::string> set{"one", "two"};
    hash_set<std::string> other{"two", "three", "four"};
    set.merge(other);
    EXPECT_EQ(set, (hash_set<std::string>{"one", "two", "three", "four"}));
    EXPECT_EQ(other, hash_set<std::string>{"two"});
}

TEST(hash_set, makes_room_once_when_told) {
    hash_set<int> set;
    set.reserve(1000);
    const std::size_t slots = set.bucket_count();
    EXPECT_GE(static_cast<float>(slots) * set.max_load_factor(), 1000.0F);
    for (int i = 0; i < 1000; i++)
        set.insert(i);
    EXPECT_EQ(set.bucket_count(), slots);
    EXPECT_LE(set.load_factor(), set.max_load_factor());
    set.reserve(10);
    EXPECT_EQ(set.bucket_count(), slots);
}

TEST(hash_set, gives_back_its_index_on_rehash) {
    hash_set<int> set;
    for (int i = 0; i < 10'000; i++)
        set.insert(i);
    const std::size_t slots = set.bucket_count();
    for (int i = 10; i < 10'000; i++)
        set.erase(i);
    set.rehash(0);
    EXPECT_LT(set.bucket_count(), slots / 100);
    for (int i = 0; i < 100; i++)
        EXPECT_EQ(set.contains(i), i < 10);
    for (int i = 10; i < 10'000; i++)
        EXPECT_TRUE(set.insert(i).second);
    EXPECT_EQ(set.size(), 10'000U);
}

TEST(hash_set, keeps_growing_when_asked_for_one_more_each_time) {
    hash_set<int> set;
    for (int i = 0; i < 100'000; i++) {
        set.reserve(set.size() + 1);
        set.insert(i);
    }
    EXPECT_EQ(set.size(), 100'000U);
}

TEST(hash_set, says_when_there_are_too_many) {
    hash_set<int> set{1};
    EXPECT_THROW(set.reserve(set.max_size() + 1), std::length_error);
    EXPECT_TRUE(set.contains(1));
}

TEST(hash_set, does_not_get_slower_or_larger_by_churn) {
    hash_set<int> set;
    set.reserve(1000);
    const std::size_t slots = set.bucket_count();
    for (int i = 0; i < 1'000'000; i++) {
        set.insert(i);
        if (i >= 900) {
            ASSERT_EQ(set.erase(i - 900), 1U);
        }
    }
    EXPECT_EQ(set.size(), 900U);
    EXPECT_EQ(set.bucket_count(), slots);
}

struct plain_hash {
    std::size_t operator()(int key) const { return static_cast<std::size_t>(key) << 32; }
};

struct finished_hash {
    using is_avalanching = void;
    std::uint64_t operator()(int key) const { return banos::hash<int>()(key, 0); }
};

TEST(hash_set, takes_a_hash_of_two_kinds) {
    hash_set<int, plain_hash> first;
    hash_set<int, finished_hash> second;
    for (int i = 0; i < 1000; i++) {
        first.insert(i);
        second.insert(i);
    }
    for (int i = 0; i < 2000; i++) {
        EXPECT_EQ(first.contains(i), i < 1000);
        EXPECT_EQ(second.contains(i), i < 1000);
    }
}

TEST(hash_set, works_with_small_and_aligned_elements) {
    hash_set<char> small;
    for (int i = 0; i < 256; i++)
        EXPECT_TRUE(small.insert(static_cast<char>(i)).second);
    EXPECT_EQ(small.size(), 256U);

    struct alignas(128) wide {
        explicit(false) wide(int n) : number(n) {}
        int number;
    };
    struct by_number {
        static const int& key(const wide& element) { return element.number; }
    };
    hash_set<wide, banos::hash<int>, std::equal_to<>, std::allocator<wide>, by_number> aligned;
    for (int i = 0; i < 100; i++) {
        const auto at = aligned.emplace(i).first;
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(&*at) % 128, 0U);
    }
}

} // namespace
