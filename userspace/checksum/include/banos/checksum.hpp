// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The checksums of gzip and zlib: CRC-32 (RFC 1952, section 8; ISO 3309) and
// Adler-32 (RFC 1950, section 8). Both are computed in pieces: each call takes
// the value of what came before, and answers the value of all so far.
//
//     std::uint32_t sum = banos::crc32(first_piece);
//     sum = banos::crc32(second_piece, sum);
//
// All functions are of version 0.9. None allocates, throws or blocks, and all
// may be called from any number of threads, from signal handlers and before
// main(). The instructions are chosen at the first call: <banos/instruction_set.hpp>.
#ifndef BANOS_CHECKSUM_HPP
#define BANOS_CHECKSUM_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace banos {

// The CRC-32 of what `before` is the CRC-32 of, followed by `data`. The CRC-32
// of nothing is 0.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> data,
                                  std::uint32_t before = 0) noexcept;

// The Adler-32 of what `before` is the Adler-32 of, followed by `data`. The
// Adler-32 of nothing is 1. `before` need not be a value that Adler-32 can
// have: each half counts modulo 65521.
[[nodiscard]] std::uint32_t adler32(std::span<const std::byte> data,
                                    std::uint32_t before = 1) noexcept;

// The checksum of two texts, one after the other, from the checksum of each and
// the length of the second in bytes. Takes some hundred nanoseconds at most,
// whatever the length.
[[nodiscard]] std::uint32_t crc32_combine(std::uint32_t first, std::uint32_t second,
                                          std::uint64_t second_length) noexcept;
[[nodiscard]] std::uint32_t adler32_combine(std::uint32_t first, std::uint32_t second,
                                            std::uint64_t second_length) noexcept;

// Many texts whose second part is of one length: the part of crc32_combine()
// that depends on the length alone, computed once.
class crc32_combiner {
  public:
    explicit crc32_combiner(std::uint64_t second_length) noexcept;

    // One that was made before, from its factor().
    static crc32_combiner from_factor(std::uint32_t factor) noexcept {
        return crc32_combiner(factor, 0);
    }

    [[nodiscard]] std::uint32_t operator()(std::uint32_t first,
                                           std::uint32_t second) const noexcept;

    // x to the power of the bits of the second text, modulo the polynomial of
    // CRC-32; the highest bit is the coefficient of x^0.
    [[nodiscard]] std::uint32_t factor() const noexcept { return factor_; }

  private:
    crc32_combiner(std::uint32_t factor, int /*tag*/) noexcept : factor_(factor) {}

    std::uint32_t factor_;
};

// The classic table: what each value of a byte does to a CRC-32 of 0, without
// the inversions before and after. Lives for ever.
[[nodiscard]] const std::array<std::uint32_t, 256>& crc32_table() noexcept;

} // namespace banos

#endif
