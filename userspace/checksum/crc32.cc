// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// CRC-32: the choice among its forms, and joining two of them.
#include <array>

#include "banos/checksum.hpp"
#include "banos/instruction_set.hpp"
#include "choice.hpp"
#include "chosen.hpp"
#include "polynomial.hpp"

namespace banos {

namespace {

detail::crc32_form best_form() noexcept {
#if defined(__x86_64__)
    processor_features has = allowed_features();
    if (has.avx512_vpclmul)
        return detail::crc32_avx512;
    if (has.vpclmul)
        return detail::crc32_avx2;
    if (has.pclmul && has.avx2)
        return detail::crc32_avx;
    if (has.pclmul)
        return detail::crc32_sse;
#endif
    return detail::crc32_slicing;
}

using forms = detail::chosen<best_form>;

// powers[n] is x^(2^n) mod G. G is primitive, so that x^(2^32) is x again, and
// the powers repeat from there.
consteval std::array<std::uint32_t, 32> powers_of_two() {
    std::array<std::uint32_t, 32> powers{};
    std::uint32_t power = detail::polynomial_x;
    for (std::uint32_t& entry : powers) {
        entry = power;
        power = detail::multiply(power, power);
    }
    return powers;
}

// x^(8 * bytes) mod G.
std::uint32_t power_of_bytes(std::uint64_t bytes) noexcept {
    static constexpr auto powers = powers_of_two();
    std::uint32_t power = detail::polynomial_one;
    for (unsigned n = 3; bytes != 0; bytes >>= 1, n++)
        if (bytes & 1)
            power = detail::multiply(power, powers[n % powers.size()]);
    return power;
}

} // namespace

void detail::choose_crc32() noexcept {
    forms::choose();
}

std::uint32_t crc32(std::span<const std::byte> data, std::uint32_t before) noexcept {
    return ~forms::run(~before, data);
}

crc32_combiner::crc32_combiner(std::uint64_t second_length) noexcept
    : factor_(power_of_bytes(second_length)) {}

std::uint32_t crc32_combiner::operator()(std::uint32_t first, std::uint32_t second) const noexcept {
    return detail::multiply(factor_, first) ^ second;
}

std::uint32_t crc32_combine(std::uint32_t first, std::uint32_t second,
                            std::uint64_t second_length) noexcept {
    return crc32_combiner(second_length)(first, second);
}

} // namespace banos
