// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the fuzzer of the hash table does with each input: it reads it as operations, does
// them with banos::hash_map and with std::unordered_map, and compares what they answer. The
// unit tests and the soak do the same with random bytes.
#ifndef BANOS_TESTS_CONTAINER_RUN_HPP
#define BANOS_TESTS_CONTAINER_RUN_HPP

#include <cstddef>
#include <cstdint>

namespace banos::test {

// A difference ends the program, with a sentence on standard error. Answers how many
// operations that were.
std::size_t run_container(const std::uint8_t* bytes, std::size_t size);

// The same with so many random operations of the pseudo-random sequence `seed`.
void run_container_randomly(std::uint64_t seed, std::size_t operations);

} // namespace banos::test

#endif
