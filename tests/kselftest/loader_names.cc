// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Names of drivers' functions in the kernel: in backtraces and in /proc/kallsyms.
#include "../drivers/test_probed.h"
#include "kernel_log.hpp"
#include "loader.hpp"
#include "probe.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cctype>
#include <fcntl.h>
#include <sys/ioctl.h>

using namespace banos::test;

namespace {

int ask(unsigned command, unsigned long argument) {
    const descriptor file("/dev/test_probed0", O_RDWR);
    return ioctl(file.get(), command, argument);
}

// The line that contains it, without what is around; empty if there is none.
std::string line_with(const std::string& text, std::string_view part) {
    const std::size_t at = text.find(part);
    if (at == std::string::npos)
        return "";
    const std::size_t begin = text.rfind('\n', at) + 1; // npos + 1 is 0
    return text.substr(begin, text.find('\n', at) - begin);
}

bool is_hexadecimal(std::string_view text) {
    if (!text.starts_with("0x") || text.size() < 3)
        return false;
    for (const char digit : text.substr(2))
        if (std::isxdigit(static_cast<unsigned char>(digit)) == 0)
            return false;
    return true;
}

// "function+0x1a/0x40 [banos]", and nothing else.
bool is_exact(std::string_view entry, std::string_view function) {
    if (!entry.starts_with(function) || !entry.ends_with(" [banos]"))
        return false;
    entry.remove_prefix(function.size());
    entry.remove_suffix(std::string_view(" [banos]").size());
    const std::size_t slash = entry.find('/');
    return entry.starts_with('+') && slash != std::string_view::npos &&
           is_hexadecimal(entry.substr(1, slash - 1)) && is_hexadecimal(entry.substr(slash + 1));
}

std::string trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    return std::string(text);
}

} // namespace

TEST(stack_of_a_process_in_a_driver) {
    const instance driver("test_probed");
    const process waiter([] { return ask(TEST_PROBED_WAIT, 0) < 0 ? 1 : 0; });
    std::string stack;
    require(eventually([&] {
        stack = waiter.stack();
        return contains(stack, "test_probed_waits");
    }));
    // "[<0>] function+0x1a/0x40 [banos]"
    const std::string line = line_with(stack, "test_probed_waits");
    expect(line.starts_with("[<0>] "));
    if (!is_exact(line.substr(6), "test_probed_waits"))
        fail(__FILE__, __LINE__, "not exact: " + line);
    // The frames around it are there as well.
    expect_contains(stack, "control+0x");
    expect_contains(stack, "banos_file_wait+0x");
    expect_contains(stack, "__x64_sys_ioctl+0x");
}

// The kernel's own printing marks with '?' what its unwinder is not sure of.
TEST(backtrace_in_the_log) {
    const instance driver("test_probed");
    kernel_log log;
    process sleeper([] { return ask(TEST_PROBED_SLEEP, 5000); });
    std::string entry;
    require(eventually([&] {
        require(write_file("/proc/sysrq-trigger", "w") == 0);
        entry = trimmed(line_with(log.text(), "test_probed_sleeps"));
        return !entry.empty();
    }));
    if (!is_exact(entry, "test_probed_sleeps"))
        fail(__FILE__, __LINE__, "not exact: " + entry);
    const std::string text = log.text();
    for (const std::string frame : {"control+0x", "__x64_sys_ioctl+0x"})
        expect(!trimmed(line_with(text, frame)).starts_with("? "));
    expect_equal(sleeper.wait(), 0);
}

TEST(kallsyms_has_the_functions_of_what_is_installed) {
    expect_equal(symbol_lines("test_probed_calculate"), "");
    {
        const instance driver("test_probed");
        const std::string line = symbol_lines("test_probed_calculate");
        expect_contains(line, "\t[banos]\n");
        expect_contains(symbol_lines("test_probed_waits"), "\t[banos]\n");
        expect_contains(symbol_lines("banos_end_of_test_probed"), "\t[banos]\n");
    }
    expect_equal(symbol_lines("test_probed_calculate"), "");
    expect_equal(symbol_lines("banos_end_of_test_probed"), "");
}

TEST(names_are_those_of_each_instance) {
    const instance first("test_probed");
    const instance second("test_probed");
    const std::string lines = symbol_lines("test_probed_calculate");
    std::size_t count = 0;
    for (const char character : lines)
        count += character == '\n' ? 1 : 0;
    expect_equal(count, 2U);
}

TEST(names_of_banos_stay) {
    const std::string before = symbol_lines("banos_print");
    expect_contains(before, "[banos]");
    {
        const instance driver("test_probed");
        expect_equal(symbol_lines("banos_print"), before);
    }
    expect_equal(symbol_lines("banos_print"), before);
}

TEST(failed_install_leaves_no_name) {
    refused(install_driver("test_forgets", {"answer=-5"}), -5, "");
    expect_equal(symbol_lines("banos_end_of_test_forgets"), "");
}

TEST(names_are_counted) {
    const no_trace check;
    const std::uint64_t before = statistics().names;
    const instance driver("test_probed");
    expect(statistics().names >= before + 6);
    expect_equal(statistics().names_left_out, 0U);
}
