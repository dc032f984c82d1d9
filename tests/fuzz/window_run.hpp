// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The window server's side of the protocol, fed with whatever a client may say: what
// the fuzzer does, and a unit test with a few inputs.
#ifndef BANOS_FUZZ_WINDOW_RUN_HPP
#define BANOS_FUZZ_WINDOW_RUN_HPP

#include <cstddef>
#include <span>
#include <string>

namespace banos::test {

// The bytes are a script: packets of two clients, what the user does, and frames. A
// client whose packet is refused is gone, as in the server. Answers what went wrong,
// or nothing.
std::string run_window_script(std::span<const std::byte> script);

} // namespace banos::test

#endif
