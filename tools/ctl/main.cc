// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "run.h"

#include <csignal>
#include <iostream>

int main(int count, char** arguments) {
    std::ios::sync_with_stdio(false);
    banos::ctl::session now{.in = std::cin, .out = std::cout, .err = std::cerr};
    const int end = banos::ctl::run({arguments + 1, arguments + count}, now);
    // Whoever started us sees the signal that ended us, as if nothing had
    // caught it in order to clean up first.
    if (now.caught_signal != 0) {
        std::signal(now.caught_signal, SIG_DFL);
        std::raise(now.caught_signal);
    }
    return end;
}
