// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <gtest/gtest.h>

#include "banos/instruction_set.hpp"
#include "checksum_forms.hpp"

namespace {

TEST_P(each_instruction_set, is_what_was_allowed) {
    EXPECT_EQ(banos::allowed_instruction_set(), GetParam());
}

TEST_P(each_instruction_set, has_no_feature_of_a_newer_one) {
    const banos::processor_features has = banos::allowed_features();
    const bool of_avx512 = has.avx512 || has.avx512_vpclmul || has.avx512_vnni;
    const bool of_avx2 = has.avx2 || has.bmi2 || has.vpclmul;
    const bool of_sse = has.sse2 || has.pclmul;
    EXPECT_TRUE(!of_avx512 || GetParam() >= banos::instruction_set::avx512);
    EXPECT_TRUE(!of_avx2 || GetParam() >= banos::instruction_set::avx2);
    EXPECT_TRUE(!of_sse || GetParam() >= banos::instruction_set::sse);
}

INSTANTIATE_TEST_SUITE_P(with, each_instruction_set, all_instruction_sets(), instruction_set_name);

} // namespace
