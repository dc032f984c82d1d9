// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "log.h"

#include <array>
#include <cstring>
#include <gtest/gtest.h>
#include <string>

namespace {

TEST(log, holds_one_sentence_a_line) {
    std::array<char, 64> text{};
    log log = {text.data(), text.size(), 0};
    log_say(&log, "one %d", 1);
    log_say(&log, "two %s", "2");
    EXPECT_STREQ(text.data(), "one 1\ntwo 2\n");
    EXPECT_EQ(log.used, std::strlen(text.data()));
}

TEST(log, answers_the_error_negated) {
    std::array<char, 64> text{};
    log log = {text.data(), text.size(), 0};
    EXPECT_EQ(log_error(&log, ENOEXEC, "no"), -ENOEXEC);
    EXPECT_STREQ(text.data(), "no\n");
}

TEST(log, may_be_absent) {
    log_say(nullptr, "unheard");
    EXPECT_EQ(log_error(nullptr, EFBIG, "unheard"), -EFBIG);
}

TEST(log, without_a_buffer_counts_what_it_would_hold) {
    log log = {nullptr, 0, 0};
    log_say(&log, "%s", "12345");
    log_say(&log, "%s", "678");
    EXPECT_EQ(log.used, 10U);
}

// Whatever the size: the text is a prefix of the whole, ends in NUL, and the count is the whole's.
TEST(log, cut_at_every_size_is_a_prefix) {
    const std::string whole = "first line\nsecond\nthe third and last one\n";
    for (std::size_t size = 1; size <= whole.size() + 2; size++) {
        std::string buffer(size + 1, '#');
        log log = {buffer.data(), size, 0};
        log_say(&log, "first line");
        log_say(&log, "second");
        log_say(&log, "the third and last %s", "one");
        EXPECT_EQ(log.used, whole.size());
        EXPECT_EQ(buffer[size], '#') << "wrote behind a buffer of " << size;
        const std::string text = buffer.c_str();
        EXPECT_LT(text.size(), size);
        EXPECT_EQ(whole.substr(0, text.size()), text);
    }
}

TEST(log, replaces_what_a_terminal_would_obey) {
    std::array<char, 64> text{};
    log log = {text.data(), text.size(), 0};
    log_say(&log, "name %s end", "\x1b[2J\n\x80\x7f");
    EXPECT_STREQ(text.data(), "name ?[2J??? end\n");
}

} // namespace
