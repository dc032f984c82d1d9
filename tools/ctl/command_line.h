// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The grammar of the command line. No other file knows the library that reads it.
#ifndef BANOS_CTL_COMMAND_LINE_H
#define BANOS_CTL_COMMAND_LINE_H

#include "session.h"

#include <functional>
#include <string>
#include <vector>

namespace banos::ctl {

using action = std::function<void(session&)>;

// The command that @arguments ask for, and their common options set in @now.
// Empty where nothing is left to do: help was printed, or now.fail() was told
// what is wrong with the line.
action understand(const std::vector<std::string>& arguments, session& now);

} // namespace banos::ctl

#endif
