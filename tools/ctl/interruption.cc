// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "interruption.h"

namespace banos::ctl {
namespace {

// A handler can reach nothing but globals.
volatile std::sig_atomic_t caught_signal;

void note(int number) {
    caught_signal = number;
}

} // namespace

interruption::interruption() {
    caught_signal = 0;
    struct sigaction noting {};
    noting.sa_handler = note;
    for (std::size_t i = 0; i < signals_.size(); i++) {
        ::sigaction(signals_[i], nullptr, &before_[i]);
        // nohup and background jobs of old shells want them ignored.
        if (before_[i].sa_handler != SIG_IGN)
            ::sigaction(signals_[i], &noting, nullptr);
    }
}

interruption::~interruption() {
    for (std::size_t i = 0; i < signals_.size(); i++)
        ::sigaction(signals_[i], &before_[i], nullptr);
}

int interruption::caught() noexcept {
    return caught_signal;
}

} // namespace banos::ctl
