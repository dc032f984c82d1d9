// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "metadata.hpp"

#include "heap.hpp"
#include "lock.hpp"
#include "region.hpp"
#include "system.hpp"

#include <cstring>

namespace banos::alloc {

namespace {

constexpr std::size_t chunk_bytes = std::size_t{2} << 20;

struct spare {
    spare* next;
};

struct chunk_state {
    lock guard;
    char* next = nullptr;
    char* end = nullptr;
    std::atomic<std::size_t> mapped{0};
    spare* spares[2] = {};
};
constinit chunk_state chunks;

std::size_t bytes_of(metadata_kind kind) {
    const std::size_t bytes = kind == metadata_kind::region ? sizeof(region) : sizeof(heap);
    return (bytes + 63) & ~std::size_t{63};
}

bool map_chunk() noexcept {
    auto* start = static_cast<char*>(system_map(chunk_bytes));
    if (start == nullptr)
        return false;
    system_advise_no_huge(start, chunk_bytes);
    system_guard(start, page_bytes);
    system_guard(start + chunk_bytes - page_bytes, page_bytes);
    chunks.next = start + page_bytes;
    chunks.end = start + chunk_bytes - page_bytes;
    chunks.mapped.fetch_add(chunk_bytes, std::memory_order_relaxed);
    return true;
}

// Zeroes, and gives whole pages back.
void wipe(char* start, std::size_t bytes) noexcept {
    char* end = start + bytes;
    auto* first = reinterpret_cast<char*>(
        (reinterpret_cast<std::uintptr_t>(start) + page_bytes - 1) & ~(page_bytes - 1));
    auto* last = reinterpret_cast<char*>(reinterpret_cast<std::uintptr_t>(end) & ~(page_bytes - 1));
    if (first >= last) {
        std::memset(start, 0, bytes);
        return;
    }
    std::memset(start, 0, static_cast<std::size_t>(first - start));
    system_discard(first, static_cast<std::size_t>(last - first));
    std::memset(last, 0, static_cast<std::size_t>(end - last));
}

} // namespace

void* metadata_take(metadata_kind kind) noexcept {
    const holding held(chunks.guard);
    spare*& spares = chunks.spares[static_cast<int>(kind)];
    if (spares != nullptr) {
        spare* taken = spares;
        spares = taken->next;
        taken->next = nullptr;
        return taken;
    }
    const std::size_t bytes = bytes_of(kind);
    if (static_cast<std::size_t>(chunks.end - chunks.next) < bytes && !map_chunk())
        return nullptr;
    char* taken = chunks.next;
    chunks.next += bytes;
    return taken;
}

void metadata_give(metadata_kind kind, void* taken) noexcept {
    wipe(static_cast<char*>(taken), bytes_of(kind));
    const holding held(chunks.guard);
    spare*& spares = chunks.spares[static_cast<int>(kind)];
    auto* given = static_cast<spare*>(taken);
    given->next = spares;
    spares = given;
}

std::size_t metadata_mapped() noexcept {
    return chunks.mapped.load(std::memory_order_relaxed);
}

void metadata_lock() noexcept {
    chunks.guard.acquire();
}

void metadata_unlock() noexcept {
    chunks.guard.release();
}

} // namespace banos::alloc
