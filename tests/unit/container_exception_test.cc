// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Whatever throws, at whatever call: insertion of one element has no effect then, and
// nothing is lost or forgotten.
#include "container_fixture.hpp"

#include <banos/hash_map.hpp>

#include <functional>
#include <gtest/gtest.h>
#include <vector>

namespace {

using banos::hash_map;
using banos::hash_set;
using namespace banos::test;

using set = hash_set<counted, hash_of_counted, equal_counted, numbered_allocator<counted>>;
using map = hash_map<counted, counted, hash_of_counted, equal_counted,
                     numbered_allocator<banos::map_entry<const counted, counted>>>;

constexpr int most = 200;

std::vector<int> numbers_in(const set& table) {
    std::vector<int> numbers;
    for (const counted& element : table)
        numbers.push_back(element.number());
    return numbers;
}

// Does it with the first point of failure failing, then with the second, until none fails.
// Answers how often it failed.
template<typename action, typename check>
int fail_everywhere(action act, check unchanged) {
    for (int failures = 0;; failures++) {
        fuse::left = failures;
        try {
            act();
            fuse::left = -1;
            return failures;
        } catch (const failure&) {
            fuse::left = -1;
            unchanged();
        }
    }
}

class exception_test : public testing::Test {
  protected:
    void TearDown() override {
        fuse::left = -1;
        EXPECT_EQ(counted::alive, 0);
        EXPECT_EQ(numbered_allocator<char>::blocks_of(0), 0);
        EXPECT_EQ(numbered_allocator<char>::blocks_of(2), 0);
    }
};

TEST_F(exception_test, leaves_a_set_as_it_was_when_one_insertion_fails) {
    set table;
    int failures = 0;
    for (int i = 0; i < most; i++) {
        const auto before = numbers_in(table);
        failures += fail_everywhere([&] { table.insert(counted(i)); },
                                    [&] { ASSERT_EQ(numbers_in(table), before); });
        ASSERT_TRUE(table.contains(counted(i)));
        ASSERT_EQ(table.size(), static_cast<std::size_t>(i) + 1);
    }
    EXPECT_GT(failures, most);
}

TEST_F(exception_test, leaves_a_set_as_it_was_when_making_an_element_fails) {
    set table;
    for (int i = 0; i < most; i++) {
        const auto before = numbers_in(table);
        fail_everywhere([&] { table.emplace(i); }, [&] { ASSERT_EQ(numbers_in(table), before); });
        fail_everywhere([&] { EXPECT_FALSE(table.emplace(i).second); }, [] {});
    }
    EXPECT_EQ(table.size(), static_cast<std::size_t>(most));
}

TEST_F(exception_test, leaves_a_map_as_it_was_when_an_insertion_fails) {
    map table;
    for (int i = 0; i < most; i++) {
        const auto check = [&] { ASSERT_EQ(table.size(), static_cast<std::size_t>(i)); };
        if (i % 3 == 0)
            fail_everywhere([&] { table.try_emplace(counted(i), i); }, check);
        else if (i % 3 == 1)
            fail_everywhere([&] { table.insert_or_assign(counted(i), counted(i)); }, check);
        else
            fail_everywhere([&] { table.emplace(i, i); }, check);
    }
    for (int i = 0; i < most; i++)
        EXPECT_EQ(table.at(counted(i)).number(), i);
}

TEST_F(exception_test, leaves_a_set_as_it_was_when_its_room_fails) {
    set table;
    for (int i = 0; i < most; i++)
        table.insert(counted(i));
    const auto before = numbers_in(table);
    const auto check = [&] {
        ASSERT_EQ(numbers_in(table), before);
        for (int i = 0; i < most; i++)
            ASSERT_TRUE(table.contains(counted(i)));
    };
    EXPECT_GT(fail_everywhere([&] { table.reserve(10'000); }, check), 0);
    EXPECT_GT(fail_everywhere([&] { table.rehash(0); }, check), 0);
    EXPECT_GT(fail_everywhere([&] { table.rehash(100'000); }, check), 0);
}

TEST_F(exception_test, leaves_both_as_they_were_when_a_copy_fails) {
    set table;
    for (int i = 0; i < most; i++)
        table.insert(counted(i));
    set target;
    target.insert(counted(-5));
    const auto before = numbers_in(target);
    EXPECT_GT(
        fail_everywhere([&] { target = table; }, [&] { ASSERT_EQ(numbers_in(target), before); }),
        most);
    EXPECT_EQ(target, table);
    fail_everywhere([&] { const set copy(table); }, [] {});
}

TEST_F(exception_test, leaves_a_set_as_it_was_when_an_erasure_fails) {
    set table;
    for (int i = 0; i < most; i++)
        table.insert(counted(i));
    for (int i = 0; i < most; i++) {
        const counted wanted(i);
        const std::size_t before = table.size();
        fail_everywhere([&] { table.erase(wanted); }, [&] { ASSERT_EQ(table.size(), before); });
        ASSERT_FALSE(table.contains(wanted));
    }
    EXPECT_TRUE(table.empty());
}

TEST_F(exception_test, erases_by_iterator_without_calling_what_could_throw) {
    set table;
    for (int i = 0; i < most; i++)
        table.insert(counted(i));
    fuse::left = 0;
    while (!table.empty())
        table.erase(table.begin());
    EXPECT_EQ(fuse::left, 0);
}

TEST_F(exception_test, loses_nothing_when_a_merge_fails) {
    for (int failures = 0;; failures++) {
        set table;
        set other;
        for (int i = 0; i < 50; i++) {
            table.insert(counted(i));
            other.insert(counted(i + 25));
        }
        fuse::left = failures;
        bool failed = false;
        try {
            table.merge(other);
        } catch (const failure&) {
            failed = true;
        }
        fuse::left = -1;
        ASSERT_EQ(table.size() + other.size(), 100U);
        if (!failed)
            break;
    }
}

TEST_F(exception_test, keeps_what_was_before_when_inserting_several_fails) {
    const std::vector<int> numbers{1, 2, 3, 4, 5};
    set table;
    fuse::left = 8;
    EXPECT_THROW(table.insert(numbers.begin(), numbers.end()), failure);
    fuse::left = -1;
    int next = 1;
    for (const counted& element : table)
        EXPECT_EQ(element.number(), next++);
    EXPECT_LT(table.size(), 5U);
}

} // namespace
