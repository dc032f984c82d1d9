// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Sweeps of faults over what is done with a driver. After each attempt the loader's figures have to
// be what they were; how many allocations failed is in the test's output.
#ifndef BANOS_TESTS_FAULT_SWEEPS_HPP
#define BANOS_TESTS_FAULT_SWEEPS_HPP

#include "faults.hpp"
#include "loader.hpp"

#include <cerrno>
#include <functional>
#include <initializer_list>
#include <string>

namespace banos::test {

// What Linux says when there is no memory, besides ENOMEM: sockets and disks have words of their
// own.
using errors = std::initializer_list<int>;

// Nothing is installed, and the last names of what was are gone: on a kernel that looks for
// mistakes that takes seconds.
void wait_for_late_releases();

// Each allocation of an install fails, and then each of the uninstall; or, with a stride, some.
void install_and_uninstall(const fault_injection& faults, const char* driver,
                           const parameters& given = {}, unsigned stride = 1);

// Each allocation of a use fails. "Body" answers 0 or a negative errno number, of which -ENOMEM and
// those in "also" are no failure of the test. "Undo" is called after each attempt, whether it
// succeeded or not.
void use(
    const std::string& what, const fault_injection& faults, const std::function<int()>& body,
    const std::function<void()>& undo = [] {}, errors also = {});

// Of a system call.
inline int error_of(long result) {
    return result < 0 ? -errno : 0;
}

} // namespace banos::test

#endif
