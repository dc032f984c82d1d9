// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "text.h"

#include <gtest/gtest.h>
#include <sstream>

namespace banos::ctl {
namespace {

TEST(text, leaves_harmless_text_alone) {
    EXPECT_EQ(printable("ring 1.0 (GPL)"), "ring 1.0 (GPL)");
    EXPECT_EQ(printable("Gr\xc3\xbc\xc3\x9f"
                        "e \xe2\x82\xac \xf0\x9f\x8e\x89"),
              "Gr\xc3\xbc\xc3\x9f"
              "e \xe2\x82\xac \xf0\x9f\x8e\x89");
}

TEST(text, shows_what_a_terminal_would_obey) {
    EXPECT_EQ(printable("\x1b[2J\r\n\t"), "\\x1b[2J\\x0d\\x0a\\x09");
    EXPECT_EQ(printable(std::string_view("a\0b\x7f", 4)), "a\\x00b\\x7f");
    EXPECT_EQ(printable("\xc2\x9b"
                        "2J"),
              "\\xc2\\x9b2J")
        << "a control character of two bytes";
    EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae") << "turns the text around";
}

TEST(text, shows_bytes_that_are_not_utf8) {
    EXPECT_EQ(printable("\xff\xfe"), "\\xff\\xfe");
    EXPECT_EQ(printable("\xc3"), "\\xc3") << "cut";
    EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf") << "too long a form";
    EXPECT_EQ(printable("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "half of a pair";
    EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "beyond Unicode";
}

TEST(text, writes_and_reads_versions) {
    EXPECT_EQ(version_text(0x00090000), "0.9.0");
    EXPECT_EQ(version_text(UINT32_MAX), "255.255.65535");
    for (const std::uint32_t word : {0U, 1U, 0x01020003U, UINT32_MAX})
        EXPECT_EQ(version_word(version_text(word)), word);
    for (const char* bad : {"", "1", "1.2", "1.2.", ".1.2", "1..2", "256.0.0", "0.256.0",
                            "0.0.65536", "1.2.3.4", "1.2.x", " 1.2.3", "+1.2.3", "-1.2.3"})
        EXPECT_EQ(version_word(bad), std::nullopt) << bad;
}

TEST(text, reads_decimal_numbers_only) {
    EXPECT_EQ(decimal("18446744073709551615"), UINT64_MAX);
    EXPECT_EQ(decimal("007"), 7U);
    for (const char* bad : {"", "18446744073709551616", "0x7", "7 ", "-7", "7a"})
        EXPECT_EQ(decimal(bad), std::nullopt) << bad;
}

TEST(text, writes_times) {
    EXPECT_EQ(time_text(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(time_text(1'795'363'262'999'999'999), "2026-11-22T16:01:02Z");
    EXPECT_FALSE(time_text(UINT64_MAX).empty());
}

TEST(text, aligns_tables) {
    table rows({{"ID", table::side::right}, {"NAME"}, {"SIZE", table::side::right}, {"WHY"}});
    rows.add({"7", "ring", "123456", ""});
    rows.add({"12345", "gr\xc3\xbcn", "1", "because"});
    std::ostringstream out;
    rows.print(out);
    EXPECT_EQ(out.str(), "   ID  NAME    SIZE  WHY\n"
                         "    7  ring  123456\n"
                         "12345  gr\xc3\xbcn       1  because\n");
}

TEST(text, keeps_a_row_on_its_line) {
    table rows({{"NAME"}});
    rows.add({"one\ntwo\x1b[31m"});
    std::ostringstream out;
    rows.print(out);
    EXPECT_EQ(out.str(), "NAME\none\\x0atwo\\x1b[31m\n");
}

} // namespace
} // namespace banos::ctl
