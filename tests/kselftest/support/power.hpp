// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The machine goes to sleep, or pretends to.
#ifndef BANOS_TESTS_POWER_HPP
#define BANOS_TESTS_POWER_HPP

namespace banos::test {

// The kernel pretends: devices sleep for a second, and wake up. Skips the test where it cannot.
// Returns: 0 or a negative errno number.
int sleep_a_little();

// The machine really sleeps (S3): it forgets all that is not memory, and its clock wakes it after
// four seconds. Says so, and does nothing, where there is no such sleep.
int sleep_deeply();

} // namespace banos::test

#endif
