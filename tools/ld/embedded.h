// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What banos-ld carries in itself.
#ifndef BANOS_LD_EMBEDDED_H
#define BANOS_LD_EMBEDDED_H

#include <string_view>

#include "object.h"

namespace banos::ld {

// banos.lds: the script for the partial link.
[[nodiscard]] std::string_view linker_script() noexcept;

// The objects made of support/*.c: what compilers call without being asked.
[[nodiscard]] byte_view support_archive() noexcept;

} // namespace banos::ld

#endif
