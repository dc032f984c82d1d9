// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Threads: what the driver checks by itself, and what people see of them.
#include "kernel_log.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_thread.h"

#include <banos/thread.h>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_thread", #name);                                                            \
    }
THREAD_CASES(CASE)

namespace {

constexpr int stop_result = 3;
constexpr std::size_t kept_of_a_name = 15;

// A thread of the driver, as the system shows it.
class shown_thread {
  public:
    shown_thread(const suite_driver& driver, const std::string& name, thread_request request = {})
        : driver_(driver) {
        std::strcpy(request.name, name.c_str());
        require_equal(driver.command(THREAD_START, &request), 0);
        require(eventually([&] { return driver.command(THREAD_ROUNDS) > 0; }));
        id_ = thread_named("banos/test_thre");
    }
    ~shown_thread() {
        expect_equal(driver_.command(THREAD_STOP), stop_result);
        expect(eventually([] { return thread_named("banos/test_thre") == 0; }));
    }
    shown_thread(const shown_thread&) = delete;
    shown_thread& operator=(const shown_thread&) = delete;

    pid_t id() const { return id_; }

  private:
    const suite_driver& driver_;
    pid_t id_ = 0;
};

// Kernels before 5.17 show no more of a name than this.
void expect_name(const shown_thread& thread, const std::string& name) {
    const std::string shown = thread_name(thread.id());
    expect(shown == name || shown == name.substr(0, kept_of_a_name));
}

} // namespace

TEST(thread_has_a_name) {
    const suite_driver driver("test_thread");
    expect_name(shown_thread(driver, "pump"), "banos/test_thread/pump");
    expect_name(shown_thread(driver, ""), "banos/test_thread");
    expect_name(shown_thread(driver, "%d%s"), "banos/test_thread/%d%s");
}

TEST(thread_is_as_nice_as_asked_for) {
    const suite_driver driver("test_thread");
    for (const int nice : {-20, -1, 0, 19}) {
        thread_request request = {};
        request.nice = nice;
        const shown_thread thread(driver, "nice", request);
        expect_equal(getpriority(PRIO_PROCESS, static_cast<id_t>(thread.id())), nice);
    }
}

TEST(bound_thread_stays_on_its_processor) {
    const suite_driver driver("test_thread");
    for (std::uint32_t cpu = 0; cpu < 2; cpu++) {
        thread_request request = {};
        request.flags = BANOS_THREAD_BOUND;
        request.cpu = cpu;
        const shown_thread thread(driver, "bound", request);
        cpu_set_t allowed;
        require_equal(sched_getaffinity(thread.id(), sizeof(allowed), &allowed), 0);
        expect_equal(CPU_COUNT(&allowed), 1);
        expect(CPU_ISSET(cpu, &allowed));
    }
}

TEST(thread_becomes_a_real_time_thread) {
    const suite_driver driver("test_thread");
    thread_request request = {};
    expect_equal(sched_getscheduler(shown_thread(driver, "plain", request).id()), SCHED_OTHER);
    request.realtime = 1;
    const shown_thread thread(driver, "urgent", request);
    expect_equal(sched_getscheduler(thread.id()), SCHED_FIFO);
}

TEST(thread_counts_as_a_resource) {
    const suite_driver driver("test_thread");
    const shown_thread thread(driver, "counted");
    expect_equal(count_of(driver.id(), "thread"), std::uint64_t{1});
}

TEST(detach_ends_the_sleep_of_a_thread) {
    kernel_log log;
    instance driver("test_thread");
    {
        const descriptor node("/dev/test_thread", O_RDWR);
        require_equal(ioctl(node.get(), THREAD_SLEEP_ON, 0), 0);
        require_equal(driver.detach().error, 0);
    }
    expect(log.has("test_thread: sleep ended with -19, then -19, to stop"));
    expect(log.has("left 1 of kind thread behind"));
}
