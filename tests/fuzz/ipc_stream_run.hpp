// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_FUZZ_IPC_STREAM_RUN_HPP
#define BANOS_FUZZ_IPC_STREAM_RUN_HPP

#include <cstddef>
#include <span>
#include <string>

namespace banos::test {

// The body of the fuzzer: the first bytes of data choose where the rest, a stream, is cut and
// where descriptors come. A packet_reader has to find in it what a parser finds that sees all
// of it at once. Answers what is wrong, or nothing.
std::string reassemble(std::span<const std::byte> data);

} // namespace banos::test

#endif
