// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// AF_UNIX stream sockets, made and connected. Since 0.9. Nothing here throws; errors are those
// of the system calls, ENAMETOOLONG for a path of more than 107 bytes among them. A path that
// begins with '@' is a name in Linux's abstract space, which no file stands for. All of it may
// be called by any thread. The sockets are the caller's, and closed when programs are executed.
#ifndef BANOS_IPC_SOCKET_HPP
#define BANOS_IPC_SOCKET_HPP

#include <banos/file_descriptor.hpp>
#include <banos/result.hpp>

#include <string_view>
#include <utility>

#include <sys/types.h>

namespace banos::ipc {

// Who the peer was when it connected: SO_PEERCRED.
struct credentials {
    pid_t process;
    uid_t user;
    gid_t group;
};

// Waits until the server has room for it.
result<file_descriptor> connect_to(std::string_view path) noexcept;

// Non-blocking. A path that exists is EADDRINUSE: whether its server is still alive is for
// the caller to know, who may remove it.
result<file_descriptor> listen_at(std::string_view path) noexcept;

// Two that are connected with each other, and block.
result<std::pair<file_descriptor, file_descriptor>> socket_pair() noexcept;

// Of a connected socket.
result<credentials> credentials_of(const file_descriptor& socket) noexcept;

} // namespace banos::ipc

#endif
