// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The bound of what is kept: pages that may have memory and hold no block.
// The pool, the large blocks and each heap beyond its own allowance charge
// their pages here; the one whose charge goes over the bound gives back.
#ifndef BANOS_ALLOC_RETAINED_HPP
#define BANOS_ALLOC_RETAINED_HPP

#include "size_class.hpp"

#include <atomic>

namespace banos::alloc {

// Heaps of ended threads that are kept for new ones, 20 KiB each.
inline constexpr unsigned kept_heaps = 8;

// 4 MiB per process, of which a little is left for what no account sees: the
// heaps that are kept, the unused ends of descriptors and the last charges of
// several threads at once.
inline constexpr std::int64_t process_pages = (std::int64_t{4} << 20) / page_bytes - 104;

// 256 KiB per thread, of which the pages that it freed for others take a part.
inline constexpr std::uint32_t foreign_pages = 16;
inline constexpr std::uint32_t thread_pages = (256U << 10) / page_bytes - foreign_pages;

// False after BANOS_MALLOC_RETAIN=0: nothing is kept that can be given back.
extern bool retain_pages;

inline std::atomic<std::int64_t> charged_pages{0};

inline void charge(std::int64_t pages) noexcept {
    charged_pages.fetch_add(pages, std::memory_order_relaxed);
}
inline std::int64_t bound_pages() noexcept {
    return retain_pages ? process_pages : 0;
}
inline bool over_bound() noexcept {
    return charged_pages.load(std::memory_order_relaxed) > bound_pages();
}

} // namespace banos::alloc

#endif
