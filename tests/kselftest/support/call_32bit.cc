// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "call_32bit.hpp"

#include "system.hpp"
#include "test.hpp"

namespace banos::test {

long call_32bit(long number, long first, long second, long third) {
    long result = number;
    asm volatile("int $0x80"
                 : "+a"(result)
                 : "b"(first), "c"(second), "d"(third)
                 : "memory", "r8", "r9", "r10", "r11");
    return static_cast<int>(result);
}

// The call itself would end the program there, and the kernel log would say so.
void need_32bit() {
    if (!exists("/proc/sys/abi/vsyscall32"))
        skip("this kernel runs no 32-bit programs (CONFIG_IA32_EMULATION)");
}

} // namespace banos::test
