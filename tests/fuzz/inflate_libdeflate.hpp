// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_FUZZ_INFLATE_LIBDEFLATE_HPP
#define BANOS_FUZZ_INFLATE_LIBDEFLATE_HPP

#include <cstddef>
#include <span>
#include <string>

namespace banos::test {

// The decoder's portable form beside libdeflate, for the input of compare_decoders(): where both
// take a stream, the output must be the same. Answers the difference.
std::string compare_with_libdeflate(std::span<const std::byte> data);

} // namespace banos::test

#endif
