// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Which heap a thread has: none before its first call, then one of its own,
// and none again once its destructors have run.
#ifndef BANOS_ALLOC_THREAD_HPP
#define BANOS_ALLOC_THREAD_HPP

#include "heap.hpp"

namespace banos::alloc {

// What a thread without a heap has instead: it has no slabs, and nobody looks
// whether it is busy.
extern heap no_heap;

extern thread_local constinit heap* thread_heap __attribute__((tls_model("initial-exec")));

// The heap of this thread, made if it has none yet; null if there is no memory
// or the thread is at its end.
heap* thread_heap_or_make() noexcept;

// The heap that serves threads without one, locked.
heap& stray_heap_take() noexcept;
void stray_heap_give(heap& taken) noexcept; // Its slabs go to whoever needs them.

// Adds up retained pages of all heaps, for statistics.
std::size_t thread_heaps_count() noexcept;

// Reads the environment and prepares for forks. Called by the first allocation
// or when the library is loaded, whichever is first.
void process_prepare() noexcept;

} // namespace banos::alloc

#endif
