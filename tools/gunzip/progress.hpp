// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_GUNZIP_PROGRESS_HPP
#define BANOS_GUNZIP_PROGRESS_HPP

#include <chrono>
#include <cstdint>
#include <string>

namespace banos::gunzip {

// A line on the terminal that says how far a long decompression is; nothing for
// what takes less than half a second.
class progress {
  public:
    // total: of the input, in bytes; 0 if it is not known. Without `shown` it does
    // nothing.
    progress(std::string name, std::uint64_t total, bool shown);
    ~progress();
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    void update(std::uint64_t consumed, std::uint64_t produced);

  private:
    using clock = std::chrono::steady_clock;

    std::string name_;
    std::uint64_t total_;
    bool shown_;
    bool printed_ = false;
    clock::time_point next_;
};

} // namespace banos::gunzip

#endif
