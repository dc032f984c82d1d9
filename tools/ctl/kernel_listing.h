// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Listings of kernels that are not running, found by a kernel's name: those that are installed
// with banosctl in share/banos/abi, or in the folders of BANOS_ABI_PATH.
#ifndef BANOS_CTL_KERNEL_LISTING_H
#define BANOS_CTL_KERNEL_LISTING_H

#include <string>

namespace banos::ctl {

// The path of "<kernel>.json", in the first folder that has it. Throws failure: its sentence
// says where that was looked for and which kernels there are.
std::string kernel_listing(const std::string& kernel);

} // namespace banos::ctl

#endif
