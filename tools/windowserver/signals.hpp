// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Signals as events of the loop.
#ifndef BANOS_WINDOWSERVER_SIGNALS_HPP
#define BANOS_WINDOWSERVER_SIGNALS_HPP

#include <banos/file_descriptor.hpp>
#include <banos/ipc/event_loop.hpp>
#include <banos/result.hpp>

#include <functional>
#include <initializer_list>
#include <memory>

namespace banos::windowserver {

class signals final : private ipc::event_handler {
  public:
    // From now on they come to @call, on the loop's thread, and nowhere else. Before
    // other threads are started. Errors: those of signalfd(2) and epoll_ctl(2).
    static result<std::unique_ptr<signals>>
    take(ipc::event_loop& loop, std::initializer_list<int> which, std::function<void(int)> call);
    ~signals();
    signals(const signals&) = delete;
    signals& operator=(const signals&) = delete;

  private:
    signals(ipc::event_loop& loop, file_descriptor queue, std::function<void(int)> call);
    void ready(std::uint32_t events) override;

    ipc::event_loop& loop_;
    file_descriptor queue_;
    std::function<void(int)> call_;
};

} // namespace banos::windowserver

#endif
