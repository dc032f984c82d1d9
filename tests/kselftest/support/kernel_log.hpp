// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The kernel log from now on, read from /dev/kmsg.
#ifndef BANOS_TESTS_KERNEL_LOG_HPP
#define BANOS_TESTS_KERNEL_LOG_HPP

#include "system.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace banos::test {

struct kernel_message {
    unsigned level = 0; // 0 emergency ... 7 debugging
    std::string text;   // as /dev/kmsg has it: bytes that can't be shown are \xNN
};

// Messages since this was made, or since rewind().
class kernel_log {
  public:
    kernel_log();

    const std::vector<kernel_message>& messages(); // all so far
    std::string text();                            // the same, a line each
    std::size_t count(std::string_view part);      // messages that contain it
    bool has(std::string_view part) { return count(part) != 0; }
    void rewind(); // forgets what came so far

  private:
    void read();

    descriptor device_;
    std::vector<kernel_message> messages_;
};

} // namespace banos::test

#endif
