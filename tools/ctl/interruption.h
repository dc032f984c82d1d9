// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_CTL_INTERRUPTION_H
#define BANOS_CTL_INTERRUPTION_H

#include <array>
#include <csignal>

namespace banos::ctl {

// While one exists, the signals that ask a program to end are only noted, so
// that it can undo first what it did. System calls still end with EINTR. At
// most one exists at a time, and threads of the program do not matter here:
// banosctl has one.
class interruption {
  public:
    interruption();
    interruption(const interruption&) = delete;
    interruption& operator=(const interruption&) = delete;
    ~interruption();

    // The signal that came, or 0.
    [[nodiscard]] static int caught() noexcept;

  private:
    static constexpr std::array signals_{SIGINT, SIGTERM, SIGHUP};
    std::array<struct sigaction, signals_.size()> before_{};
};

} // namespace banos::ctl

#endif
