// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "advice.h"

#include <algorithm>
#include <array>
#include <span>

namespace banos::ld {

namespace {

struct known_name {
    std::string_view name; // a '*' at its end, or at its start, stands for anything
    std::string_view mend;
};

constexpr std::string_view no_destructors =
    "give static and global objects no destructor; build and destroy such an object in init() and "
    "uninit()";
constexpr std::string_view no_exceptions = "compile with -fno-exceptions";
constexpr std::string_view no_rtti = "compile with -fno-rtti, and do without dynamic_cast";
constexpr std::string_view no_sanitizer = "compile without -fsanitize=...";
constexpr std::string_view no_profile = "compile without profiling and coverage options";
constexpr std::string_view no_floating_point =
    "use integers, and compile with -mgeneral-regs-only: floating-point registers belong to "
    "programs";
constexpr std::string_view no_library =
    "there is no C library in the kernel; use the function of <banos/*.h> in its place";
constexpr std::string_view no_linux =
    "Linux's own functions change from kernel to kernel; use the function of <banos/*.h> in its "
    "place";
constexpr std::string_view no_operator_new =
    "allocate with banos_memory_*() and use placement new, or define operator new and delete in "
    "the driver";

constexpr auto known_names = std::to_array<known_name>({
    {"__cxa_atexit", no_destructors},
    {"__dso_handle", no_destructors},
    {"atexit", no_destructors},
    {"__cxa_guard_*", "compile with -fno-threadsafe-statics, or move the static object out of the "
                      "function"},
    {"__gxx_personality_v0", no_exceptions},
    {"_Unwind_*", no_exceptions},
    {"_ZSt9terminatev", no_exceptions},
    {"_ZTVN10__cxxabiv1*", no_rtti},
    {"_ZTI*", no_rtti},
    {"__dynamic_cast", no_rtti},
    {"__cxa_*", no_exceptions},
    {"_Znwm*", no_operator_new},
    {"_Znam*", no_operator_new},
    {"_ZdaPv*", no_operator_new},
    {"__tls_get_addr", "use no thread-local variables"},
    {"__fentry__", "compile without -pg and -mfentry"},
    {"mcount", "compile without -pg"},
    {"_mcount", "compile without -pg"},
    {"__asan_*", no_sanitizer},
    {"__hwasan_*", no_sanitizer},
    {"__msan_*", no_sanitizer},
    {"__tsan_*", no_sanitizer},
    {"__ubsan_*", no_sanitizer},
    {"__sanitizer_*", no_sanitizer},
    {"__gcov_*", no_profile},
    {"__llvm_profile_*", no_profile},
    {"_GLOBAL_OFFSET_TABLE_", "compile with -fno-pic"},
    {"__stack_chk_fail_local", "compile with -fno-pic"},
    {"__llvm_*", "compile with the flags of the driver kit"},
    {"__x86_indirect_*", "compile with the flags of the driver kit"},
    {"*df2", no_floating_point},
    {"*sf2", no_floating_point},
    {"*df3", no_floating_point},
    {"*sf3", no_floating_point},
    {"__float*", no_floating_point},
    {"__fix*", no_floating_point},
    {"__*_chk", "compile with -U_FORTIFY_SOURCE, and use the functions of <banos/*.h>"},
    {"abort", no_library},
    {"calloc", no_library},
    {"exit", no_library},
    {"fprintf", no_library},
    {"free", no_library},
    {"malloc", no_library},
    {"printf", no_library},
    {"putchar", no_library},
    {"puts", no_library},
    {"realloc", no_library},
    {"snprintf", no_library},
    {"sprintf", no_library},
    {"str*", no_library},
    {"_ZNSt*", "of the C++ library, use only what is complete in its headers"},
    {"_ZSt*", "of the C++ library, use only what is complete in its headers"},
    {"__kmalloc*", no_linux},
    {"_printk", no_linux},
    {"printk", no_linux},
    {"kfree", no_linux},
    {"kmalloc*", no_linux},
    {"kzalloc*", no_linux},
    {"mutex_*", no_linux},
    {"vfree", no_linux},
    {"vmalloc*", no_linux},
    {"module_*", no_linux},
    {"param_ops_*", no_linux},
    {"__this_module", no_linux},
});

bool matches(std::string_view pattern, std::string_view name) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return name == pattern;
    const std::string_view before = pattern.substr(0, star);
    const std::string_view after = pattern.substr(star + 1);
    return name.size() >= before.size() + after.size() && name.starts_with(before) &&
           name.ends_with(after);
}

} // namespace

std::string advice_for(std::string_view undefined_name) {
    const auto* const found =
        std::find_if(known_names.begin(), known_names.end(),
                     [&](const known_name& one) { return matches(one.name, undefined_name); });
    if (found != known_names.end())
        return std::string(found->mend);
    return "define it in one of the objects, or add the archive that defines it; what the kernel "
           "offers is named banos_*";
}

} // namespace banos::ld
