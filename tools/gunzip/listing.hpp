// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_GUNZIP_LISTING_HPP
#define BANOS_GUNZIP_LISTING_HPP

#include <cstdint>
#include <ctime>
#include <string>

namespace banos::gunzip {

// What --list prints: a header, a line for each file, and after several their sum.
class listing {
  public:
    listing(bool quiet, bool verbose) : quiet_(quiet), verbose_(verbose) {}

    struct row {
        std::uint64_t compressed;
        std::uint64_t length;
        std::uint64_t overhead; // bytes that the ratio does not count
        std::uint32_t checksum;
        time_t modified;
        std::string name;
    };
    void add(const row& file);
    void finish();

  private:
    bool quiet_;
    bool verbose_;
    unsigned files_ = 0;
    std::uint64_t compressed_ = 0;
    std::uint64_t length_ = 0;
    std::uint64_t overhead_ = 0; // of the last file, which is what gzip's total goes by
};

// How much was saved, as gzip says it: " 66.7%".
std::string ratio(std::uint64_t length, std::uint64_t compressed);

} // namespace banos::gunzip

#endif
