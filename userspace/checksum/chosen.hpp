// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A checksum of several forms (see choice.hpp), of which the first call chooses one. Not
// for inclusion by the files that the forms are in.
#ifndef BANOS_CHECKSUM_CHOSEN_HPP
#define BANOS_CHECKSUM_CHOSEN_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace banos::detail {

// best() answers the best form that is allowed now.
template<auto best>
class chosen {
  public:
    static std::uint32_t run(std::uint32_t state, std::span<const std::byte> data) noexcept {
        return form.load(std::memory_order_relaxed)(
            state, reinterpret_cast<const unsigned char*>(data.data()), data.size());
    }
    static void choose() noexcept { form.store(best(), std::memory_order_relaxed); }

  private:
    static std::uint32_t choose_and_run(std::uint32_t state, const unsigned char* data,
                                        std::size_t length) noexcept {
        choose();
        return form.load(std::memory_order_relaxed)(state, data, length);
    }

    static inline constinit std::atomic<decltype(best())> form = choose_and_run;
};

} // namespace banos::detail

#endif
