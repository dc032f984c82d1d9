// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the environment asks for: BANOS_MALLOC_RETAIN, BANOS_MALLOC_STATS,
// BANOS_MALLOC_STATS_FILE and BANOS_MALLOC_SIGNAL, see banos-malloc(3).
#ifndef BANOS_ALLOC_OPTIONS_HPP
#define BANOS_ALLOC_OPTIONS_HPP

namespace banos::alloc {

// What allocation depends on. Uses nothing that could allocate.
void options_read() noexcept;

// The rest, once the C library is ready: handlers for the signal and the exit.
void options_apply() noexcept;

} // namespace banos::alloc

#endif
