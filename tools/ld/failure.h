// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// How banos-ld ends, and the sentences that it says when it can't do its work.
#ifndef BANOS_LD_FAILURE_H
#define BANOS_LD_FAILURE_H

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace banos::ld {

enum class exit_status : int {
    success = 0,
    rule_broken = 1,   // an input, or the image, breaks a rule
    usage = 2,         // the command line is wrong
    file_access = 3,   // a file can't be read or written
    linker_failed = 4, // the partial link failed, or the linker can't be run
};

// Ends the run; what() is the text for the user, one sentence a line.
class failure : public std::runtime_error {
  public:
    failure(exit_status status, const std::string& text)
        : std::runtime_error(text), status_(status) {}

    [[nodiscard]] exit_status status() const noexcept { return status_; }

  private:
    exit_status status_;
};

// The parts of every complaint. All are phrases without a full stop; `where`,
// `expected` and `found` may be empty.
struct problem {
    std::string file;
    std::string what;
    std::string where;
    std::string expected;
    std::string found;
    std::string mend;
};

using problems = std::vector<problem>;

// "FILE: what (in where): expected ..., found ...; to mend: ..."
[[nodiscard]] std::string to_text(const problem& one);

// Does nothing if there are none.
void throw_if_any(const problems& all);

// For a file that can't be opened, read or written: says what errno is.
[[noreturn]] void throw_file_failure(std::string_view file, std::string_view doing, int error);

} // namespace banos::ld

#endif
