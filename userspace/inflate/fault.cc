// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/inflate.hpp>

#include <array>

namespace banos::inflate {

namespace {

constexpr std::array<std::string_view, 20> sentences = {
    "no error",
    "the data end early",
    "the data do not begin as gzip or zlib data do",
    "the compression method is unknown",
    "the window is larger than allowed",
    "the gzip header has unknown flags",
    "the checksum of the gzip header is wrong",
    "a block has an unknown type",
    "the length of a stored block contradicts itself",
    "a block has too many length or distance codes",
    "the code of the code lengths is not complete",
    "a code length is repeated that is not there",
    "a block has no code for its end",
    "the code of literals and lengths is not complete",
    "the code of distances is not complete",
    "there is no literal or length with these bits",
    "there is no distance with these bits",
    "a distance reaches before the start of the data",
    "the checksum of the data is wrong",
    "the length of the data is wrong",
};
static_assert(sentences.size() == std::size_t(fault::data_length) + 1);

} // namespace

std::string_view describe(fault problem) noexcept {
    return sentences[std::size_t(problem)];
}

} // namespace banos::inflate
