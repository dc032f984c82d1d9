// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// From the files on the command line to the objects that go into the image:
// archives give only the members that define something still missing. It is
// done here rather than by the linker, so that every message can name the
// object, and every rule is checked on just what is linked.
#ifndef BANOS_LD_INPUTS_H
#define BANOS_LD_INPUTS_H

#include <filesystem>
#include <string>
#include <vector>

#include "object.h"

namespace banos::ld {

struct input {
    object content;
    std::filesystem::path path; // what the linker is given
};

struct input_options {
    std::vector<std::string> files;
    std::filesystem::path extract_to; // where members of archives are put
};

// In the order of the command line, members of archives after all objects.
// Order of archives makes no difference to what is found. Throws failure.
[[nodiscard]] std::vector<input> gather_inputs(const input_options& options);

} // namespace banos::ld

#endif
