// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the fuzzer does with each input: parse it, and, if it is an image, check that everything
// which the parser promises is true, and build it at addresses like the kernel's. The unit tests
// do the same with the corpus and with images that they make.
#ifndef BANOS_TESTS_IMAGE_RUN_HPP
#define BANOS_TESTS_IMAGE_RUN_HPP

#include "image.h"

#include <cstddef>
#include <cstdint>

namespace banos::test {

// A broken promise ends the program, with a sentence on standard error. True: it is an image.
bool run_image(const std::uint8_t* bytes, std::size_t size);

// The promises alone, about a parsed image.
void check_promises(const image& image);

} // namespace banos::test

#endif
