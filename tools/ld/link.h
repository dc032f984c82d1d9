// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The whole way from objects to an image.
#ifndef BANOS_LD_LINK_H
#define BANOS_LD_LINK_H

#include <filesystem>
#include <string>
#include <vector>

namespace banos::ld {

struct link_options {
    std::vector<std::string> files;
    std::filesystem::path output;
    std::string linker = "ld";
    std::filesystem::path map; // empty: none
    bool allow_floating_point = false;
    bool keep_debug = false;
    bool verbose = false;
};

// Throws failure; then there is no output, or an older one is as it was.
void link_image(const link_options& options);

} // namespace banos::ld

#endif
