// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The body of the encoder's fuzzer, which a unit test runs, too.
#ifndef BANOS_FUZZ_DEFLATE_RUN_HPP
#define BANOS_FUZZ_DEFLATE_RUN_HPP

#include <cstdint>
#include <span>
#include <string>

// Encodes the input, in a way that its first bytes say, and decodes what comes out by
// banos::inflate and by zlib. Answers what is wrong, or "".
std::string wrong_in_round_trip(std::span<const std::uint8_t> input);

#endif
