// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the tests of all checksums share: running under each set of instructions,
// and bytes to sum.
#ifndef BANOS_TESTS_CHECKSUM_FORMS_HPP
#define BANOS_TESTS_CHECKSUM_FORMS_HPP

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "banos/instruction_set.hpp"

// A test that runs once for each set of instructions.
class each_instruction_set : public testing::TestWithParam<banos::instruction_set> {
  protected:
    void SetUp() override { banos::limit_instruction_set(GetParam()); }
    void TearDown() override { banos::limit_instruction_set(banos::instruction_set::avx512); }
};

inline std::string
instruction_set_name(const testing::TestParamInfo<banos::instruction_set>& which) {
    static constexpr const char* names[] = {"portable", "sse", "avx2", "avx512"};
    return names[std::size_t(which.param)];
}

inline auto all_instruction_sets() {
    using enum banos::instruction_set;
    return testing::Values(portable, sse, avx2, avx512);
}

inline std::vector<std::byte> random_bytes(std::size_t count, unsigned seed = 1) {
    std::mt19937_64 random(seed);
    std::vector<std::byte> bytes(count);
    for (std::byte& byte : bytes)
        byte = std::byte(random());
    return bytes;
}

inline const unsigned char* plain(std::span<const std::byte> bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

// A copy on the heap that ends where its allocation does, and starts there too,
// so that AddressSanitizer sees every byte that is read outside.
template<typename function>
void with_exact_copy(std::span<const std::byte> bytes, function use) {
    std::vector<std::byte> copy(bytes.begin(), bytes.end());
    use(std::span<const std::byte>(copy));
}

#endif
