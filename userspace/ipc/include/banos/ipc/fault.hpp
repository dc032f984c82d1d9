// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What can be wrong with a packet's bytes. Since 0.9. Nothing here throws, allocates or blocks;
// it may be called by any thread.
#ifndef BANOS_IPC_FAULT_HPP
#define BANOS_IPC_FAULT_HPP

#include <banos/result.hpp>

#include <cerrno>

namespace banos::ipc {

// Each is an errno number of its own, which is the error's number, too; the sentences are below.
enum class fault : int {
    none = 0,
    truncated = ENODATA,
    too_large = EMSGSIZE,
    wrong_size = EBADMSG,
    wrong_type = EPROTOTYPE,
    count = E2BIG,
    flag = EILSEQ,
    enumeration = EDOM,
    alternative = EBADSLT,
    misaligned = EFAULT,
    no_memory = ENOMEM,
};

// The error that a caller of decode() gets for it. `problem` is not none.
[[gnu::cold, gnu::noinline]] inline error error_of(fault problem) noexcept {
    switch (problem) {
    case fault::truncated:
        return {ENODATA, "the packet ends within a field"};
    case fault::too_large:
        return {EMSGSIZE, "a packet has at most 65536 bytes"};
    case fault::wrong_size:
        return {EBADMSG, "the packet's size is not what its header says"};
    case fault::wrong_type:
        return {EPROTOTYPE, "the packet is of another type"};
    case fault::count:
        return {E2BIG, "a length or count is more than the packet can hold"};
    case fault::flag:
        return {EILSEQ, "a bool or an optional's flag is neither 0 nor 1"};
    case fault::enumeration:
        return {EDOM, "an enumeration has no such value"};
    case fault::alternative:
        return {EBADSLT, "a variant has no such alternative"};
    case fault::misaligned:
        return {EFAULT, "the packet's bytes are not aligned to 8"};
    case fault::no_memory:
    case fault::none:
        break;
    }
    return {ENOMEM, "there is no memory for the packet"};
}

} // namespace banos::ipc

#endif
