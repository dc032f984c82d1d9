// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// CRC-32 with PCLMULQDQ, 16 bytes a vector, in AVX's instructions, which need fewer
// copies from register to register.
#include "crc32_fold.hpp"

uint32_t banos::detail::crc32_avx(uint32_t state, const unsigned char* data,
                                  size_t length) noexcept {
    return crc32_by_folding<vectors_of_16>(state, data, length);
}
