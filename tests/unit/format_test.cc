// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The shim's formatting against that of the C library, and where the two differ on purpose.
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "format.h"

namespace {

// The formats are made at run time: that is the point.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

constexpr char guard = '\x7f';

struct outcome {
    std::string memory; // all of the buffer, and one byte behind it
    std::size_t length;

    bool operator==(const outcome&) const = default;
};

std::ostream& operator<<(std::ostream& stream, const outcome& of) {
    return stream << of.length << " bytes: " << of.memory;
}

outcome ours(std::size_t size, const char* format, ...) {
    outcome result{std::string(size + 1, guard), 0};
    va_list arguments;
    va_start(arguments, format);
    result.length = format_arguments(result.memory.data(), size, format, arguments);
    va_end(arguments);
    return result;
}

// The rest of the buffer is made equal: C does not say what snprintf() leaves there.
outcome theirs(std::size_t size, const char* format, ...) {
    outcome result{std::string(size + 1, guard), 0};
    va_list arguments;
    va_start(arguments, format);
    result.length =
        static_cast<std::size_t>(std::vsnprintf(result.memory.data(), size, format, arguments));
    va_end(arguments);
    return result;
}

template<typename... arguments>
std::string text(const char* format, arguments... values) {
    auto result = ours(4096, format, values...);
    EXPECT_LT(result.length, 4096U);
    EXPECT_EQ(result.memory[result.length], '\0');
    return result.memory.substr(0, result.length);
}

class random_conversions {
  public:
    int below(int bound) { return static_cast<int>(engine_() % static_cast<unsigned>(bound)); }
    bool one_in(int count) { return below(count) == 0; }
    std::uint64_t number();
    std::string literal();
    std::string string();
    std::string flags(const char* allowed);
    std::string width() { return one_in(2) ? std::to_string(1 + below(30)) : ""; }
    std::string precision();

