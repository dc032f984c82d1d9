// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Random streams, good and damaged, cut at random places.
#ifndef BANOS_TESTS_INFLATE_CASES_HPP
#define BANOS_TESTS_INFLATE_CASES_HPP

#include <cstdint>
#include <string>

namespace banos::test {

// Makes a stream out of the seed, at most some hundred bytes, and decodes it so many
// times, each time cut at other places. Answers what differs from zlib, or nothing.
std::string run_random_stream(std::uint32_t seed, unsigned times);

} // namespace banos::test

#endif
