// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "large.hpp"

#include "large_table.hpp"
#include "lock.hpp"
#include "retained.hpp"
#include "system.hpp"

#include <algorithm>

namespace banos::alloc {

namespace {

constexpr std::size_t huge_bytes = std::size_t{2} << 20;
constexpr std::size_t huge_from = 2 * huge_bytes; // Smaller blocks would be half of them.
constexpr std::size_t largest = std::size_t{1} << 46;

// Kept blocks, the last one first; more than this many are not kept.
constexpr unsigned kept_limit = 72;

struct large_state_of_process {
    lock guard;
    large_table table;
    void* kept[kept_limit] = {};
    unsigned kept_count = 0;
    std::size_t kept_bytes = 0;
    std::size_t hollow_count = 0;
    std::size_t mapped_ever = 0;
};
constinit large_state_of_process large;

constexpr std::int64_t pages(std::size_t bytes) {
    return static_cast<std::int64_t>(bytes / page_bytes);
}

// 0 if the size is too large for any block.
constexpr std::size_t whole_pages(std::size_t size) {
    return size > largest ? 0 : (size + page_bytes - 1) & ~(page_bytes - 1);
}

// A kept block may be larger by an eighth than what is asked for.
constexpr bool fits(std::size_t has, std::size_t wanted) {
    return has >= wanted && has - wanted <= wanted / 8;
}

bool is_aligned(const void* start, std::size_t alignment) {
    return (reinterpret_cast<std::uintptr_t>(start) & (alignment - 1)) == 0;
}

void forget_kept(unsigned place) noexcept {
    large.kept_count--;
    for (; place < large.kept_count; place++)
        large.kept[place] = large.kept[place + 1];
}

// The kept block that was freed last of those that fit.
large_table::entry* take_kept(std::size_t bytes, std::size_t alignment) noexcept {
    for (unsigned place = large.kept_count; place-- != 0;) {
        large_table::entry* found = large.table.find(large.kept[place]);
        if (!fits(found->bytes, bytes) || !is_aligned(found->start(), alignment))
            continue;
        forget_kept(place);
        large.kept_bytes -= found->bytes;
        charge(-pages(found->bytes));
        found->set_state(large_state::live);
        return found;
    }
    return nullptr;
}

large_table::entry* take_hollow(std::size_t bytes, std::size_t alignment) noexcept {
    if (large.hollow_count == 0)
        return nullptr;
    for (large_table::entry& each : large.table) {
        if (each.word == 0 || each.state() != large_state::hollow || each.bytes < bytes ||
            each.bytes / 2 > bytes || !is_aligned(each.start(), alignment))
            continue;
        large.hollow_count--;
        each.set_state(large_state::live);
        return &each;
    }
    return nullptr;
}

void advise(void* start, std::size_t bytes) noexcept {
    if (bytes >= huge_from && is_aligned(start, huge_bytes))
        system_advise_huge(start, bytes & ~(huge_bytes - 1));
}

large_table::entry* map_block(std::size_t bytes, std::size_t alignment) noexcept {
    if (!large.table.reserve())
        return nullptr;
    void* start = nullptr;
    if (bytes >= huge_from && alignment < huge_bytes)
        start = system_map_aligned(bytes, huge_bytes);
    if (start == nullptr)
        start = alignment <= page_bytes ? system_map(bytes) : system_map_aligned(bytes, alignment);
    if (start == nullptr)
        return nullptr;
    advise(start, bytes);
    large.mapped_ever++;
    return &large.table.insert(start, bytes, large_state::live);
}

void unmap_block(large_table::entry& block) noexcept {
    if (system_unmap(block.start(), block.bytes)) {
        block.set_state(large_state::unmapped);
        return;
    }
    system_discard(block.start(), block.bytes);
    block.set_state(large_state::hollow);
    large.hollow_count++;
}

void unmap_oldest() noexcept {
    large_table::entry& oldest = *large.table.find(large.kept[0]);
    forget_kept(0);
    large.kept_bytes -= oldest.bytes;
    charge(-pages(oldest.bytes));
    unmap_block(oldest);
}

// Makes room within the bound by unmapping what has been kept for longest.
bool keep(large_table::entry& block) noexcept {
    if (pages(block.bytes) > bound_pages())
        return false;
    while (large.kept_count != 0 &&
           (large.kept_count == kept_limit ||
            charged_pages.load(std::memory_order_relaxed) + pages(block.bytes) > bound_pages()))
        unmap_oldest();
    if (charged_pages.load(std::memory_order_relaxed) + pages(block.bytes) > bound_pages())
        return false;
    block.set_state(large_state::kept);
    large.kept[large.kept_count++] = block.start();
    large.kept_bytes += block.bytes;
    charge(pages(block.bytes));
    return true;
}

void clear(char* start, std::size_t bytes) noexcept {
    __builtin_memset(start, 0, bytes);
}

// A large block's end gets a huge page, too, if that adds an eighth at most: to
// touch it costs less than many small pages.
constexpr std::size_t with_huge_end(std::size_t bytes) {
    const std::size_t whole = (bytes + huge_bytes - 1) & ~(huge_bytes - 1);
    return bytes >= huge_from && whole - bytes <= bytes / 8 ? whole : bytes;
}

// Cuts the end off, or asks for more at the end; the start may change.
void* remap(large_table::entry& block, std::size_t bytes) noexcept {
    void* moved = system_remap(block.start(), block.bytes, bytes);
    if (moved == nullptr)
        return nullptr;
    if (moved == block.start()) {
        block.bytes = bytes;
    } else {
        block.set_state(large_state::unmapped);
        large.table.insert(moved, bytes, large_state::live);
    }
    advise(moved, bytes);
    return moved;
}

// The place of the kept block of which most can be used, or kept_count.
unsigned find_resizable(std::size_t bytes) noexcept {
    unsigned found = large.kept_count;
    std::size_t most = bytes / 4; // With less it is not worth it.
    for (unsigned place = 0; place < large.kept_count; place++) {
        const std::size_t usable = std::min(large.table.find(large.kept[place])->bytes, bytes);
        if (usable > most) {
            most = usable;
            found = place;
        }
    }
    return found;
}

// A kept block that is made as large as it should be: its pages need not be
// mapped again. Says how many of its bytes may be dirty.
large_table::entry* take_resized(std::size_t bytes, std::size_t& dirty) noexcept {
    const unsigned place = find_resizable(bytes);
    if (bytes >= huge_from || place == large.kept_count || !large.table.reserve())
        return nullptr;
    large_table::entry& found = *large.table.find(large.kept[place]);
    const std::size_t had = found.bytes;
    void* resized = remap(found, bytes);
    if (resized == nullptr)
        return nullptr;
    // A block that has not moved kept its state, and one that has is an unmapped one.
    forget_kept(place);
    large.kept_bytes -= had;
    charge(-pages(had));
    dirty = std::min(had, bytes);
    large_table::entry* taken = large.table.find(resized);
    taken->set_state(large_state::live);
    return taken;
}

large_table::entry* take_or_map(std::size_t bytes, std::size_t alignment,
                                std::size_t& dirty) noexcept {
    if (large_table::entry* kept = take_kept(bytes, alignment)) {
        dirty = kept->bytes;
        return kept;
    }
    large_table::entry* block = alignment <= page_bytes ? take_resized(bytes, dirty) : nullptr;
    if (block == nullptr)
        block = take_hollow(bytes, alignment);
    return block != nullptr ? block : map_block(bytes, alignment);
}

} // namespace

void* large_allocate(std::size_t size, std::size_t alignment, bool zeroed) noexcept {
    const std::size_t bytes = whole_pages(size);
    if (bytes == 0 || alignment > largest)
        return nullptr;
    std::size_t dirty = 0;
    char* start = nullptr;
    {
        const holding held(large.guard);
        large_table::entry* block = take_or_map(with_huge_end(bytes), alignment, dirty);
        if (block == nullptr)
            return nullptr;
        start = block->start();
    }
    if (zeroed)
        clear(start, std::min(size, dirty));
    return start;
}

large_state large_free(void* start) noexcept {
    const holding held(large.guard);
    large_table::entry* block = large.table.find(start);
    if (block == nullptr)
        return large_state::unknown;
    const large_state state = block->state();
    if (state == large_state::live && !keep(*block))
        unmap_block(*block);
    return state;
}

void* large_resize(void* start, std::size_t size) noexcept {
    const std::size_t bytes = whole_pages(size);
    if (bytes == 0)
        return nullptr;
    const holding held(large.guard);
    if (!large.table.reserve())
        return nullptr;
    large_table::entry* block = large.table.find(start);
    if (block == nullptr || block->state() != large_state::live)
        return nullptr;
    if (block->bytes == bytes)
        return start;
    return remap(*block, bytes);
}

large_block large_at(const void* start) noexcept {
    const holding held(large.guard);
    const large_table::entry* found = large.table.find(start);
    if (found == nullptr)
        return {nullptr, 0, large_state::unknown};
    return {found->start(), found->bytes, found->state()};
}

large_block large_around(const void* inside) noexcept {
    const holding held(large.guard);
    const auto* address = static_cast<const char*>(inside);
    for (const large_table::entry& each : large.table) {
        if (each.word != 0 && each.state() != large_state::unmapped && address >= each.start() &&
            address < each.start() + each.bytes)
            return {each.start(), each.bytes, each.state()};
    }
    return {nullptr, 0, large_state::unknown};
}

void large_clean(std::int64_t pages) noexcept {
    const holding held(large.guard);
    while (large.kept_count != 0 && charged_pages.load(std::memory_order_relaxed) > pages)
        unmap_oldest();
}

large_figures large_count() noexcept {
    large_figures figures{};
    for (const large_table::entry& each : large.table) {
        if (each.word == 0)
            continue;
        if (each.state() == large_state::live) {
            figures.live_blocks++;
            figures.live_bytes += each.bytes;
        }
        if (each.state() == large_state::hollow)
            figures.hollow_bytes += each.bytes;
    }
    figures.kept_blocks = large.kept_count;
    figures.kept_bytes = large.kept_bytes;
    figures.table_bytes = large.table.bytes();
    figures.mapped_ever = large.mapped_ever;
    return figures;
}

void large_lock() noexcept {
    large.guard.acquire();
}

bool large_try_lock() noexcept {
    return large.guard.try_acquire();
}

void large_unlock() noexcept {
    large.guard.release();
}

} // namespace banos::alloc
