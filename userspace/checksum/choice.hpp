// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The forms of each checksum, and the choice among them. The forms with vectors
// are compiled with their own options, in files of their own, and are called
// only where the processor has the instructions. Those files must include no
// header with inline functions but those of the intrinsics: the linker keeps one
// copy of such a function, and it might be theirs.
#ifndef BANOS_CHECKSUM_CHOICE_HPP
#define BANOS_CHECKSUM_CHOICE_HPP

#include <stddef.h>
#include <stdint.h>

namespace banos::detail {

// All take the inner state: for CRC-32 before the last inversion.
using crc32_form = uint32_t (*)(uint32_t state, const unsigned char* data, size_t length) noexcept;
using adler32_form = uint32_t (*)(uint32_t sum, const unsigned char* data, size_t length) noexcept;

uint32_t crc32_slicing(uint32_t state, const unsigned char* data, size_t length) noexcept;
uint32_t crc32_sse(uint32_t state, const unsigned char* data, size_t length) noexcept;
uint32_t crc32_avx(uint32_t state, const unsigned char* data, size_t length) noexcept;
uint32_t crc32_avx2(uint32_t state, const unsigned char* data, size_t length) noexcept;
uint32_t crc32_avx512(uint32_t state, const unsigned char* data, size_t length) noexcept;

uint32_t adler32_portable(uint32_t sum, const unsigned char* data, size_t length) noexcept;
uint32_t adler32_sse(uint32_t sum, const unsigned char* data, size_t length) noexcept;
uint32_t adler32_avx2(uint32_t sum, const unsigned char* data, size_t length) noexcept;
uint32_t adler32_avx512(uint32_t sum, const unsigned char* data, size_t length) noexcept;

// Choose anew, after the limit was changed.
void choose_crc32() noexcept;
void choose_adler32() noexcept;

} // namespace banos::detail

#endif
