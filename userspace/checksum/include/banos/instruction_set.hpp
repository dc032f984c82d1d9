// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Which instructions the checksums and the inflater may use. By default all
// that the processor has. Tests and benchmarks forbid the newer ones, either by
// the environment (BANOS_INSTRUCTION_SET=portable, sse, avx2 or avx512, read
// once) or by limit_instruction_set().
#ifndef BANOS_INSTRUCTION_SET_HPP
#define BANOS_INSTRUCTION_SET_HPP

#include <cstdint>

namespace banos {

// Each includes those before it. What is missing on a processor is left out:
// `avx2` computes CRC-32 with 16-byte vectors where there is no VPCLMULQDQ.
enum class instruction_set : std::uint8_t {
    portable, // C++ alone
    sse,      // up to SSE4.2 and PCLMULQDQ
    avx2,     // AVX2, BMI2, VPCLMULQDQ and AVX-VNNI
    avx512,   // AVX-512 (F, BW, DQ, VL), VNNI, and VPCLMULQDQ in 64-byte vectors
};

// What is allowed now. Since 0.9; safe in any thread.
[[nodiscard]] instruction_set allowed_instruction_set() noexcept;

// Allows all up to `most`, or what the processor has if that is less, from now
// on. For tests and benchmarks: safe in any thread, but a call that runs at the
// same time may use either. Objects that chose their code when they were made
// keep it. Since 0.9.
void limit_instruction_set(instruction_set most) noexcept;

// Single features, of the processor and allowed. Since 0.9; safe in any thread.
struct processor_features {
    bool sse2 = false;
    bool pclmul = false; // with SSE4.1
    bool avx2 = false;
    bool bmi2 = false;
    bool vpclmul = false;        // in 32-byte vectors, with AVX2
    bool avx512 = false;         // F, BW, DQ and VL
    bool avx512_vpclmul = false; // in 64-byte vectors
    bool avx512_vnni = false;
};
[[nodiscard]] processor_features allowed_features() noexcept;

} // namespace banos

#endif
