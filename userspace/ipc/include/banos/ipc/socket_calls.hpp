// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The two system calls of a stream, where something else can be put in their place: a test
// that cuts what is sent, a program that counts. Since 0.9. Nothing here blocks, or may throw. What
// one object of such a class does in several threads at once is its own affair; the kernel's may.
#ifndef BANOS_IPC_SOCKET_CALLS_HPP
#define BANOS_IPC_SOCKET_CALLS_HPP

#include <banos/file_descriptor.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace banos::ipc {

class socket_calls {
  public:
    virtual ~socket_calls() = default;

    // One sendmsg(2), or send(2) without descriptors: how many bytes went, or a negative errno
    // number; never -EINTR, and no SIGPIPE. The descriptors leave with the first byte, and stay the
    // caller's.
    virtual std::ptrdiff_t send(int socket, std::span<const std::byte> bytes,
                                std::span<const file_descriptor> descriptors) noexcept;

    // One recvmsg(2): how many bytes came, 0 at the end, or a negative errno number; never
    // -EINTR. Descriptors are added to those that are there; -EBADF if some were lost because
    // they are more than 64, or more than the process may have. Without a vector for them it
    // is a recv(2), which is faster, and the kernel closes those that come.
    virtual std::ptrdiff_t receive(int socket, std::span<std::byte> into,
                                   std::vector<file_descriptor>* descriptors) noexcept;
};

// The kernel's. Lives as long as the program.
socket_calls& system_calls() noexcept;

} // namespace banos::ipc

#endif
