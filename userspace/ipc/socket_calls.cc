// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/packet.hpp>
#include <banos/ipc/socket_calls.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <new>

#include <sys/socket.h>
#include <sys/uio.h>

namespace banos::ipc {

namespace {

constexpr int flags_of_send = MSG_NOSIGNAL | MSG_DONTWAIT;

// Room for the descriptors of one packet, which the kernel never mixes with another's.
struct alignas(cmsghdr) control_buffer {
    std::array<std::byte, CMSG_SPACE(most_descriptors * sizeof(int))> bytes;
};

template<typename call>
std::ptrdiff_t retried(call&& once) noexcept {
    for (;;) {
        const ssize_t answer = once();
        if (answer >= 0)
            return answer;
        if (errno != EINTR)
            return -errno;
    }
}

void attach(msghdr& message, control_buffer& control,
            std::span<const file_descriptor> descriptors) noexcept {
    message.msg_control = control.bytes.data();
    message.msg_controllen = CMSG_SPACE(descriptors.size() * sizeof(int));
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
    unsigned char* to = CMSG_DATA(header);
    for (const file_descriptor& descriptor : descriptors) {
        const int number = descriptor.number();
        std::memcpy(to, &number, sizeof(number));
        to += sizeof(number);
    }
}

// False if there is no memory for them; then they are closed.
bool take_descriptor(int number, std::vector<file_descriptor>& descriptors) noexcept {
    file_descriptor owner(number);
    try {
        descriptors.push_back(std::move(owner));
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

bool take_rights(const cmsghdr& header, std::vector<file_descriptor>& descriptors) noexcept {
    const std::size_t count = (header.cmsg_len - CMSG_LEN(0)) / sizeof(int);
    bool all = true;
    for (std::size_t i = 0; i < count; i++) {
        int number = -1;
        std::memcpy(&number, CMSG_DATA(&header) + i * sizeof(int), sizeof(number));
        all = take_descriptor(number, descriptors) && all;
    }
    return all;
}

bool take_descriptors(msghdr& message, std::vector<file_descriptor>& descriptors) noexcept {
    bool all = (message.msg_flags & MSG_CTRUNC) == 0;
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header))
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
            all = take_rights(*header, descriptors) && all;
    return all;
}

[[gnu::noinline]] std::ptrdiff_t send_with(int socket, std::span<const std::byte> bytes,
                                           std::span<const file_descriptor> descriptors) noexcept {
    iovec piece = {const_cast<std::byte*>(bytes.data()), bytes.size()};
    control_buffer control;
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    attach(message, control, descriptors);
    return retried([&] { return ::sendmsg(socket, &message, flags_of_send); });
}

[[gnu::noinline]] std::ptrdiff_t receive_with(int socket, std::span<std::byte> into,
                                              std::vector<file_descriptor>& descriptors) noexcept {
    iovec piece = {into.data(), into.size()};
    control_buffer control;
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    const std::ptrdiff_t answer =
        retried([&] { return ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT); });
    if (answer >= 0 && !take_descriptors(message, descriptors))
        return -EBADF;
    return answer;
}

} // namespace

std::ptrdiff_t socket_calls::send(int socket, std::span<const std::byte> bytes,
                                  std::span<const file_descriptor> descriptors) noexcept {
    if (!descriptors.empty())
        return send_with(socket, bytes, descriptors);
    return retried([&] { return ::send(socket, bytes.data(), bytes.size(), flags_of_send); });
}

std::ptrdiff_t socket_calls::receive(int socket, std::span<std::byte> into,
                                     std::vector<file_descriptor>* descriptors) noexcept {
    if (descriptors != nullptr)
        return receive_with(socket, into, *descriptors);
    return retried([&] { return ::recv(socket, into.data(), into.size(), MSG_DONTWAIT); });
}

socket_calls& system_calls() noexcept {
    static socket_calls calls;
    return calls;
}

} // namespace banos::ipc
