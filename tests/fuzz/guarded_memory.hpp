// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Memory between two pages that nobody may touch. A buffer is put at its end, or at its
// start: then the first byte beyond the one or before the other is a fault, whoever
// touches it, which is more than AddressSanitizer sees.
#ifndef BANOS_FUZZ_GUARDED_MEMORY_HPP
#define BANOS_FUZZ_GUARDED_MEMORY_HPP

#include <cstddef>
#include <cstdlib>
#include <span>

#include <sys/mman.h>

namespace banos::test {

enum class border { end, start };

class guarded_memory {
  public:
    // For buffers of at most so many bytes.
    explicit guarded_memory(std::size_t most) : size_((most + page - 1) / page * page) {
        void* all = mmap(nullptr, size_ + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (all == MAP_FAILED)
            std::abort();
        start_ = static_cast<std::byte*>(all) + page;
        if (mprotect(start_, size_, PROT_READ | PROT_WRITE) != 0)
            std::abort();
    }
    guarded_memory(const guarded_memory&) = delete;
    guarded_memory& operator=(const guarded_memory&) = delete;
    ~guarded_memory() { munmap(start_ - page, size_ + 2 * page); }

    [[nodiscard]] std::span<std::byte> buffer(std::size_t size, border at) const {
        if (size > size_)
            std::abort();
        return {at == border::start ? start_ : start_ + size_ - size, size};
    }

  private:
    static constexpr std::size_t page = 4096;

    std::size_t size_;
    std::byte* start_;
};

} // namespace banos::test

#endif
