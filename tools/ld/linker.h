// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The partial link itself, by the system's linker.
#ifndef BANOS_LD_LINKER_H
#define BANOS_LD_LINKER_H

#include <filesystem>
#include <string>
#include <vector>

#include "object.h"

namespace banos::ld {

struct linker_run {
    std::string program;                      // "ld", or a path
    std::vector<std::filesystem::path> files; // objects, in order
    std::filesystem::path scratch;            // a directory for what is needed on the way
    std::filesystem::path map;                // where to write the linker's map; empty: nowhere
    bool verbose = false;                     // show the command on stderr
};

// The bytes of the linked object. Throws failure (linker_failed) with what the
// linker said.
[[nodiscard]] byte_vector run_linker(const linker_run& run);

} // namespace banos::ld

#endif
