// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/socket.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>

namespace banos::ipc {

namespace {

struct address {
    sockaddr_un name{};
    socklen_t size = 0;

    [[nodiscard]] const sockaddr* generic() const noexcept {
        return reinterpret_cast<const sockaddr*>(&name);
    }
};

result<address> address_of(std::string_view path) noexcept {
    address made;
    if (path.empty())
        return error(EINVAL, "the path of a socket is empty");
    if (path.size() >= sizeof(made.name.sun_path))
        return error(ENAMETOOLONG, "the path of a socket has at most 107 bytes");
    made.name.sun_family = AF_UNIX;
    std::memcpy(made.name.sun_path, path.data(), path.size());
    made.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    if (path.front() == '@')
        made.name.sun_path[0] = '\0';
    else
        made.size++; // the terminator
    return made;
}

result<file_descriptor> new_socket(int flags) noexcept {
    file_descriptor made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
    if (made.number() < 0)
        return error(errno);
    return made;
}

int connect_retried(int socket, const address& to) noexcept {
    for (;;) {
        if (::connect(socket, to.generic(), to.size) == 0)
            return 0;
        if (errno != EINTR)
            return errno;
    }
}

} // namespace

result<file_descriptor> connect_to(std::string_view path) noexcept {
    auto to = address_of(path);
    if (!to)
        return to.error();
    auto socket = new_socket(0);
    if (!socket)
        return socket;
    if (const int problem = connect_retried(socket->number(), *to); problem != 0)
        return error(problem);
    return socket;
}

result<file_descriptor> listen_at(std::string_view path) noexcept {
    auto at = address_of(path);
    if (!at)
        return at.error();
    auto socket = new_socket(SOCK_NONBLOCK);
    if (!socket)
        return socket;
    if (::bind(socket->number(), at->generic(), at->size) != 0 ||
        ::listen(socket->number(), SOMAXCONN) != 0)
        return error(errno);
    return socket;
}

result<std::pair<file_descriptor, file_descriptor>> socket_pair() noexcept {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return error(errno);
    return std::pair(file_descriptor(ends[0]), file_descriptor(ends[1]));
}

result<credentials> credentials_of(const file_descriptor& socket) noexcept {
    ucred peer{};
    socklen_t size = sizeof(peer);
    if (::getsockopt(socket.number(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return error(errno);
    return credentials{peer.pid, peer.uid, peer.gid};
}

} // namespace banos::ipc
