// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// How long is an x86-64 instruction, and is it one of the few kinds that a
// driver image is judged by? No more of it is understood.
#ifndef BANOS_LD_INSTRUCTIONS_H
#define BANOS_LD_INSTRUCTIONS_H

#include <cstddef>

#include "object.h"

namespace banos::ld {

enum class instruction_kind {
    other,
    unknown,         // not one that compilers emit; its length is not known
    bare_return,     // ret that doesn't go through __x86_return_thunk
    indirect_branch, // call or jmp by register or memory, without a thunk
    floating_point,  // x87, MMX, SSE, AVX: their registers belong to programs
};

struct instruction {
    std::size_t length = 0;
    instruction_kind kind = instruction_kind::unknown;
};

// The one that begins at the first byte; unknown if it doesn't end in the code.
[[nodiscard]] instruction decode_instruction(byte_view code) noexcept;

} // namespace banos::ld

#endif
