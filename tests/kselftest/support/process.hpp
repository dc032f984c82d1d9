// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Another process: with other rights, or to wait in the kernel while the test looks at it.
#ifndef BANOS_TESTS_PROCESS_HPP
#define BANOS_TESTS_PROCESS_HPP

#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace banos::test {

// A child that runs a function, whose answer, 0 to 255, is its exit status.
class process {
  public:
    explicit process(const std::function<int()>& body);
    ~process(); // kills it
    process(const process&) = delete;
    process& operator=(const process&) = delete;

    pid_t id() const { return id_; }
    int wait(); // the exit status, or 128 + the signal that ended it
    void send(int signal) const;
    char state() const;        // as in /proc/<pid>/stat: 'S' sleeps, 'D' sleeps deeply ...
    std::string stack() const; // /proc/<pid>/stack

  private:
    pid_t id_ = -1;
};

// Runs a program and waits: its exit status, or 128 + the signal that ended it.
int run_program(const std::vector<std::string>& words);

// Runs a function in a child, as above, and waits.
int in_child(const std::function<int()>& body);

} // namespace banos::test

#endif