  private:
    std::mt19937_64 engine_{20261122};
};

// Of any length in bits, so that short numbers are as frequent as long ones; and the limits.
std::uint64_t random_conversions::number() {
    switch (below(8)) {
    case 0:
        return 0;
    case 1:
        return std::numeric_limits<std::uint64_t>::max() >> below(64);
    case 2:
        return std::uint64_t{1} << below(64);
    default:
        return engine_() >> below(64);
    }
}

std::string random_conversions::literal() {
    static constexpr const char* literals[] = {
        "", "a", " ", "value=", "%%", "100%% ", "\x01\xff", "\n"};
    return literals[below(8)];
}

std::string random_conversions::string() {
    std::string result(static_cast<std::size_t>(below(40)), '\0');
    for (auto& byte : result)
        byte = static_cast<char>(1 + below(255));
    return result;
}

std::string random_conversions::flags(const char* allowed) {
    std::string result;
    for (; *allowed != '\0'; allowed++) {
        if (one_in(3))
            result += *allowed;
    }
    return result;
}

std::string random_conversions::precision() {
    switch (below(4)) {
    case 0:
        return ".";
    case 1:
        return "." + std::to_string(below(30));
    default:
        return "";
    }
}

template<typename value>
void compare(const std::string& format, std::size_t size, value argument) {
    EXPECT_EQ(ours(size, format.c_str(), argument), theirs(size, format.c_str(), argument))
        << "format " << format << ", size " << size;
}

template<typename value>
void compare_starred(const std::string& format, std::size_t size, int width, int precision,
                     value argument) {
    EXPECT_EQ(ours(size, format.c_str(), width, precision, argument),
              theirs(size, format.c_str(), width, precision, argument))
        << "format " << format << ", " << width << ", " << precision;
}

// One number with the length modifier that goes with its type.
void compare_number(const std::string& before, const std::string& behind, std::size_t size,
                    std::uint64_t number, int modifier) {
    switch (modifier) {
    case 0:
        return compare(before + "hh" + behind, size, static_cast<int>(number));
    case 1:
        return compare(before + "h" + behind, size, static_cast<int>(number));
    case 2:
        return compare(before + behind, size, static_cast<int>(number));
    case 3:
        return compare(before + "l" + behind, size, static_cast<long>(number));
    case 4:
        return compare(before + "ll" + behind, size, static_cast<long long>(number));
    case 5:
        return compare(before + "z" + behind, size, static_cast<std::size_t>(number));
    default:
        return compare(before + "j" + behind, size, static_cast<std::intmax_t>(number));
    }
}

struct kind {
    char letter;
    const char* flags; // those that C defines for it
};

constexpr kind numbers[] = {{'d', "-+ 0"}, {'i', "-+ 0"}, {'u', "-0"},
                            {'x', "-#0"},  {'X', "-#0"},  {'o', "-#0"}};

TEST(format, numbers_are_as_in_c) {
    random_conversions random;
    for (int i = 0; i < 200000; i++) {
        const auto& of = numbers[random.below(6)];
        auto before =
            random.literal() + "%" + random.flags(of.flags) + random.width() + random.precision();
        compare_number(before, of.letter + random.literal(),
                       static_cast<std::size_t>(random.below(70)), random.number(),
                       random.below(7));
    }
}

TEST(format, strings_are_as_in_c) {
    random_conversions random;
    for (int i = 0; i < 100000; i++) {
        auto format = random.literal() + "%" + random.flags("-") + random.width() +
                      random.precision() + "s" + random.literal();
        auto string = random.string();
        compare(format, static_cast<std::size_t>(random.below(90)), string.c_str());
    }
}

TEST(format, bytes_are_as_in_c) {
    random_conversions random;
    for (int i = 0; i < 20000; i++) {
        auto format =
            random.literal() + "%" + random.flags("-") + random.width() + "c" + random.literal();
        compare(format, static_cast<std::size_t>(random.below(50)), random.below(256));
    }
}

TEST(format, widths_from_arguments_are_as_in_c) {
    random_conversions random;
    for (int i = 0; i < 50000; i++) {
        const auto& of = numbers[random.below(6)];
        auto format = "%" + random.flags(of.flags) + "*.*l" + of.letter;
        compare_starred(format, static_cast<std::size_t>(random.below(70)), random.below(60) - 30,
                        random.below(40) - 5, static_cast<long>(random.number()));
    }
}

TEST(format, many_conversions_take_their_arguments_in_order) {
    EXPECT_EQ(text("%d %s %c|%5u|%-5x|%#o %lld %zu %p %%", -1, "two", '3', 4U, 5U, 6U, -7LL,
                   std::size_t{8}, nullptr),
              "-1 two 3|    4|5    |06 -7 8 (nil) %");
    EXPECT_EQ(text("%d%d%d%d%d%d%d%d%d", 1, 2, 3, 4, 5, 6, 7, 8, 9), "123456789");
}

TEST(format, limits_of_each_length) {
    constexpr auto lowest = std::numeric_limits<long long>::min();
    EXPECT_EQ(text("%lld", lowest), "-9223372036854775808");
    EXPECT_EQ(text("%llo", ~0ULL), "1777777777777777777777");
    EXPECT_EQ(text("%d", std::numeric_limits<int>::min()), "-2147483648");
    EXPECT_EQ(text("%hhd", 0x1ff), "-1");
    EXPECT_EQ(text("%hhu", 0x1ff), "255");
    EXPECT_EQ(text("%hx", 0x12345), "2345");
}

TEST(format, null_string) {
    const char* none = nullptr;
    EXPECT_EQ(text("%s", none), "(null)");
    EXPECT_EQ(text("[%-8s]", none), "[(null)  ]");
    EXPECT_EQ(text("%.3s", none), "(nu");
}

TEST(format, precision_bounds_what_is_read_of_a_string) {
    const std::vector<char> no_nul(16, 'x'); // a sanitizer sees what lies behind
    EXPECT_EQ(text("%.16s", no_nul.data()), std::string(16, 'x'));
    EXPECT_EQ(text("%.*s", 5, no_nul.data()), "xxxxx");
}

TEST(format, pointer_has_a_width) {
    char expected[40];
    int object = 0;
    std::snprintf(expected, sizeof(expected), "%p", static_cast<void*>(&object));
    EXPECT_EQ(text("%p", &object), expected);
    EXPECT_EQ(text("%30p", &object).size(), 30U);
    EXPECT_EQ(text("%-30p|", &object),
              std::string(expected).append(30 - std::string(expected).size(), ' ') + "|");
}

// None of these may take an argument: there is none.
TEST(format, from_an_unknown_conversion_on_all_is_literal) {
    for (const char* format :
         {"%",    "%%%", "100%", "%5",    "%-",  "%.",   "%.3",   "%l",    "%ll",
          "%hh",  "%z",  "%*",   "%*.*",  "%n",  "%f",   "%g",    "%e %s", "%a",
          "%Lf",  "%td", "%qd",  "%ls",   "%lc", "%hs",  "%lp",   "%m",    "%y %d",
          "%k%k", "% ",  "%#",   "%I64d", "%'d", "%1$d", "%\x01", "%\xff"}) {
        auto expected = std::string(format);
        if (expected == "%%%")
            expected = "%%";
        EXPECT_EQ(text(format), expected);
    }
    EXPECT_EQ(text("%d %f %d", 1), "1 %f %d");
    EXPECT_EQ(text("%s %n %s", "a"), "a %n %s");
}

TEST(format, huge_widths_are_counted_and_not_written) {
    auto result = ours(16, "%2147483647d", 5);
    EXPECT_EQ(result.length, 2147483647U);
    EXPECT_EQ(result.memory, std::string(15, ' ') + '\0' + guard);
    EXPECT_EQ(ours(0, "%2147483647d%2147483647d%-2147483647d", 1, 2, 3).length, 3UL * 2147483647U);
    EXPECT_EQ(ours(4, "%.2147483647d", 5).memory, std::string("000") + '\0' + guard);
}

TEST(format, widths_beyond_an_int_are_the_largest_int) {
    EXPECT_EQ(ours(8, "%99999999999999999999d", 5).length, 2147483647U);
    EXPECT_EQ(ours(8, "%*d", std::numeric_limits<int>::min(), 5).length, 2147483647U);
}

TEST(format, no_buffer_at_all) {
    EXPECT_EQ(ours(0, "%d", 12345).length, 5U);
    EXPECT_EQ(ours(0, "%d", 12345).memory, std::string(1, guard));
    EXPECT_EQ(ours(1, "%d", 12345).memory, std::string(1, '\0') + guard);
}

TEST(format, cut_text_ends_in_nul) {
    EXPECT_EQ(ours(4, "abc").memory, std::string("abc") + '\0' + guard);
    EXPECT_EQ(ours(4, "abcd").memory, std::string("abc") + '\0' + guard);
    EXPECT_EQ(ours(4, "%s%s", "ab", "cdef").length, 6U);
}

} // namespace
