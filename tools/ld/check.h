// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The loader's own parser, applied to a finished image.
#ifndef BANOS_LD_CHECK_H
#define BANOS_LD_CHECK_H

#include <string>

#include "object.h"

namespace banos::ld {

// Throws failure (rule_broken) with the parser's sentences.
void check_image(const std::string& name, byte_view bytes);

// What the image is, and what it lacks though it may be installed; ends with a
// newline. Throws failure as check_image() does.
[[nodiscard]] std::string describe_image(const std::string& name, byte_view bytes);

} // namespace banos::ld

#endif
