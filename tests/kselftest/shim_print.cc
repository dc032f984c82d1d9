// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Messages: what the driver checks by itself, and what arrives in the kernel log.
#include "kernel_log.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_print.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <sys/klog.h>
#include <thread>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_print", #name);                                                             \
    }
PRINT_CASES(CASE)

namespace {

constexpr unsigned info_level = 6;
constexpr unsigned debug_level = 7;
const std::string prefix = "banos test_print: ";

// The driver, and what it writes.
class printing {
  public:
    printing() : driver_("test_print"), request_(std::make_unique<print_request>()) {}

    // One message; what arrived since then is in log.
    int print(unsigned command, const std::string& text, unsigned level = info_level,
              unsigned count = 0) {
        log.rewind();
        request_->level = level;
        request_->count = count;
        std::memset(request_->text, 0, sizeof(request_->text));
        text.copy(request_->text, sizeof(request_->text) - 1);
        return driver_.command(command, request_.get());
    }

    unsigned count() const { return request_->count; }

    // The texts that arrived, without the prefix that each must have.
    std::vector<std::string> lines() {
        std::vector<std::string> texts;
        for (const kernel_message& message : log.messages()) {
            expect_equal(message.text.substr(0, prefix.size()), prefix);
            texts.push_back(message.text.substr(std::min(prefix.size(), message.text.size())));
        }
        return texts;
    }

    // A message that makes one line.
    std::string line(const std::string& text) {
        require_equal(print(PRINT_LINE, text), 0);
        const std::vector<std::string> all = lines();
        require_equal(all.size(), std::size_t{1});
        return all.front();
    }

    kernel_log log;

  private:
    suite_driver driver_;
    std::unique_ptr<print_request> request_;
};

// The log's bytes as they are: /dev/kmsg writes a backslash as \x5c.
std::string raw_log() {
    constexpr int read_all = 3;
    std::string text(1 << 20, '\0');
    const int size = klogctl(read_all, text.data(), static_cast<int>(text.size()));
    if (size < 0)
        throw std::system_error(errno, std::generic_category(), "klogctl");
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string last_raw_line() {
    std::string text = raw_log();
    if (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

} // namespace

TEST(line_has_the_name_and_the_level) {
    printing driver;
    expect_equal(driver.line("hello"), "hello");
    expect_equal(driver.log.messages().front().level, info_level);
    expect_equal(driver.line(""), "");
    require_equal(driver.print(PRINT_NOTHING, ""), 0);
    expect_equal(driver.lines().size(), std::size_t{0});
}

TEST(each_line_of_a_text_is_one_of_the_log) {
    printing driver;
    const auto lines_of = [&](const std::string& text) {
        require_equal(driver.print(PRINT_LINE, text), 0);
        return driver.lines();
    };
    using list = std::vector<std::string>;
    expect(lines_of("a\nb") == list({"a", "b"}));
    expect(lines_of("a\n") == list({"a"}));
    expect(lines_of("a\n\nb") == list({"a", "", "b"}));
    expect(lines_of("\na") == list({"", "a"}));
    expect(lines_of("\n\n") == list({"", ""}));
}

TEST(levels_are_kept) {
    printing driver;
    for (const unsigned command : {PRINT_TEXT, PRINT_FORMATTED}) {
        for (unsigned level = 0; level <= debug_level; level++) {
            require_equal(driver.print(command, "at a level", level), 0);
            require_equal(driver.lines().size(), std::size_t{1});
            expect_equal(driver.log.messages().front().level, level);
        }
        expect_equal(driver.print(command, "at none", debug_level + 1), -EINVAL);
        expect_equal(driver.lines().size(), std::size_t{0});
    }
}

// A record that begins with the kernel's own mark would change its level, or be another's.
TEST(hostile_text_is_made_harmless) {
    printing driver;
    driver.line("\x01\x30 pretends");
    expect_equal(driver.log.messages().front().level, info_level);
    expect_contains(last_raw_line(), prefix + "\\x010 pretends");
    driver.line("\x1b[31m\x07\r\x80\xff\x7f red");
    expect_contains(last_raw_line(), prefix + "\\x1b[31m\\x07\\x0d\\x80\\xff\\x7f red");
    driver.line("tab\there");
    expect_contains(last_raw_line(), prefix + "tab\there");
    driver.line("tab\tand\x01");
    expect_contains(last_raw_line(), prefix + "tab\tand\\x01");
    driver.line("%s%n%p %%");
    expect_contains(last_raw_line(), prefix + "%s%n%p %%");
    require_equal(driver.print(PRINT_LINE, "a\n<0>banos other: b\n[    0.000000] c"), 0);
    for (const kernel_message& message : driver.log.messages())
        expect_equal(message.level, info_level);
    expect_equal(driver.lines().size(), std::size_t{3});
}

TEST(long_text_is_cut) {
    printing driver;
    constexpr std::size_t most = 900;
    expect_equal(driver.line(std::string(most, 'x')), std::string(most, 'x'));
    expect_equal(driver.line(std::string(most + 1, 'x')), std::string(most, 'x') + "...");
    expect_equal(driver.line(std::string(5000, 'x')), std::string(most, 'x') + "...");
}

TEST(long_formatted_text_is_cut) {
    printing driver;
    constexpr std::size_t most = 500;
    require_equal(driver.print(PRINT_FORMATTED, std::string(most, 'x')), 0);
    expect_equal(driver.lines().at(0), std::string(most, 'x'));
    require_equal(driver.print(PRINT_FORMATTED, std::string(5000, 'x')), 0);
    expect_equal(driver.lines().at(0), std::string(most - 3, 'x') + "...");
}

// Each byte takes four there, and a record that is too large is not seen before the next one.
TEST(long_hostile_text_is_cut) {
    printing driver;
    constexpr std::size_t most = 500;
    std::string escaped;
    while (escaped.size() < most)
        escaped += "\\x01";
    require_equal(driver.print(PRINT_LINE, std::string(5000, '\x01')), 0);
    require_equal(driver.lines().size(), std::size_t{1});
    expect_contains(last_raw_line(), prefix + escaped + "...");
    require_equal(driver.print(PRINT_LINE, std::string(most / 4, '\x01')), 0);
    expect_contains(last_raw_line(), prefix + escaped);
    expect(last_raw_line().ends_with("\\x01"));
}

TEST(messages_are_limited) {
    printing driver;
    constexpr unsigned many = 100;
    const auto begin = std::chrono::steady_clock::now();
    require_equal(driver.print(PRINT_LIMITED, "again", info_level, many), 0);
    const auto duration = std::chrono::steady_clock::now() - begin;
    const unsigned written = driver.count();
    expect_equal(driver.log.count("limited: again"), std::size_t{written});
    expect(written >= 10);
    // A new span of five seconds begins ten anew.
    if (duration < std::chrono::seconds(5))
        expect(written <= 20);
    expect_equal(driver.print(PRINT_LIMITED_ELSEWHERE, ""), 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(5500));
    require_equal(driver.print(PRINT_LIMITED, "later", info_level, 1), 0);
    expect_equal(driver.count(), 1U);
    expect_contains(driver.log.text(), "banos test_print: " + std::to_string(many - written) +
                                           " callbacks suppressed");
}

TEST(function_that_was_looked_up_names_the_driver) {
    printing driver;
    require_equal(driver.print(PRINT_LOOKED_UP, "by address"), 0);
    expect_contains(driver.log.text(), prefix + "by address");
}
