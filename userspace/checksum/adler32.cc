// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Adler-32 (RFC 1950, section 8): the portable form, the choice among the forms,
// and joining two of them.
#include <algorithm>

#include "adler32.hpp"
#include "banos/checksum.hpp"
#include "banos/instruction_set.hpp"
#include "choice.hpp"
#include "chosen.hpp"

namespace banos {

namespace {

detail::adler32_form best_form() noexcept {
#if defined(__x86_64__)
    processor_features has = allowed_features();
    if (has.avx512_vnni)
        return detail::adler32_avx512;
    if (has.avx2)
        return detail::adler32_avx2;
    if (has.sse2)
        return detail::adler32_sse;
#endif
    return detail::adler32_portable;
}

using forms = detail::chosen<best_form>;

} // namespace

void detail::choose_adler32() noexcept {
    forms::choose();
}

std::uint32_t detail::adler32_portable(std::uint32_t sum, const unsigned char* data,
                                       std::size_t length) noexcept {
    // As many bytes as 32 bits hold the sums of, whatever the bytes are: see RFC 1950.
    constexpr std::size_t longest_run = 5552;
    std::uint32_t a = (sum & 0xFFFF) % adler32_modulus;
    std::uint32_t b = (sum >> 16) % adler32_modulus;
    while (length != 0) {
        const std::size_t run = std::min(length, longest_run);
        for (const unsigned char* end = data + run; data != end; data++) {
            a += *data;
            b += a;
        }
        a %= adler32_modulus;
        b %= adler32_modulus;
        length -= run;
    }
    return b << 16 | a;
}

std::uint32_t adler32(std::span<const std::byte> data, std::uint32_t before) noexcept {
    return forms::run(before, data);
}

// With a, b of the first text and c, d of the second, whose length is n: the sum
// of all bytes is a + (c - 1), and each of the n later sums grows by a - 1.
std::uint32_t adler32_combine(std::uint32_t first, std::uint32_t second,
                              std::uint64_t second_length) noexcept {
    constexpr std::uint64_t modulus = detail::adler32_modulus;
    const std::uint64_t a_less_one = (first & 0xFFFF) % modulus + modulus - 1;
    const std::uint64_t a = (a_less_one + (second & 0xFFFF)) % modulus;
    const std::uint64_t grown = second_length % modulus * (a_less_one % modulus);
    const std::uint64_t b = ((first >> 16) + (second >> 16) + grown) % modulus;
    return std::uint32_t(b << 16 | a);
}

} // namespace banos
