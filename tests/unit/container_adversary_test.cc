// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Keys that somebody chose who knows one seed must not hurt tables of other seeds. Counted
// is how often keys are compared, since time says nothing on a busy machine.
#include <banos/hash_map.hpp>

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

// With a seed that a test sets instead of the table's own if it wants.
template<typename K>
struct seeded_hash {
    const std::uint64_t* fixed = nullptr;
    std::uint64_t operator()(const K& key, std::uint64_t seed) const {
        return banos::hash<K>()(key, fixed == nullptr ? seed : *fixed);
    }
};

template<typename K>
struct counting_equal {
    std::size_t* count;
    bool operator()(const K& left, const K& right) const {
        ++*count;
        return left == right;
    }
};

void make_key(std::uint64_t number, std::uint64_t& key) {
    key = number;
}
void make_key(std::uint64_t number, std::string& key) {
    key = "key " + std::to_string(number);
}

// Keys whose hashes with the seed begin with the same 11 bits and end with the same 6: the
// same bucket of any small table, and a quarter of the fingerprints at most.
template<typename K>
std::vector<K> colliding_keys(std::uint64_t seed, std::size_t count) {
    std::vector<K> keys;
    for (std::uint64_t number = 0; keys.size() < count; number++) {
        K key;
        make_key(number, key);
        const std::uint64_t hash = banos::hash<K>()(key, seed);
        if (hash >> 53 == 5 && hash % 64 == 3)
            keys.push_back(std::move(key));
    }
    return keys;
}

template<typename K>
std::size_t comparisons(const std::vector<K>& keys, const std::uint64_t* seed) {
    std::size_t count = 0;
    banos::hash_set<K, seeded_hash<K>, counting_equal<K>> table(0, {seed}, {&count});
    for (const K& key : keys)
        table.insert(key);
    return count;
}

template<typename K>
void expect_harmless() {
    constexpr std::uint64_t known = 0x0123456789abcdef;
    const auto keys = colliding_keys<K>(known, 400);
    // The attack is one: each key is compared with a quarter of those before.
    EXPECT_GT(comparisons(keys, &known), keys.size() * keys.size() / 10);
    for (int i = 0; i < 100; i++)
        EXPECT_LT(comparisons(keys, nullptr), keys.size());
}

TEST(adversary, cannot_choose_numbers_that_hurt_another_table) {
    expect_harmless<std::uint64_t>();
}

TEST(adversary, cannot_choose_strings_that_hurt_another_table) {
    expect_harmless<std::string>();
}

TEST(adversary, finds_another_seed_in_each_table) {
    std::vector<std::uint64_t> hashes;
    struct telling_hash {
        std::vector<std::uint64_t>* seeds;
        std::uint64_t operator()(int key, std::uint64_t seed) const {
            seeds->push_back(seed);
            return banos::hash<int>()(key, seed);
        }
    };
    for (int i = 0; i < 100; i++) {
        banos::hash_set<int, telling_hash> table(1, {&hashes});
        hashes.clear();
        table.insert(1);
        const std::uint64_t first = hashes.back();
        banos::hash_set<int, telling_hash> other(1, {&hashes});
        other.insert(1);
        EXPECT_NE(hashes.back(), first);
    }
}

// What is copied from table to table in its order goes into no few buckets first.
TEST(adversary, is_not_a_table_that_is_copied_into_a_smaller_one) {
    std::size_t count = 0;
    using table = banos::hash_set<int, banos::hash<int>, counting_equal<int>>;
    table source(0, {}, {&count});
    for (int i = 0; i < 100'000; i++)
        source.insert(i);
    table target(0, {}, {&count});
    count = 0;
    for (const int element : source)
        target.insert(element);
    EXPECT_LT(count, source.size() / 10);
}

} // namespace
