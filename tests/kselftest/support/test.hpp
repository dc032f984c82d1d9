// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// How a test is written: each TEST() of a program is one point of its plan, in the form that the
// kernel's kselftest.h gives it. main() is in the library.
//
//     TEST(reads_what_was_written) {
//         const file node("/dev/ring");
//         require(node.write("abc") == 3);   // ends this TEST when it does not hold
//         expect_equal(node.read(), "abc");  // goes on
//     }
//
// A test that cannot be made here says why with skip(), and counts as skipped.
#ifndef BANOS_TESTS_TEST_HPP
#define BANOS_TESTS_TEST_HPP

#include <kselftest.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace banos::test {

// Thrown by require() and skip(); others that arrive in main() fail the TEST as well.
struct failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct skipped : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Makes a function one of the program's tests.
struct registration {
    registration(const char* name, void (*run)());
};

// Fails the running TEST, and says where and why. Any thread may.
void fail(const char* file, int line, const std::string& why);

// How often, how long, how many: the first, or the second in a quick run.
unsigned scaled(unsigned full, unsigned quick);

template<typename T>
std::string text_of(const T& value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

[[noreturn]] inline void skip(const std::string& why) {
    throw skipped(why);
}

template<typename A, typename B>
bool equal_or_fail(const A& found, const B& expected, const char* what, const char* file,
                   int line) {
    if (found == expected)
        return true;
    fail(file, line,
         std::string(what) + ": expected " + text_of(expected) + ", found " + text_of(found));
    return false;
}

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

inline bool contains_or_fail(std::string_view text, std::string_view part, const char* file,
                             int line) {
    if (contains(text, part))
        return true;
    fail(file, line, "expected \"" + std::string(part) + "\" in: " + std::string(text));
    return false;
}

} // namespace banos::test

// NOLINTBEGIN(cppcoreguidelines-macro-usage): they say where they stand
#define TEST(name)                                                                                 \
    static void name();                                                                            \
    static const ::banos::test::registration registration_of_##name(#name, name);                  \
    static void name()

#define expect(condition)                                                                          \
    ((condition) ? true : (::banos::test::fail(__FILE__, __LINE__, #condition), false))

#define expect_equal(found, expected)                                                              \
    ::banos::test::equal_or_fail(found, expected, #found, __FILE__, __LINE__)

#define expect_contains(text, part) ::banos::test::contains_or_fail(text, part, __FILE__, __LINE__)

#define require(condition)                                                                         \
    do {                                                                                           \
        if (!expect(condition))                                                                    \
            throw ::banos::test::failed(#condition);                                               \
    } while (false)

#define require_equal(found, expected)                                                             \
    do {                                                                                           \
        if (!expect_equal(found, expected))                                                        \
            throw ::banos::test::failed(#found);                                                   \
    } while (false)
// NOLINTEND(cppcoreguidelines-macro-usage)

#endif
