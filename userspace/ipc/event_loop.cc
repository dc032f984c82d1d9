// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/event_loop.hpp>

#include <algorithm>
#include <cerrno>
#include <limits>

#include <sys/eventfd.h>

namespace banos::ipc {

event_loop::event_loop(file_descriptor epoll, file_descriptor wake) noexcept
    : epoll_(std::move(epoll)), wake_(std::move(wake)) {}

// No loop is moved while it runs.
event_loop::event_loop(event_loop&& other) noexcept
    : epoll_(std::move(other.epoll_)), wake_(std::move(other.wake_)),
      turn_handlers_(std::move(other.turn_handlers_)), timers_(std::move(other.timers_)),
      timers_made_(other.timers_made_), stopped_(other.stopped_.load()) {}

result<event_loop> event_loop::create() noexcept {
    file_descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (epoll.number() < 0)
        return error(errno);
    file_descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (wake.number() < 0)
        return error(errno);
    event_loop made(std::move(epoll), std::move(wake));
    const int descriptor = made.wake_.number();
    if (auto added = made.control(EPOLL_CTL_ADD, descriptor, interest::readable, nullptr); !added)
        return added.error();
    return made;
}

result<void> event_loop::control(int operation, int descriptor, interest wanted,
                                 event_handler* handler) noexcept {
    epoll_event event{};
    event.events = static_cast<std::uint32_t>(wanted);
    event.data.ptr = handler;
    if (::epoll_ctl(epoll_.number(), operation, descriptor, &event) != 0)
        return error(errno);
    return {};
}

result<void> event_loop::watch(int descriptor, interest wanted, event_handler& handler) noexcept {
    return control(EPOLL_CTL_ADD, descriptor, wanted, &handler);
}

result<void> event_loop::change(int descriptor, interest wanted, event_handler& handler) noexcept {
    return control(EPOLL_CTL_MOD, descriptor, wanted, &handler);
}

void event_loop::forget(int descriptor, event_handler& handler) noexcept {
    (void)control(EPOLL_CTL_DEL, descriptor, interest::none, nullptr);
    for (epoll_event& event : events_)
        if (event.data.ptr == &handler)
            event.data.ptr = nullptr;
}

event_loop::timer event_loop::after(clock::duration delay, std::function<void()> call) {
    const timer made(clock::now() + delay, ++timers_made_);
    timers_.emplace(made, std::move(call));
    return made;
}

// Up to the first timer, rounded up: a timer is late rather than early.
int event_loop::wait_milliseconds(std::chrono::milliseconds longest) const noexcept {
    using std::chrono::milliseconds;
    if (hurried_)
        return 0;
    auto wait = longest.count() < 0 ? milliseconds::max() : longest;
    if (!timers_.empty()) {
        const auto left = timers_.begin()->first.first - clock::now();
        wait = std::clamp(std::chrono::ceil<milliseconds>(left), milliseconds(0), wait);
    }
    if (wait == milliseconds::max())
        return -1;
    return static_cast<int>(std::min<std::int64_t>(wait.count(), std::numeric_limits<int>::max()));
}

void event_loop::dispatch(std::span<const epoll_event> ready) noexcept {
    for (const epoll_event& event : ready) // forget() may clear what is still to come
        if (event.data.ptr != nullptr)
            static_cast<event_handler*>(event.data.ptr)->ready(event.events);
}

// Those that are due now: one that starts itself anew does not hold up the loop.
void event_loop::call_due_timers() noexcept {
    const auto now = clock::now();
    const std::uint64_t newest = timers_made_;
    while (!timers_.empty()) {
        const auto first = timers_.begin();
        if (first->first.first > now || first->first.second > newest)
            return;
        const std::function<void()> call = std::move(first->second);
        timers_.erase(first);
        call();
    }
}

result<void> event_loop::turn(std::chrono::milliseconds longest_wait) noexcept {
    const int count = ::epoll_wait(epoll_.number(), events_.data(), int{events_of_a_turn},
                                   wait_milliseconds(longest_wait));
    if (count < 0 && errno != EINTR)
        return error(errno);
    dispatch(std::span(events_).first(count < 0 ? 0 : static_cast<std::size_t>(count)));
    call_due_timers();
    hurried_ = false;
    for (std::size_t i = 0; i < turn_handlers_.size(); i++)
        turn_handlers_[i]->turn_ended();
    return {};
}

result<void> event_loop::run() noexcept {
    do {
        if (auto turned = turn(std::chrono::milliseconds(-1)); !turned)
            return turned;
    } while (!stopped_.load());
    stopped_ = false;
    eventfd_t count = 0;
    (void)::eventfd_read(wake_.number(), &count);
    return {};
}

void event_loop::stop() noexcept {
    const int saved = errno; // of whom a signal interrupts
    stopped_ = true;
    (void)::eventfd_write(wake_.number(), 1);
    errno = saved;
}

} // namespace banos::ipc
