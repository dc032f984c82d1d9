// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "banos/instruction_set.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <string_view>

#include "choice.hpp"

namespace banos {

namespace {

constexpr std::array<std::string_view, 4> names = {"portable", "sse", "avx2", "avx512"};

instruction_set from_environment() noexcept {
    const char* wanted = std::getenv("BANOS_INSTRUCTION_SET");
    if (wanted != nullptr)
        for (std::size_t i = 0; i < names.size(); i++)
            if (names[i] == wanted)
                return instruction_set(i);
    return instruction_set::avx512;
}

#if defined(__x86_64__)

processor_features of_processor() noexcept {
    __builtin_cpu_init();
    processor_features has;
    has.sse2 = true;
    has.pclmul = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
    has.avx2 = __builtin_cpu_supports("avx2");
    has.bmi2 = __builtin_cpu_supports("bmi2");
    has.vpclmul = has.avx2 && has.pclmul && __builtin_cpu_supports("vpclmulqdq");
    has.avx512 = has.avx2 && __builtin_cpu_supports("avx512f") &&
                 __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                 __builtin_cpu_supports("avx512vl");
    has.avx512_vpclmul = has.avx512 && has.vpclmul;
    has.avx512_vnni = has.avx512 && __builtin_cpu_supports("avx512vnni");
    return has;
}

#else

processor_features of_processor() noexcept {
    return {};
}

#endif

processor_features limited(processor_features has, instruction_set most) noexcept {
    if (most < instruction_set::avx512)
        has.avx512 = has.avx512_vpclmul = has.avx512_vnni = false;
    if (most < instruction_set::avx2)
        has.avx2 = has.bmi2 = has.vpclmul = false;
    if (most < instruction_set::sse)
        has.sse2 = has.pclmul = false;
    return has;
}

// 0 is "not asked yet"; otherwise one more than the instruction set.
constinit std::atomic<int> limit = 0;

} // namespace

instruction_set allowed_instruction_set() noexcept {
    int known = limit.load(std::memory_order_relaxed);
    if (known == 0) {
        int fresh = int(from_environment()) + 1;
        if (limit.compare_exchange_strong(known, fresh, std::memory_order_relaxed))
            known = fresh;
    }
    return instruction_set(known - 1);
}

void limit_instruction_set(instruction_set most) noexcept {
    limit.store(int(most) + 1, std::memory_order_relaxed);
    detail::choose_crc32();
    detail::choose_adler32();
}

processor_features allowed_features() noexcept {
    return limited(of_processor(), allowed_instruction_set());
}

} // namespace banos
