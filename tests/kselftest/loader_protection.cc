// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// No memory is writable and executable, and code cannot be written: by the kernel's own account of
// its page tables.
#include "loader.hpp"
#include "probe.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <unistd.h>

using namespace banos::test;

namespace {

const std::string tables = "/sys/kernel/debug/page_tables/kernel";

struct range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool writable = false;
    bool executable = false;
};

// "0xffff...-0xffff...    4K     RW   GLB NX pte"
range range_of(const std::string& line) {
    range one;
    std::size_t used = 0;
    one.begin = std::stoull(line, &used, 16);
    one.end = std::stoull(line.substr(used + 1), nullptr, 16);
    one.writable = contains(line, " RW ");
    one.executable = !contains(line, " NX ");
    return one;
}

bool is_mapped(const std::string& line) {
    return line.starts_with("0x") && (contains(line, " ro ") || contains(line, " RW "));
}

std::uint64_t address_of(std::string_view symbol) {
    const std::string line = symbol_lines(symbol);
    return line.empty() ? 0 : std::stoull(line, nullptr, 16);
}

std::vector<range> mapped_ranges() {
    std::istringstream lines(read_file(tables));
    std::vector<range> ranges;
    std::string line;
    while (std::getline(lines, line))
        if (is_mapped(line))
            ranges.push_back(range_of(line));
    return ranges;
}

const range* range_at(const std::vector<range>& ranges, std::uint64_t address) {
    for (const range& one : ranges)
        if (address >= one.begin && address < one.end)
            return &one;
    return nullptr;
}

void need_tables() {
    if (!exists(tables))
        skip("this kernel doesn't show its page tables (CONFIG_PTDUMP_DEBUGFS)");
}

} // namespace

TEST(no_page_is_writable_and_executable) {
    need_tables();
    const instance driver("test_probed");
    const instance ring("ring");
    for (const range& one : mapped_ranges())
        if (one.writable && one.executable)
            fail(__FILE__, __LINE__, "at " + std::to_string(one.begin));
}

TEST(code_of_a_driver_is_read_only) {
    need_tables();
    const instance driver("test_probed");
    const std::uint64_t address = address_of("test_probed_calculate");
    require(address != 0);
    const auto ranges = mapped_ranges();
    const range* where = range_at(ranges, address);
    require(where != nullptr);
    expect(where->executable);
    expect(!where->writable);
}

// Newer kernels look again when they are told to, and say it in the log, which the run judges.
TEST(kernel_checks_again) {
    const std::string check = "/sys/kernel/debug/check_wx_pages";
    if (!exists(check))
        skip("this kernel doesn't check for pages that are writable and executable on demand "
             "(CONFIG_DEBUG_WX, from 6.11 on)");
    const instance driver("ring");
    expect_contains(read_file(check), "SUCCESS");
}
