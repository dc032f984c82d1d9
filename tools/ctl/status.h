// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// How banosctl ends: the exit statuses, and the failure that leads to one.
#ifndef BANOS_CTL_STATUS_H
#define BANOS_CTL_STATUS_H

#include <banos/result.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace banos::ctl {

// The numbers are documented in banosctl(1) and never change.
enum class status {
    done = 0,
    image = 1,      // the image breaks a rule
    usage = 2,      // the command line is not understood, or ambiguous
    file = 3,       // a file cannot be read or written, or isn't what it should be
    symbols = 4,    // a symbol is missing, unsupported here, or for the GPL only
    busy = 5,       // in use, or the time limit has passed
    permission = 6, // not the superuser, or a policy forbids it
    instance = 7,   // no such instance
    absent = 8,     // no banos.ko is loaded
    resources = 9,  // no memory, or no descriptors
    driver = 10,    // the driver's init() failed
    parameter = 11, // a parameter of the driver is unknown, or its value bad
    version = 12,   // the image, or banosctl, and this kernel's banos don't fit
    conflict = 13,  // the image exports a name that is there already
    other = 14,     // what no other status says
};

// One thing that went wrong. Commands throw it; main() or a command that goes
// on with the next operand reports it.
class failure : public std::runtime_error {
  public:
    failure(status end, std::string subject, const std::string& sentence, int number = 0,
            std::string log = {})
        : std::runtime_error(sentence), end_(end), number_(number), subject_(std::move(subject)),
          log_(std::move(log)) {}

    [[nodiscard]] status end() const noexcept { return end_; }
    // An errno number; 0: none of the system's.
    [[nodiscard]] int number() const noexcept { return number_; }
    // The file, instance or option that it is about; may be empty.
    [[nodiscard]] const std::string& subject() const noexcept { return subject_; }
    // The loader's words; may be empty.
    [[nodiscard]] const std::string& log() const noexcept { return log_; }

  private:
    status end_;
    int number_;
    std::string subject_;
    std::string log_;
};

// What was asked of the kernel: the same errno means different things.
// init: an install that came as far as the driver's init().
enum class request { open, install, init, uninstall, query };

status status_of(request asked, int number);

// With the kernel's sentence, or one of our own for that number.
failure refused(request asked, std::string subject, const error& why, std::string log = {});

// A file or directory that the system doesn't give us.
failure file_failure(std::string path, int number);

// "ENOENT"; a number that has no name becomes "errno 4711".
std::string number_name(int number);

} // namespace banos::ctl

#endif
