// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/hash_map.hpp>

#include <algorithm>
#include <gtest/gtest.h>
#include <iterator>
#include <ranges>
#include <set>
#include <string>
#include <vector>

namespace {

using banos::hash_map;
using banos::hash_set;

using map = hash_map<int, std::string>;

static_assert(std::forward_iterator<map::iterator>);
static_assert(std::forward_iterator<map::const_iterator>);
static_assert(std::ranges::forward_range<map>);
static_assert(std::ranges::sized_range<const map>);
static_assert(std::convertible_to<map::iterator, map::const_iterator>);
static_assert(!std::convertible_to<map::const_iterator, map::iterator>);

TEST(hash_iterator, shows_elements_in_the_order_of_insertion) {
    hash_set<int> set;
    for (int i = 0; i < 1000; i++)
        set.insert(i * 17);
    int next = 0;
    for (const int element : set)
        EXPECT_EQ(element, 17 * next++);
    EXPECT_EQ(next, 1000);
}

TEST(hash_iterator, stays_valid_while_the_table_grows) {
    map table;
    const auto first = table.try_emplace(0, "zero").first;
    const auto& reference = *first;
    for (int i = 1; i < 100'000; i++)
        table.try_emplace(i, "more");
    EXPECT_EQ(first->value, "zero");
    EXPECT_EQ(&*table.find(0), &reference);
    EXPECT_EQ(std::distance(first, table.end()), 100'000);
}

TEST(hash_iterator, stays_valid_when_others_are_erased) {
    hash_set<int> set;
    for (int i = 0; i < 1000; i++)
        set.insert(i);
    for (auto at = set.begin(); at != set.end(); ++at) {
        // Right before and after it, and further on in its run.
        set.erase(*at + 1);
        set.erase(*at - 1);
        set.erase(*at + 20);
    }
    for (const int element : set)
        EXPECT_FALSE(set.contains(element + 1));
}

TEST(hash_iterator, skips_nothing_that_was_there_all_the_time) {
    hash_set<int> set;
    for (int i = 0; i < 5000; i++)
        set.insert(i);
    std::set<int> seen;
    for (auto at = set.begin(); at != set.end(); ++at) {
        EXPECT_TRUE(seen.insert(*at).second);
        if (*at < 5000 && *at % 2 == 0) {
            set.erase(*at + 5);
            set.insert(*at + 100'000);
        }
    }
    for (int i = 0; i < 5000; i += 2)
        EXPECT_TRUE(seen.contains(i));
}

TEST(hash_iterator, erases_on_its_way) {
    map table;
    for (int i = 0; i < 1000; i++)
        table.try_emplace(i, std::to_string(i));
    for (auto at = table.begin(); at != table.end();) {
        if (at->key % 5 != 0)
            at = table.erase(at);
        else
            ++at;
    }
    EXPECT_EQ(table.size(), 200U);
    for (auto at = table.begin(); at != table.end();)
        table.erase(at++);
    EXPECT_TRUE(table.empty());
    EXPECT_EQ(table.begin(), table.end());
}

TEST(hash_iterator, belongs_to_the_elements_when_tables_are_swapped_or_moved) {
    hash_set<std::string> first{"one", "two"};
    hash_set<std::string> second{"three"};
    auto at = first.find("one");
    first.swap(second);
    EXPECT_EQ(*at, "one");
    EXPECT_EQ(std::distance(at, second.end()), 2);
    const hash_set<std::string> third(std::move(second));
    EXPECT_EQ(std::distance(third.find("one"), third.end()), 2);
    ++at;
    EXPECT_EQ(*at, "two");
    ++at;
    EXPECT_EQ(at, third.end());
}

TEST(hash_iterator, walks_over_tables_with_few_elements_left) {
    hash_set<int> set;
    for (int i = 0; i < 10'000; i++)
        set.insert(i);
    for (int i = 0; i < 10'000; i++) {
        if (i % 999 != 0)
            set.erase(i);
    }
    std::vector<int> left(set.begin(), set.end());
    EXPECT_EQ(left,
              (std::vector<int>{0, 999, 1998, 2997, 3996, 4995, 5994, 6993, 7992, 8991, 9990}));
}

TEST(hash_iterator, works_with_ranges) {
    map table{{1, "one"}, {2, "two"}, {3, "three"}};
    EXPECT_EQ(std::ranges::distance(table), 3);
    EXPECT_EQ(std::ranges::count_if(table, [](const auto& entry) { return entry.key > 1; }), 2);
    EXPECT_NE(std::ranges::find(table, 2, [](const auto& entry) { return entry.key; }),
              table.end());
}

TEST(hash_iterator, compares_with_its_constant_form) {
    map table{{1, "one"}};
    const map::iterator at = table.begin();
    const map::const_iterator same = at;
    EXPECT_TRUE(at == same);
    EXPECT_TRUE(same != table.end());
    EXPECT_TRUE(map::iterator() == table.end());
}

} // namespace
