// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "progress.hpp"

#include <cstdio>
#include <utility>

namespace banos::gunzip {

using namespace std::chrono_literals;

progress::progress(std::string name, std::uint64_t total, bool shown)
    : name_(std::move(name)), total_(total), shown_(shown), next_(clock::now() + 500ms) {}

void progress::update(std::uint64_t consumed, std::uint64_t produced) {
    if (!shown_)
        return;
    const clock::time_point now = clock::now();
    if (now < next_)
        return;
    next_ = now + 200ms;
    printed_ = true;
    const double megabytes = double(produced) / 1e6;
    if (total_ != 0)
        std::fprintf(stderr, "\r%s: %3.0f%%, %.0f MB \033[K", name_.c_str(),
                     100.0 * double(consumed) / double(total_), megabytes);
    else
        std::fprintf(stderr, "\r%s: %.0f MB \033[K", name_.c_str(), megabytes);
}

progress::~progress() {
    if (printed_)
        std::fputs("\r\033[K", stderr);
}

} // namespace banos::gunzip
