// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Memory and strings: what the driver checks by itself, and comparisons with the C library.
#include "suite.hpp"
#include "test.hpp"
#include "test_string.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <span>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_string", #name);                                                            \
    }
STRING_CASES(CASE)

namespace {

std::int64_t sign(int value) {
    return (value > 0) - (value < 0);
}

std::int64_t offset(const void* found, const char* start) {
    return found == nullptr ? -1 : static_cast<const char*>(found) - start;
}

std::int64_t answer_of_the_library(const string_call& call) {
    const char* const left = call.left;
    const char* const right = call.right;
    switch (call.function) {
    case STRING_MEMCMP:
        return sign(std::memcmp(left, right, call.size));
    case STRING_MEMCHR:
        return offset(std::memchr(left, call.value, call.size), left);
    case STRING_STRLEN:
        return static_cast<std::int64_t>(std::strlen(left));
    case STRING_STRNLEN:
        return static_cast<std::int64_t>(strnlen(left, call.size));
    case STRING_STRCMP:
        return sign(std::strcmp(left, right));
    case STRING_STRNCMP:
        return sign(std::strncmp(left, right, call.size));
    case STRING_STRCHR:
        return offset(std::strchr(left, call.value), left);
    case STRING_STRRCHR:
        return offset(std::strrchr(left, call.value), left);
    default:
        return offset(std::strstr(left, right), left);
    }
}

// Few different bytes, so that there is something to find, some of them above 0x7f.
void fill(std::span<char> text, std::minstd_rand& random) {
    static constexpr char alphabet[] = {'a', 'b', '\x80', '\xff'};
    std::fill(text.begin(), text.end(), '\0');
    const std::size_t length = random() % text.size();
    for (char& byte : text.first(length))
        byte = alphabet[random() % std::size(alphabet)];
}

string_call make_call(std::uint32_t function, std::minstd_rand& random) {
    static constexpr std::size_t short_text = 4;
    string_call call = {};
    call.function = function;
    call.size = random() % STRING_SIZE;
    call.value = static_cast<std::int32_t>(random() % 2 == 0 ? 'b' : random() % 256);
    fill(call.left, random);
    fill(std::span(call.right).first(function == STRING_STRSTR ? short_text : STRING_SIZE), random);
    if (random() % 4 == 0)
        std::memcpy(call.right, call.left, sizeof(call.left));
    return call;
}

} // namespace

TEST(answers_are_those_of_the_c_library) {
    const suite_driver driver("test_string");
    std::minstd_rand random(1);
    for (unsigned round = 0; round < scaled(3000, 300); round++) {
        for (std::uint32_t function = 0; function < STRING_FUNCTIONS; function++) {
            string_call call = make_call(function, random);
            require_equal(driver.command(STRING_CALL, &call), 0);
            if (!expect_equal(call.result, answer_of_the_library(call)))
                throw failed("function " + std::to_string(function));
        }
    }
}
