// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Reads figures from the statistics that the allocator writes.
#ifndef ALLOC_STATISTICS_HPP
#define ALLOC_STATISTICS_HPP

#include <banos/malloc.h>

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

// All that was written, as JSON.
inline std::string statistics_json() {
    char path[] = "/tmp/banos-statistics-XXXXXX";
    const int file = mkstemp(path);
    unlink(path);
    banos_malloc_stats(file, 1);
    lseek(file, 0, SEEK_SET);
    std::string all(1 << 16, '\0');
    const ssize_t length = read(file, all.data(), all.size());
    close(file);
    all.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return all;
}

inline std::size_t figure_of(const std::string& json, const std::string& name) {
    const std::size_t place = json.find("\"" + name + "\": ");
    if (place == std::string::npos)
        abort();
    return std::strtoull(json.c_str() + place + name.size() + 4, nullptr, 10);
}

inline std::size_t live_blocks() {
    return figure_of(statistics_json(), "live_blocks");
}

#endif
