// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The table of large blocks: open addressing by page number, in a mapping of
// its own that grows. A block that was unmapped leaves its entry behind, which
// says so until the table is made anew.
#ifndef BANOS_ALLOC_LARGE_TABLE_HPP
#define BANOS_ALLOC_LARGE_TABLE_HPP

#include "large.hpp"

namespace banos::alloc {

class large_table {
  public:
    // Address and state in one word: blocks start at pages.
    struct entry {
        std::uintptr_t word;
        std::size_t bytes;

        [[nodiscard]] char* start() const {
            return reinterpret_cast<char*>(word & ~(page_bytes - 1));
        }
        [[nodiscard]] large_state state() const {
            return static_cast<large_state>(word & (page_bytes - 1));
        }
        void set_state(large_state state) {
            word = (word & ~(page_bytes - 1)) | static_cast<std::uintptr_t>(state);
        }
    };

    // Null if none has that address.
    [[nodiscard]] entry* find(const void* start) noexcept {
        if (size_ == 0)
            return nullptr;
        for (std::size_t place = home(start);; place = next(place)) {
            if (entries_[place].word == 0)
                return nullptr;
            if (entries_[place].start() == start)
                return &entries_[place];
        }
    }

    // Room for one more entry; false if there is no memory.
    [[nodiscard]] bool reserve() noexcept;

    // After reserve(), an entry for an address that has none but an unmapped one.
    entry& insert(void* start, std::size_t bytes, large_state state) noexcept;

    [[nodiscard]] entry* begin() noexcept { return entries_; }
    [[nodiscard]] entry* end() noexcept { return entries_ + size_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return size_ * sizeof(entry); }

  private:
    [[nodiscard]] std::size_t home(const void* start) const noexcept {
        const std::uint64_t page = reinterpret_cast<std::uintptr_t>(start) / page_bytes;
        return static_cast<std::size_t>((page * 0x9e3779b97f4a7c15U) >> 20) & (size_ - 1);
    }
    [[nodiscard]] std::size_t next(std::size_t place) const noexcept {
        return (place + 1) & (size_ - 1);
    }
    [[nodiscard]] std::size_t count_mapped() const noexcept;

    entry* entries_ = nullptr;
    std::size_t size_ = 0;
    std::size_t used_ = 0;
};

} // namespace banos::alloc

#endif
