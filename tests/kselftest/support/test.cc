// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "test.hpp"

#include "loader.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace banos::test {

namespace {

struct test {
    const char* name;
    void (*run)();
};

// Filled before main() by constructors in any order, so it is made when first asked for.
std::vector<test>& tests() {
    static std::vector<test> all;
    return all;
}

std::atomic<bool> has_failed = false;

// A diagnostic of TAP: every line of it begins with "# ".
void say(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line))
        ksft_print_msg("%s\n", line.c_str());
}

// The next TEST finds nothing installed, if banos.ko is there at all.
void clean_up() {
    try {
        uninstall_all();
    } catch (const std::exception& error) {
        say(error.what());
    }
}

void run(const test& one) {
    has_failed = false;
    try {
        one.run();
    } catch (const skipped& reason) {
        // A TEST that failed before it was skipped has failed.
        if (!has_failed) {
            ksft_test_result_skip("%s %s\n", one.name, reason.what());
            return;
        }
    } catch (const failed& why) {
        has_failed = true;
        say(std::string("ended: ") + why.what());
    } catch (const std::exception& error) {
        fail(__FILE__, __LINE__, std::string("unexpected: ") + error.what());
    }
    if (has_failed)
        clean_up();
    ksft_test_result(!has_failed, "%s\n", one.name);
}

} // namespace

registration::registration(const char* name, void (*run)()) {
    tests().push_back({name, run});
}

void fail(const char* file, int line, const std::string& why) {
    const std::string_view path = file;
    has_failed = true;
    say(std::string(path.substr(path.rfind('/') + 1)) + ":" + std::to_string(line) + ": " + why);
}

unsigned scaled(unsigned full, unsigned quick) {
    return std::getenv("BANOS_TEST_QUICK") != nullptr ? quick : full;
}

} // namespace banos::test

int main() {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    ksft_print_header();
    ksft_set_plan(static_cast<unsigned>(banos::test::tests().size()));
    for (const auto& one : banos::test::tests())
        banos::test::run(one);
    ksft_finished();
}
