// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// All that the allocator asks of the kernel. Nothing here changes errno.
#ifndef BANOS_ALLOC_SYSTEM_HPP
#define BANOS_ALLOC_SYSTEM_HPP

#include <cerrno>
#include <cstddef>
#include <cstdint>

namespace banos::alloc {

// Restores errno: the slow paths call what may change it.
class keep_errno {
  public:
    keep_errno() noexcept : kept_(errno) {}
    ~keep_errno() { errno = kept_; }
    keep_errno(const keep_errno&) = delete;
    keep_errno& operator=(const keep_errno&) = delete;

  private:
    int kept_;
};

// Zeroed memory, bytes being whole pages; null if there is none. With an
// alignment, a power of two, what stands before and behind is unmapped again.
void* system_map(std::size_t bytes) noexcept;
void* system_map_aligned(std::size_t bytes, std::size_t alignment) noexcept;

// False if the kernel refuses: it has no room to note another hole.
[[nodiscard]] bool system_unmap(void* start, std::size_t bytes) noexcept;

// Moves a mapping if it has to; null if there is no memory.
void* system_remap(void* start, std::size_t bytes, std::size_t new_bytes) noexcept;

// The pages keep their addresses and lose their memory: they read as zeroes.
void system_discard(void* start, std::size_t bytes) noexcept;

void system_advise_huge(void* start, std::size_t bytes) noexcept;
void system_advise_no_huge(void* start, std::size_t bytes) noexcept;
void system_guard(void* start, std::size_t bytes) noexcept;

// Makes every running thread of this process pass a full barrier; false where
// the kernel can't.
bool system_barrier() noexcept;
void system_forget_barrier() noexcept; // In a forked child: to be asked for again.

void system_yield() noexcept;
void system_write(int file, const char* text, std::size_t length) noexcept;

} // namespace banos::alloc

#endif
