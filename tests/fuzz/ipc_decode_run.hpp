// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_FUZZ_IPC_DECODE_RUN_HPP
#define BANOS_FUZZ_IPC_DECODE_RUN_HPP

#include <cstddef>
#include <span>
#include <string>

namespace banos::test {

// The body of the fuzzer: decodes any bytes as a packet of each type. What could be decoded
// has to be the same after encoding and decoding it again. Answers what is wrong, or nothing.
std::string decode_and_encode(std::span<const std::byte> bytes);

} // namespace banos::test

#endif
