// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The loops that decode most symbols. They check limits once for several symbols,
// and leave what is rare (the end of a block, faults, the last bytes of input or
// output) to decode_symbols(), undone.
//
// Each form is compiled with its own options and called only where the processor
// has the instructions. What those files include must have no inline functions
// with external linkage that are not always inlined: the linker keeps one copy of
// such a function, and it might be theirs.
#ifndef BANOS_INFLATE_LOOPS_HPP
#define BANOS_INFLATE_LOOPS_HPP

#include <stddef.h>
#include <stdint.h>

#include <banos/detail/inflate_state.hpp>

namespace banos::inflate::detail {

// What must be there for another turn.
inline constexpr size_t loop_input = 8;
inline constexpr size_t loop_output = 40;

// How far beyond its end a match of more than 32 bytes may be written.
inline constexpr size_t loop_overrun = 96;

// The names are those of bit_input and
// output_area; hold and held are as there.
struct loop_state {
    const uint8_t* in;
    const uint8_t* in_end;
    uint64_t hold;
    unsigned held;

    uint8_t* out;
    uint8_t* out_stop;  // no turn begins from here on
    uint8_t* copy_stop; // no long match ends beyond here
    const uint8_t* floor;

    const tables* codes;
};

void decode_portable(loop_state& state) noexcept;
void decode_avx2(loop_state& state) noexcept;

} // namespace banos::inflate::detail

#endif
