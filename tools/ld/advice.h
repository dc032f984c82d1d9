// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What to do about a name that is nowhere.
#ifndef BANOS_LD_ADVICE_H
#define BANOS_LD_ADVICE_H

#include <string>
#include <string_view>

namespace banos::ld {

[[nodiscard]] std::string advice_for(std::string_view undefined_name);

} // namespace banos::ld

#endif
