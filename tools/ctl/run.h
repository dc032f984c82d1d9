// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_CTL_RUN_H
#define BANOS_CTL_RUN_H

#include "session.h"

#include <string>
#include <vector>

namespace banos::ctl {

// The whole program, without its name in @arguments. Answers the exit status.
int run(const std::vector<std::string>& arguments, session& now);

} // namespace banos::ctl

#endif
