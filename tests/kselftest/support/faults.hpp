// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The kernel's fault injection: one allocation after another fails, until a whole operation ran
// without.
#ifndef BANOS_TESTS_FAULTS_HPP
#define BANOS_TESTS_FAULTS_HPP

#include "system.hpp"

#include <functional>

namespace banos::test {

// Lets the kernel refuse memory to this thread. Skips the TEST if this kernel can't.
class fault_injection {
  public:
    fault_injection();

    struct outcome {
        int error = 0;         // of the operation
        bool injected = false; // did it come as far as the allocation that was to fail?
    };

    // Runs the operation, which answers 0 or a negative errno number; its nth allocation fails.
    outcome run(unsigned nth, const std::function<int()>& operation) const;

  private:
    descriptor fail_nth_;
};

// What a sweep is made of. The functions throw, or fail the TEST. With a stride the 1st, the
// 1 + stride-th ... allocation fails: for what takes long.
struct faulty_operation {
    std::function<int()> attempt; // 0 or a negative errno number
    std::function<void()> undo;   // after an attempt that succeeded
    std::function<void()> check;  // after each attempt, undone or failed
    unsigned stride = 1;
};

// The 1st, 2nd, 3rd ... allocation of the operation fails until none is left to fail, and then the
// operation has to succeed. Fails the TEST unless any failed. Returns: how many.
unsigned sweep(const fault_injection& faults, const faulty_operation& operation);

} // namespace banos::test

#endif
