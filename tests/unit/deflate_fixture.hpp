// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Data of several kinds, and zlib as the other side.
#ifndef BANOS_TESTS_DEFLATE_FIXTURE_HPP
#define BANOS_TESTS_DEFLATE_FIXTURE_HPP

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "banos/deflate.hpp"

using bytes = std::vector<std::byte>;

// Words, records, noise, runs and mixtures: what compresses in different ways.
struct sample {
    std::string name;
    bytes data;
};
std::vector<sample> samples();
bytes noise(std::size_t count, unsigned seed = 1);
bytes text(std::size_t count, unsigned seed = 1);

// The whole stream decoded by zlib, or nothing if it is wrong anywhere, or if more
// bytes follow it.
std::optional<bytes> inflated_by_zlib(std::span<const std::byte> stream,
                                      banos::deflate::format wrapping);

// What zlib makes of it at this level, as gzip.
std::size_t size_by_zlib(std::span<const std::byte> data, int level);

// The stream in a buffer of bound() bytes.
bytes deflated(std::span<const std::byte> data, const banos::deflate::options& wanted = {});

#endif
