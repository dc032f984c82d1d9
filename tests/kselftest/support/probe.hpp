// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Probes, as modules of the kernel such as SystemTap's set them: see ../probe.
#ifndef BANOS_TESTS_PROBE_HPP
#define BANOS_TESTS_PROBE_HPP

#include <string>
#include <string_view>

namespace banos::test {

// The module that sets them, loaded as long as this lives. Skips the TEST if the kernel has no
// kprobes.
class prober {
  public:
    prober();
    ~prober();
    prober(const prober&) = delete;
    prober& operator=(const prober&) = delete;
};

// A kprobe that counts. It is off at first, and goes with this.
class probe {
  public:
    // error() says whether it could be set.
    probe(std::string_view name, std::string_view function, unsigned offset = 0);
    ~probe();
    probe(const probe&) = delete;
    probe& operator=(const probe&) = delete;

    int error() const { return error_; } // 0, or a negative errno number
    int enable(bool on) const;
    int remove();
    unsigned long hits() const;

  private:
    std::string name_;
    int error_ = 0;
    bool there_ = false;
};

// The lines of /proc/kallsyms with that symbol, of whatever module; empty if there are none.
std::string symbol_lines(std::string_view name);

} // namespace banos::test

#endif
