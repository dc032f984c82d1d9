// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/result.hpp>

#include <cerrno>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <type_traits>

namespace {

using banos::error;
using banos::result;

static_assert(sizeof(error) <= 2 * sizeof(void*));
static_assert(std::is_nothrow_move_constructible_v<error>);
static_assert(std::is_nothrow_copy_constructible_v<error>);
static_assert(!std::is_convertible_v<int, error>, "a number alone is no error by accident");
static_assert(std::is_convertible_v<int, result<long>>);
static_assert(!std::is_convertible_v<result<int>, int>);
static_assert(!std::is_constructible_v<result<std::unique_ptr<int>>, int>);
static_assert(!std::is_convertible_v<int*, result<std::unique_ptr<int>>>,
              "what is explicit for T is explicit for its result");

result<int> half(int number) {
    if (number % 2 != 0)
        return error(EDOM, "the number is odd");
    return number / 2;
}

TEST(error, carries_a_number_and_a_sentence) {
    const error plain(ENOENT);
    EXPECT_EQ(plain.number(), ENOENT);
    EXPECT_EQ(plain.sentence(), "");
    const error told(EIO, "the disk is on fire");
    EXPECT_EQ(told.number(), EIO);
    EXPECT_EQ(told.sentence(), "the disk is on fire");
}

TEST(error, keeps_its_own_copy_of_a_sentence_that_goes) {
    std::string sentence = "instance 7 is bound to it";
    const error first = error::owning(EBUSY, sentence);
    sentence.assign(sentence.size(), 'x');
    EXPECT_EQ(first.sentence(), "instance 7 is bound to it");
    error second = first;
    error third(EIO);
    third = std::move(second);
    EXPECT_EQ(third.sentence(), "instance 7 is bound to it");
    EXPECT_EQ(first.sentence(), "instance 7 is bound to it");
    EXPECT_NE(third.sentence().data(), first.sentence().data());
    error& same = third;
    third = same;
    EXPECT_EQ(third.sentence(), "instance 7 is bound to it");
}

TEST(error, takes_an_empty_sentence_and_one_with_any_byte) {
    EXPECT_EQ(error::owning(EIO, {}).sentence(), "");
    EXPECT_EQ(error::owning(EIO, "\x01\xff").sentence(), "\x01\xff");
}

TEST(error, equals_another_of_the_same_number) {
    EXPECT_EQ(error(EIO), error(EIO, "in other words"));
    EXPECT_FALSE(error(EIO) == error(EPERM));
}

TEST(result, is_a_value_or_an_error) {
    const auto good = half(8);
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 4);
    EXPECT_EQ(good.value(), 4);
    EXPECT_EQ(good.value_or(9), 4);
    const auto bad = half(7);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().number(), EDOM);
    EXPECT_EQ(bad.error().sentence(), "the number is odd");
    EXPECT_EQ(bad.value_or(9), 9);
}

TEST(result, holds_what_can_only_be_moved) {
    result<std::unique_ptr<int>> made(std::make_unique<int>(5));
    ASSERT_TRUE(made);
    const std::unique_ptr<int> taken = *std::move(made);
    EXPECT_EQ(*taken, 5);
    const result<std::string> in_place(std::in_place, 3U, 'x');
    EXPECT_EQ(in_place->size(), 3U);
}

TEST(result, passes_an_error_on_into_another_type) {
    const auto outer = [](int number) -> result<std::string> {
        const auto inner = half(number);
        if (!inner)
            return inner.error();
        return std::to_string(*inner);
    };
    EXPECT_EQ(outer(4).value(), "2");
    EXPECT_EQ(outer(3).error(), error(EDOM));
}

TEST(result, chains) {
    EXPECT_EQ(half(8).and_then(half).and_then(half).value(), 1);
    EXPECT_EQ(half(4).and_then(half).and_then(half).error().number(), EDOM);
    EXPECT_EQ(half(8).transform([](int n) { return std::to_string(n); }).value(), "4");
    EXPECT_EQ(half(7).transform([](int n) { return std::to_string(n); }).error().number(), EDOM);
    int seen = 0;
    EXPECT_TRUE(half(8).transform([&](int n) { seen = n; }));
    EXPECT_EQ(seen, 4);
    EXPECT_EQ(half(7).or_else([](const error&) -> result<int> { return 0; }).value(), 0);
    EXPECT_EQ(half(8).or_else([](const error&) -> result<int> { return 0; }).value(), 4);
}

TEST(result, of_nothing_is_success_or_an_error) {
    const result<void> good;
    EXPECT_TRUE(good);
    good.value();
    const result<void> bad(error(EIO, "no"));
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().sentence(), "no");
    EXPECT_EQ(result<void>().and_then([] { return half(2); }).value(), 1);
    EXPECT_EQ(result<void>(error(EIO)).and_then([] { return half(2); }).error(), error(EIO));
    EXPECT_TRUE(result<void>(error(EIO)).or_else([](const error&) { return result<void>(); }));
}

TEST(result_death, value_of_a_failure_ends_the_program) {
    EXPECT_DEATH(static_cast<void>(half(7).value()), "");
    EXPECT_DEATH(result<void>(error(EIO)).value(), "");
}

} // namespace
