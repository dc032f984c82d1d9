// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// One stream through both libraries, in the same pieces: the body of the fuzzer, and
// of the test with random streams.
#ifndef BANOS_TESTS_ZLIB_AGREE_HPP
#define BANOS_TESTS_ZLIB_AGREE_HPP

#include <span>
#include <string>

#include "zlib_face.hpp"

// The first four bytes say how the rest is to be called. Answers what differs, or "".
std::string difference_of_faces(std::span<const unsigned char> input);

#endif
