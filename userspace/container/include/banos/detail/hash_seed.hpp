// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Where tables have their seeds from: a secret of the process, drawn from the kernel
// once, and a counter that makes each table's seed another.
#ifndef BANOS_DETAIL_HASH_SEED_HPP
#define BANOS_DETAIL_HASH_SEED_HPP

#include <banos/hash.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <unistd.h>

namespace banos::detail {

// A kernel without getrandom() leaves the clock and the loader's choice of addresses.
inline std::uint64_t draw_secret() noexcept {
    std::uint64_t secret = 0;
    if (::getentropy(&secret, sizeof(secret)) == 0)
        return secret;
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    return fold_multiply(reinterpret_cast<std::uintptr_t>(&draw_secret) ^ golden,
                         static_cast<std::uint64_t>(now) ^ salts[0]);
}

// Thread-safe.
inline std::uint64_t new_seed() noexcept {
    static const std::uint64_t secret = draw_secret();
    static std::atomic<std::uint64_t> count{0};
    const std::uint64_t number = count.fetch_add(1, std::memory_order_relaxed);
    return fold_multiply(secret ^ salts[1], (number * golden) ^ secret ^ salts[2]);
}

} // namespace banos::detail

#endif
