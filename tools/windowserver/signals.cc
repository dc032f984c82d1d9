// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "signals.hpp"

#include <cerrno>
#include <csignal>
#include <utility>

#include <sys/signalfd.h>
#include <unistd.h>

namespace banos::windowserver {

signals::signals(ipc::event_loop& loop, file_descriptor queue, std::function<void(int)> call)
    : loop_(loop), queue_(std::move(queue)), call_(std::move(call)) {}

result<std::unique_ptr<signals>> signals::take(ipc::event_loop& loop,
                                               std::initializer_list<int> which,
                                               std::function<void(int)> call) {
    sigset_t set;
    sigemptyset(&set);
    for (const int one : which)
        sigaddset(&set, one);
    if (::pthread_sigmask(SIG_BLOCK, &set, nullptr) != 0)
        return error(EINVAL);
    file_descriptor queue(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    if (queue.number() < 0)
        return error(errno);
    std::unique_ptr<signals> made(new signals(loop, std::move(queue), std::move(call)));
    if (auto watched = loop.watch(made->queue_.number(), ipc::interest::readable, *made); !watched)
        return watched.error();
    return made;
}

signals::~signals() {
    loop_.forget(queue_.number(), *this);
}

void signals::ready(std::uint32_t /*events*/) {
    signalfd_siginfo one = {};
    while (::read(queue_.number(), &one, sizeof(one)) == sizeof(one))
        call_(int(one.ssi_signo));
}

} // namespace banos::windowserver
