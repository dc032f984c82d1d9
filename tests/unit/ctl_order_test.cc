// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "order.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

namespace banos::ctl {
namespace {

using positions = std::vector<std::size_t>;

TEST(order, keeps_what_needs_nothing_as_it_is) {
    EXPECT_EQ(providers_first({{}, {}, {}}).order, (positions{0, 1, 2}));
    EXPECT_TRUE(providers_first({}).order.empty());
    EXPECT_TRUE(providers_first({}).cycle.empty());
}

TEST(order, puts_providers_first_and_else_changes_nothing) {
    EXPECT_EQ(providers_first({{{2}}, {}, {{3}}, {}}).order, (positions{1, 3, 2, 0}));
}

TEST(order, takes_a_need_twice_or_of_itself) {
    EXPECT_EQ(providers_first({{{1}, {1}, {0}}, {{1}}}).order, (positions{1, 0}));
}

TEST(order, finds_the_cycle_among_others) {
    const auto answer = providers_first({{}, {{2}}, {{3}}, {{1}}, {{1}}});
    EXPECT_TRUE(answer.order.empty());
    auto cycle = answer.cycle;
    std::ranges::sort(cycle);
    EXPECT_EQ(cycle, (positions{1, 2, 3}));
}

TEST(order, names_a_cycle_in_the_order_of_the_needs) {
    const needs_of needs{{{4}}, {{0}}, {{1}}, {}, {{2}}};
    const auto cycle = providers_first(needs).cycle;
    ASSERT_EQ(cycle.size(), 4U);
    for (std::size_t i = 0; i < cycle.size(); i++)
        EXPECT_EQ(needs[cycle[i]][0].provider, cycle[(i + 1) % cycle.size()]);
}

TEST(order, follows_weak_needs_where_it_can) {
    EXPECT_EQ(providers_first({{{1, true}}, {}}).order, (positions{1, 0}));
    // 0 would like 1, which must have 0.
    EXPECT_EQ(providers_first({{{1, true}}, {{0}}}).order, (positions{0, 1}));
    // A circle of wishes only.
    EXPECT_EQ(providers_first({{{1, true}}, {{0, true}}}).order, (positions{0, 1}));
    // A wish and a need of the same.
    EXPECT_EQ(providers_first({{{1, true}, {1}}, {}}).order, (positions{1, 0}));
}

TEST(order, holds_for_random_graphs) {
    std::mt19937 random(20261122);
    for (int round = 0; round < 300; round++) {
        const std::size_t count = random() % 30 + 1;
        positions ranks(count);
        std::iota(ranks.begin(), ranks.end(), 0);
        std::ranges::shuffle(ranks, random);
        needs_of needs(count);
        for (std::size_t i = 0; i < count * 2; i++) {
            const std::size_t a = random() % count;
            const std::size_t b = random() % count;
            // Strong needs lead to lower ranks only, so that there is an order.
            if (ranks[a] > ranks[b])
                needs[a].push_back({b});
            else
                needs[a].push_back({b, true});
        }
        const auto answer = providers_first(needs);
        ASSERT_EQ(answer.order.size(), count);
        positions at(count, count);
        for (std::size_t i = 0; i < count; i++)
            at[answer.order[i]] = i;
        EXPECT_EQ(std::ranges::count(at, count), 0) << "each comes once";
        for (std::size_t user = 0; user < count; user++) {
            for (const auto& one : needs[user])
                EXPECT_TRUE(one.weak || at[one.provider] < at[user]);
        }
    }
}

TEST(order, takes_a_chain_of_a_hundred_thousand) {
    constexpr std::size_t count = 100'000;
    needs_of needs(count);
    for (std::size_t i = 0; i + 1 < count; i++)
        needs[i].push_back({i + 1});
    auto answer = providers_first(needs);
    ASSERT_EQ(answer.order.size(), count);
    EXPECT_EQ(answer.order.front(), count - 1);
    needs[count - 1].push_back({0});
    EXPECT_EQ(providers_first(needs).cycle.size(), count);
}

} // namespace
} // namespace banos::ctl
