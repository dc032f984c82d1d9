// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/hash_map.hpp>

#include <atomic>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using banos::hash_map;
using banos::map_entry;

using ages = hash_map<std::string, int>;

static_assert(std::is_same_v<decltype(ages().begin()->key), const std::string>);
static_assert(std::is_same_v<decltype(ages().begin()->value), int>);
static_assert(!std::is_assignable_v<decltype((std::declval<ages::const_iterator>()->value)), int>);
static_assert(std::is_nothrow_move_constructible_v<ages>);

TEST(hash_map, maps) {
    ages map{{"Ada", 36}, {"Grace", 85}};
    EXPECT_EQ(map.size(), 2U);
    EXPECT_EQ(map.at("Ada"), 36);
    EXPECT_THROW((void)map.at("Alan"), std::out_of_range);
    EXPECT_THROW((void)std::as_const(map).at("Alan"), std::out_of_range);
    map["Alan"] = 41;
    map["Ada"]++;
    EXPECT_EQ(std::as_const(map).at("Ada"), 37);
    EXPECT_EQ(map.find("Alan")->value, 41);
    EXPECT_EQ(map["nobody"], 0);
}

TEST(hash_map, shows_constant_keys_and_values_that_change) {
    ages map{{"Ada", 36}, {"Grace", 85}};
    for (auto& [name, age] : map) {
        static_assert(std::is_const_v<std::remove_reference_t<decltype(name)>>);
        age++;
    }
    EXPECT_EQ(map, (ages{{"Grace", 86}, {"Ada", 37}}));
    EXPECT_NE(map, (ages{{"Grace", 86}, {"Ada", 38}}));
}

TEST(hash_map, inserts_what_is_not_there) {
    ages map;
    EXPECT_TRUE(map.insert({"Ada", 1}).second);
    EXPECT_FALSE(map.insert({"Ada", 2}).second);
    EXPECT_FALSE(map.emplace("Ada", 3).second);
    EXPECT_FALSE(map.try_emplace("Ada", 4).second);
    const ages::value_type entry("Ada", 5);
    EXPECT_FALSE(map.insert(entry).second);
    EXPECT_FALSE(map.insert(std::pair<const char*, int>("Ada", 6)).second);
    EXPECT_EQ(map.at("Ada"), 1);
    EXPECT_FALSE(map.insert_or_assign("Ada", 7).second);
    EXPECT_EQ(map.at("Ada"), 7);
    EXPECT_TRUE(map.insert_or_assign("Grace", 8).second);
    EXPECT_TRUE(map.insert(std::pair<std::string, int>("Alan", 9)).second);
    EXPECT_EQ(map.emplace_hint(map.begin(), "Alan", 10)->value, 9);
}

TEST(hash_map, is_made_of_another_kind_of_map) {
    const std::unordered_map<std::string, int> other{{"one", 1}, {"two", 2}};
    const ages map(other.begin(), other.end());
    EXPECT_EQ(map, (ages{{"one", 1}, {"two", 2}}));
    ages more;
    more.insert(other.begin(), other.end());
    more.insert({{"three", 3}, {"one", 9}});
    EXPECT_EQ(more.size(), 3U);
    EXPECT_EQ(more.at("one"), 1);
}

TEST(hash_map, moves_from_nothing_that_it_does_not_insert) {
    hash_map<std::string, std::unique_ptr<int>> map;
    std::string key = "a key of more characters than fit into the object";
    auto value = std::make_unique<int>(1);
    EXPECT_TRUE(map.try_emplace(key, std::move(value)).second);
    value = std::make_unique<int>(2);
    EXPECT_FALSE(map.try_emplace(std::move(key), std::move(value)).second);
    EXPECT_EQ(*value, 2);
    EXPECT_FALSE(key.empty());
    EXPECT_FALSE(map.insert_or_assign(std::move(key), std::move(value)).second);
    EXPECT_FALSE(key.empty());
    EXPECT_EQ(*map.at(key), 2);
}

TEST(hash_map, holds_keys_and_values_that_can_only_be_moved) {
    hash_map<std::unique_ptr<int>, std::unique_ptr<int>> map;
    auto key = std::make_unique<int>(1);
    const int* address = key.get();
    map.insert({std::move(key), std::make_unique<int>(2)});
    auto node = map.extract(map.begin());
    EXPECT_TRUE(map.empty());
    EXPECT_EQ(node.key().get(), address);
    EXPECT_EQ(*node.mapped(), 2);
    map.insert(std::move(node));
    hash_map<std::unique_ptr<int>, std::unique_ptr<int>> other;
    other.merge(map);
    EXPECT_TRUE(map.empty());
    EXPECT_EQ(other.begin()->key.get(), address);
}

TEST(hash_map, holds_values_that_cannot_be_moved) {
    hash_map<int, std::atomic<int>> map;
    map.try_emplace(1, 5);
    map[2] = 6;
    map[1]++;
    EXPECT_EQ(map.at(1), 6);
    EXPECT_EQ(map.at(2), 6);
}

TEST(hash_map, changes_a_key_outside) {
    ages map{{"Ada", 36}, {"Grace", 85}};
    auto node = map.extract("Ada");
    node.key() = "Augusta";
    EXPECT_TRUE(map.insert(std::move(node)).inserted);
    EXPECT_EQ(map, (ages{{"Augusta", 36}, {"Grace", 85}}));
}

TEST(hash_map, merges_and_swaps_and_erases) {
    ages map{{"one", 1}};
    ages other{{"one", 10}, {"two", 2}};
    map.merge(other);
    EXPECT_EQ(map, (ages{{"one", 1}, {"two", 2}}));
    EXPECT_EQ(other, (ages{{"one", 10}}));
    swap(map, other);
    EXPECT_EQ(map.size(), 1U);
    EXPECT_EQ(map.erase("one"), 1U);
    EXPECT_EQ(erase_if(other, [](const auto& entry) { return entry.value == 2; }), 1U);
    EXPECT_EQ(other.size(), 1U);
    const auto [first, last] = other.equal_range("one");
    EXPECT_EQ(std::distance(first, last), 1);
}

TEST(hash_map, takes_a_key_of_itself) {
    ages map{{"one", 1}};
    for (int i = 0; i < 100; i++) {
        map.insert_or_assign(map.begin()->key, i);
        map[map.begin()->key + std::to_string(i)] = i;
    }
    EXPECT_EQ(map.size(), 101U);
}

// The element that an argument refers to stays where it is while the table grows.
TEST(hash_map, takes_a_value_of_itself_while_it_grows) {
    hash_map<int, std::string> map{{0, "a value of more characters than fit into the object"}};
    for (int i = 1; i < 1000; i++)
        map.try_emplace(i, map.at(i - 1));
    EXPECT_EQ(map.at(999), map.at(0));
}

TEST(hash_map, deduces) {
    const std::vector<std::pair<int, std::string>> pairs{{1, "one"}};
    const hash_map map(pairs.begin(), pairs.end());
    static_assert(std::is_same_v<decltype(map), const hash_map<int, std::string>>);
    const hash_map list{map_entry{1, 2.0}, map_entry{2, 3.0}};
    static_assert(std::is_same_v<decltype(list), const hash_map<int, double>>);
    EXPECT_EQ(list.size(), 2U);
}

} // namespace
