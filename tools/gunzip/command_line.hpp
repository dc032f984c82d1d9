// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_GUNZIP_COMMAND_LINE_HPP
#define BANOS_GUNZIP_COMMAND_LINE_HPP

#include <optional>
#include <string>
#include <vector>

namespace banos::gunzip {

// What gunzip answers its caller.
enum class exit_status : int { ok = 0, error = 1, warning = 2 };

struct command_line {
    bool to_stdout = false;
    bool force = false;
    bool keep = false;
    bool list = false;
    bool test = false;
    bool restore_name = false;
    bool quiet = false;
    bool verbose = false;
    bool synchronous = false;
    std::string suffix = ".gz";
    std::vector<std::string> files; // "-" is standard input
};

// What the arguments say; or nothing and the exit status, when the help or the
// version was printed or the arguments were wrong.
std::optional<command_line> parse(int count, char** arguments, exit_status& end);

} // namespace banos::gunzip

#endif
