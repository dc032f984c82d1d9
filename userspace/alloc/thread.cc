// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "thread.hpp"

#include "large.hpp"
#include "lock.hpp"
#include "metadata.hpp"
#include "options.hpp"
#include "pool.hpp"
#include "system.hpp"

#include <pthread.h>

namespace banos::alloc {

constinit heap no_heap{};
thread_local constinit heap* thread_heap __attribute__((tls_model("initial-exec"))) = &no_heap;

namespace {

thread_local constinit bool thread_ended __attribute__((tls_model("initial-exec"))) = false;

struct process_state {
    lock guard;
    heap* heaps = nullptr;
    std::size_t heap_count = 0;
    heap* kept = nullptr; // Of ended threads.
    unsigned kept_count = 0;
    std::atomic<bool> prepared{false};
    pthread_key_t key = 0;
    bool has_key = false;
};
constinit process_state process;

constinit lock stray_guard;
constinit heap stray_heap{};

void link_heap(heap& made) noexcept {
    const holding held(process.guard);
    made.next = process.heaps;
    if (made.next != nullptr)
        made.next->previous = &made;
    process.heaps = &made;
    process.heap_count++;
}

void unlink_heap(heap& ended) noexcept {
    if (ended.next != nullptr)
        ended.next->previous = ended.previous;
    (ended.previous == nullptr ? process.heaps : ended.previous->next) = ended.next;
    process.heap_count--;
}

// A few are kept with their memory: a program that makes threads all the time
// would else have it mapped anew for each.
bool keep_heap(heap& ended) noexcept {
    if (!retain_pages || process.kept_count == kept_heaps)
        return false;
    ended.previous = nullptr;
    ended.next = process.kept;
    process.kept = &ended;
    process.kept_count++;
    return true;
}

heap* take_heap() noexcept {
    {
        const holding held(process.guard);
        if (heap* kept = process.kept) {
            process.kept = kept->next;
            process.kept_count--;
            return kept;
        }
    }
    return static_cast<heap*>(metadata_take(metadata_kind::heap));
}

void end_heap(heap& ended) noexcept {
    heap_settle_foreign(ended);
    heap_disown(ended);
    {
        const holding held(process.guard);
        unlink_heap(ended);
        if (keep_heap(ended))
            return;
    }
    metadata_give(metadata_kind::heap, &ended);
}

// The destructor of the thread's value. Other destructors may run after it:
// what they do is served by the stray heap.
void end_thread(void* value) noexcept {
    thread_heap = &no_heap;
    thread_ended = true;
    end_heap(*static_cast<heap*>(value));
}

void before_fork() noexcept {
    stray_guard.acquire();
    process.guard.acquire();
    pool_lock();
    large_lock();
    metadata_lock();
}

void release_locks() noexcept {
    metadata_unlock();
    large_unlock();
    pool_unlock();
    process.guard.release();
    stray_guard.release();
}

// The heaps of the other threads, whose descriptions are left as they are: a
// few pages, rather than to trust lists that a thread was about to change.
void after_fork_in_child() noexcept {
    heap* const mine = thread_heap == &no_heap ? nullptr : thread_heap;
    std::int64_t charged = mine == nullptr ? 0 : mine->charged;
    for (const heap* each = process.heaps; each != nullptr; each = each->next)
        charged -= each->charged;
    process.heaps = mine;
    process.heap_count = mine == nullptr ? 0 : 1;
    if (mine != nullptr) {
        mine->next = mine->previous = nullptr;
        heap_reclaim(*mine);
    }
    charge(charged);
    metadata_unlock(); // To take over, regions may be destroyed.
    pool_take_over(reinterpret_cast<owner_word>(mine));
    metadata_lock();
    system_forget_barrier();
    release_locks();
}

heap* make_heap() noexcept {
    heap* const made = take_heap();
    if (made == nullptr)
        return nullptr;
    if (process.has_key && pthread_setspecific(process.key, made) != 0) {
        metadata_give(metadata_kind::heap, made);
        return nullptr;
    }
    link_heap(*made);
    thread_heap = made;
    return made;
}

} // namespace

void process_prepare() noexcept {
    const keep_errno kept;
    if (process.prepared.load(std::memory_order_acquire))
        return;
    const holding held(process.guard);
    if (process.prepared.load(std::memory_order_relaxed))
        return;
    options_read();
    process.has_key = pthread_key_create(&process.key, end_thread) == 0;
    process.prepared.store(true, std::memory_order_release);
}

heap* thread_heap_or_make() noexcept {
    if (thread_heap != &no_heap)
        return thread_heap;
    if (thread_ended)
        return nullptr;
    process_prepare();
    const keep_errno kept;
    return make_heap();
}

heap& stray_heap_take() noexcept {
    stray_guard.acquire();
    return stray_heap;
}

void stray_heap_give(heap& taken) noexcept {
    heap_settle_foreign(taken);
    heap_disown(taken);
    stray_guard.release();
}

std::size_t thread_heaps_count() noexcept {
    const holding held(process.guard);
    return process.heap_count;
}

// Not by the first allocation: pthread_atfork may allocate.
__attribute__((constructor)) static void prepare_when_loaded() noexcept {
    process_prepare();
    pthread_atfork(before_fork, release_locks, after_fork_in_child);
    options_apply();
}

} // namespace banos::alloc
