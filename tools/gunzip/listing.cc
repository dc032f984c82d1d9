// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "listing.hpp"

#include <cinttypes>
#include <cstdio>

namespace banos::gunzip {

namespace {

void print_sizes(std::uint64_t compressed, std::uint64_t length, std::uint64_t overhead,
                 const std::string& name) {
    std::printf("%19" PRIu64 " %19" PRIu64 " %s %s\n", compressed, length,
                ratio(length, compressed - overhead).c_str(), name.c_str());
}

} // namespace

std::string ratio(std::uint64_t length, std::uint64_t compressed) {
    const double saved = double(length) - double(compressed);
    char text[32];
    std::snprintf(text, sizeof text, "%5.1f%%", length == 0 ? 0 : 100 * saved / double(length));
    return text;
}

void listing::add(const row& file) {
    if (files_++ == 0 && !quiet_)
        std::printf("%s         compressed        uncompressed  ratio uncompressed_name\n",
                    verbose_ ? "method  crc     date  time  " : "");
    if (verbose_) {
        char date[32] = "";
        if (const tm* local = std::localtime(&file.modified))
            std::strftime(date, sizeof date, "%b %e %H:%M", local);
        std::printf("defla %08" PRIx32 " %s ", file.checksum, date);
    }
    print_sizes(file.compressed, file.length, file.overhead, file.name);
    compressed_ += file.compressed;
    length_ += file.length;
    overhead_ = file.overhead;
}

void listing::finish() {
    if (files_ > 1 && !quiet_) {
        if (verbose_)
            std::printf("%27s ", "");
        print_sizes(compressed_, length_, overhead_, "(totals)");
    }
    std::fflush(stdout);
}

} // namespace banos::gunzip
