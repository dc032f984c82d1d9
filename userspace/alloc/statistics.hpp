// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What is live, retained and mapped. Counted by reading the bitmaps when
// somebody asks: allocation itself counts nothing.
#ifndef BANOS_ALLOC_STATISTICS_HPP
#define BANOS_ALLOC_STATISTICS_HPP

#include "large.hpp"

namespace banos::alloc {

struct class_figures {
    std::size_t slabs;
    std::size_t live_blocks;
    std::size_t free_blocks;
};

struct figures {
    class_figures of_class[class_count];
    large_figures large;
    std::size_t regions;
    std::size_t live_blocks; // Small and large.
    std::size_t live_bytes;
    std::size_t retained_bytes; // Pages that may have memory and hold no block.
    std::size_t mapped_bytes;   // Regions and large blocks.
    std::size_t metadata_bytes; // Mapped for descriptions; little of it is touched.
    std::size_t threads;        // With a heap.
    std::size_t slabs_ever;
};

// Threads that run meanwhile may be seen in the midst of a change. In a signal
// handler, what is locked just then is left out.
void statistics_count(figures& into) noexcept;

void statistics_write_text(int file, const figures& counted) noexcept;
void statistics_write_json(int file, const figures& counted) noexcept;

} // namespace banos::alloc

#endif
