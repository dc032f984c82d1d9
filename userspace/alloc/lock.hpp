// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A mutex of one word that needs nothing from the C library and nothing to be
// constructed or destroyed: it works before main, after the last destructor,
// and in the child of a fork whose parent held it.
#ifndef BANOS_ALLOC_LOCK_HPP
#define BANOS_ALLOC_LOCK_HPP

#include <atomic>
#include <cstdint>
#include <sys/single_threaded.h>

namespace banos::alloc {

// No other thread can run before this one has made it.
inline bool single_threaded() noexcept {
    return __libc_single_threaded != 0;
}

class lock {
  public:
    void acquire() noexcept {
        if (single_threaded() && state_.load(std::memory_order_relaxed) == open)
            return state_.store(taken, std::memory_order_relaxed);
        std::uint32_t expected = open;
        if (!state_.compare_exchange_strong(expected, taken, std::memory_order_acquire,
                                            std::memory_order_relaxed))
            wait();
    }
    [[nodiscard]] bool try_acquire() noexcept {
        std::uint32_t expected = open;
        return state_.compare_exchange_strong(expected, taken, std::memory_order_acquire,
                                              std::memory_order_relaxed);
    }
    void release() noexcept {
        if (single_threaded())
            return state_.store(open, std::memory_order_relaxed);
        if (state_.exchange(open, std::memory_order_release) == contended)
            wake();
    }

  private:
    enum : std::uint32_t { open, taken, contended };

    void wait() noexcept;
    void wake() noexcept;

    std::atomic<std::uint32_t> state_{open};
};

class holding {
  public:
    explicit holding(lock& held) noexcept : held_(held) { held_.acquire(); }
    ~holding() { held_.release(); }
    holding(const holding&) = delete;
    holding& operator=(const holding&) = delete;

  private:
    lock& held_;
};

} // namespace banos::alloc

#endif
