// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "large_table.hpp"

#include "system.hpp"

namespace banos::alloc {

namespace {

constexpr std::size_t first_size = page_bytes / sizeof(large_table::entry);

} // namespace

std::size_t large_table::count_mapped() const noexcept {
    std::size_t mapped = 0;
    for (std::size_t place = 0; place < size_; place++) {
        if (entries_[place].word != 0 && entries_[place].state() != large_state::unmapped)
            mapped++;
    }
    return mapped;
}

bool large_table::reserve() noexcept {
    if (used_ < size_ / 2)
        return true;
    std::size_t new_size = size_ == 0 ? first_size : size_;
    while (count_mapped() >= new_size / 4)
        new_size *= 2;
    auto* made = static_cast<entry*>(system_map(new_size * sizeof(entry)));
    if (made == nullptr)
        return used_ + 1 < size_; // Fuller than it should be, but it works.
    entry* const old = entries_;
    const std::size_t old_size = size_;
    entries_ = made;
    size_ = new_size;
    used_ = 0;
    for (std::size_t place = 0; place < old_size; place++) {
        if (old[place].word != 0 && old[place].state() != large_state::unmapped)
            insert(old[place].start(), old[place].bytes, old[place].state());
    }
    if (old != nullptr && !system_unmap(old, old_size * sizeof(entry)))
        system_discard(old, old_size * sizeof(entry));
    return true;
}

large_table::entry& large_table::insert(void* start, std::size_t bytes,
                                        large_state state) noexcept {
    std::size_t place = home(start);
    while (entries_[place].word != 0 && entries_[place].start() != start)
        place = next(place);
    if (entries_[place].word == 0)
        used_++;
    entries_[place] = {reinterpret_cast<std::uintptr_t>(start), bytes};
    entries_[place].set_state(state);
    return entries_[place];
}

} // namespace banos::alloc
