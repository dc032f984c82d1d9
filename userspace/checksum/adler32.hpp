// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_CHECKSUM_ADLER32_HPP
#define BANOS_CHECKSUM_ADLER32_HPP

#include <stdint.h>

namespace banos::detail {

// The largest prime below 2^16.
inline constexpr uint32_t adler32_modulus = 65521;

} // namespace banos::detail

#endif
