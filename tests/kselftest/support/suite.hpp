// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The drivers of tests/drivers/shim: each tests an area of the shim from inside, case by case,
// and has commands for what takes a program. See report.h there.
#ifndef BANOS_TESTS_SUITE_HPP
#define BANOS_TESTS_SUITE_HPP

#include "loader.hpp"
#include "system.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace banos::test {

// One of these drivers, installed, with its node open. When it goes, it must own nothing but its
// node, so the test fails if a case left anything behind; and it must have been given back.
class suite_driver {
  public:
    explicit suite_driver(std::string_view name, const parameters& given = {});
    ~suite_driver();
    suite_driver(const suite_driver&) = delete;
    suite_driver& operator=(const suite_driver&) = delete;

    int node() const { return node_.get(); }
    std::uint64_t id() const { return driver_.id(); }
    const std::string& path() const { return path_; } // of the node
    void close() { node_.close(); }

    void run(std::string_view name); // the case of that name

    // One of the driver's own commands: what ioctl(2) answers, or a negative errno number.
    int command(unsigned number, void* argument) const;
    int command(unsigned number, std::uint64_t argument = 0) const;

  private:
    instance driver_;
    std::string path_;
    descriptor node_;
};

// How many things of a kind, as "timer", an instance owns.
std::uint64_t count_of(std::uint64_t id, std::string_view kind);

// A process or a thread of the kernel whose name contains this: its id, or 0. And the name of one.
pid_t thread_named(std::string_view part);
std::string thread_name(pid_t id);

// The signal interrupts what the process waits for, and does nothing else. A call that can be
// started again is, if @restart says so.
void catch_signal(int number, bool restart = false);

// Installs the driver, runs the case, uninstalls the driver; nothing may be left of it.
void run_case(std::string_view driver, std::string_view name);

} // namespace banos::test

#endif
