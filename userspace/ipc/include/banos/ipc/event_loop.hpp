// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Waits for descriptors and for time: epoll(7), and timers in a tree. Since 0.9.
//
// All members but stop() are for the thread that runs the loop, which handlers run on, too.
// Handlers may call anything here but run() and turn(). They must not throw.
#ifndef BANOS_IPC_EVENT_LOOP_HPP
#define BANOS_IPC_EVENT_LOOP_HPP

#include <banos/file_descriptor.hpp>
#include <banos/result.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include <sys/epoll.h>

namespace banos::ipc {

// What to wait for; errors and the end of a connection are always told.
enum class interest : std::uint32_t {
    none = 0,
    readable = EPOLLIN,
    writable = EPOLLOUT,
    both = EPOLLIN | EPOLLOUT,
};

class event_handler {
  public:
    // The bits of epoll_event.events.
    virtual void ready(std::uint32_t events) = 0;

  protected:
    ~event_handler() = default;
};

class turn_handler {
  public:
    // All that was ready was handled: now is the time for what can be done for many events
    // at once.
    virtual void turn_ended() = 0;

  protected:
    ~turn_handler() = default;
};

class event_loop {
  public:
    using clock = std::chrono::steady_clock;
    using timer = std::pair<clock::time_point, std::uint64_t>;

    // Throws nothing; errors are those of epoll_create1(2) and eventfd(2).
    static result<event_loop> create() noexcept;
    event_loop(event_loop&& other) noexcept;
    event_loop& operator=(event_loop&&) = delete;

    // The handler, and the descriptor, have to be there until forget(). Level-triggered.
    // Errors: those of epoll_ctl(2).
    result<void> watch(int descriptor, interest wanted, event_handler& handler) noexcept;
    result<void> change(int descriptor, interest wanted, event_handler& handler) noexcept;
    // The handler is not called any more, even if it was about to be.
    void forget(int descriptor, event_handler& handler) noexcept;

    // Throw std::bad_alloc.
    void add(turn_handler& handler) { turn_handlers_.push_back(&handler); }
    void remove(turn_handler& handler) noexcept { std::erase(turn_handlers_, &handler); }

    // Calls once, not before that time has passed. Throws std::bad_alloc.
    timer after(clock::duration delay, std::function<void()> call);
    // Nothing, if it has been called.
    void cancel(timer which) noexcept { timers_.erase(which); }

    // The next turn waits for nothing: turn handlers have something to do.
    void hurry() noexcept { hurried_ = true; }

    // One turn: waits for something to be ready, at most so long (negative: without limit),
    // and handles all that is. Errors: those of epoll_wait(2).
    result<void> turn(std::chrono::milliseconds longest_wait) noexcept;
    // Turns until stop().
    result<void> run() noexcept;
    // Ends run() after its turn, or the next run() after its first. May be called by any
    // thread and by signal handlers.
    void stop() noexcept;

  private:
    static constexpr std::size_t events_of_a_turn = 256;

    event_loop(file_descriptor epoll, file_descriptor wake) noexcept;
    result<void> control(int operation, int descriptor, interest wanted,
                         event_handler* handler) noexcept;
    [[nodiscard]] int wait_milliseconds(std::chrono::milliseconds longest) const noexcept;
    void dispatch(std::span<const epoll_event> ready) noexcept;
    void call_due_timers() noexcept;

    file_descriptor epoll_;
    file_descriptor wake_; // an eventfd, whose handler is null
    std::array<epoll_event, events_of_a_turn> events_{};
    std::vector<turn_handler*> turn_handlers_;
    std::map<timer, std::function<void()>> timers_;
    std::uint64_t timers_made_ = 0;
    bool hurried_ = false;
    std::atomic<bool> stopped_ = false;
};

} // namespace banos::ipc

#endif
