// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The driver of tests/drivers/shim/test_chrdev.c, and programs that use its devices.
#ifndef BANOS_TESTS_CHRDEV_HPP
#define BANOS_TESTS_CHRDEV_HPP

#include "process.hpp"
#include "suite.hpp"
#include "test_chrdev.h"

#include <cstdint>
#include <memory>
#include <string>

namespace banos::test {

struct device_options {
    std::string name = "banostest";
    std::uint32_t mode = 0666;
    std::uint32_t flags = 0;
    std::uint32_t operations = CHRDEV_HAS_ALL;
};

// The driver with its slots, which are empty at first.
class chrdev_driver {
  public:
    chrdev_driver() = default;
    ~chrdev_driver(); // destroys what is left
    chrdev_driver(const chrdev_driver&) = delete;
    chrdev_driver& operator=(const chrdev_driver&) = delete;

    std::uint64_t id() const { return suite_.id(); }
    int command(unsigned number, std::uint64_t argument = 0) const {
        return suite_.command(number, argument);
    }

    // Each has an answer of 0 or a negative errno number, or throws.
    int try_create(const device_options& options, unsigned slot = 0);
    std::string create(const device_options& options = {}, unsigned slot = 0); // its path
    void destroy(unsigned slot = 0) const;
    void clear(unsigned slot = 0) const; // counts, settings and tokens

    void set(chrdev_setting setting, std::int64_t value, unsigned slot = 0) const;
    void add_token(unsigned slot = 0) const;
    void wake(unsigned queue, unsigned slot = 0) const;
    chrdev_counts counts(unsigned slot = 0) const;

    // What must be true once nobody has a device open any more.
    void expect_balance(unsigned slot = 0) const;

    // A program that waits in an operation; its status is the body's.
    std::unique_ptr<process> start_waiting(const std::function<int()>& body) const;

  private:
    suite_driver suite_{"test_chrdev"};
    std::string name_;
};

// A negative errno number in place of -1.
inline long answer_of(long result) {
    return result < 0 ? -errno : result;
}

} // namespace banos::test

#endif
