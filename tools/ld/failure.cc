// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "failure.h"

#include <cstring>

#include <fmt/format.h>

namespace banos::ld {

namespace {

// A broken driver can break one rule thousands of times.
constexpr std::size_t problems_shown = 20;

} // namespace

std::string to_text(const problem& one) {
    std::string text = one.file.empty() ? one.what : fmt::format("{}: {}", one.file, one.what);
    if (!one.where.empty())
        text += fmt::format(" (in {})", one.where);
    if (!one.expected.empty())
        text += fmt::format(": expected {}", one.expected);
    if (!one.found.empty())
        text += fmt::format("{} found {}", one.expected.empty() ? ":" : ",", one.found);
    if (!one.mend.empty())
        text += fmt::format("; to mend: {}", one.mend);
    return text;
}

void throw_if_any(const problems& all) {
    if (all.empty())
        return;
    std::string text;
    for (std::size_t i = 0; i < all.size() && i < problems_shown; ++i)
        text += (i == 0 ? "" : "\n") + to_text(all[i]);
    if (all.size() > problems_shown)
        text += fmt::format("\n... and {} more", all.size() - problems_shown);
    throw failure(exit_status::rule_broken, text);
}

void throw_file_failure(std::string_view file, std::string_view doing, int error) {
    throw failure(exit_status::file_access,
                  fmt::format("{}: can't {}: {}", file, doing, std::strerror(error)));
}

} // namespace banos::ld
