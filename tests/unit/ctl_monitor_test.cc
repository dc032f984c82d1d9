// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include <atomic>
#include <thread>

namespace banos::test {
namespace {

using ctl::status;

class ctl_monitor : public ctl_test {
  public:
    // Sends once banosctl listens, which it does in a thread of its own.
    template<typename sender>
    run_result monitor(const std::vector<std::string>& arguments, sender&& send) {
        run_result end{};
        std::thread running([&] { end = run(arguments); });
        while (listener() < 0)
            std::this_thread::yield();
        send();
        running.join();
        return end;
    }

  private:
    int listener() const { return std::atomic_ref(const_cast<int&>(kernel.listening)).load(); }
};

TEST_F(ctl_monitor, prints_events_as_they_come) {
    const auto end = monitor({"monitor", "--count", "2"}, [&] {
        kernel.announce("add", 7, "ring");
        kernel.announce("remove", 7, "ring");
    });
    EXPECT_EQ(end.end, status::done);
    EXPECT_EQ(end.out, "installed 7 ring 1.2.3\nuninstalled 7 ring 1.2.3\n");
}

TEST_F(ctl_monitor, prints_one_json_document_a_line) {
    const auto end =
        monitor({"monitor", "--json", "-n", "1"}, [&] { kernel.announce("add", 7, "ri\"ng"); });
    EXPECT_EQ(end.out,
              "{\"event\":\"installed\",\"id\":7,\"name\":\"ri\\\"ng\",\"version\":\"1.2.3\"}\n");
}

TEST_F(ctl_monitor, says_that_events_were_lost) {
    const auto send = [&] {
        kernel.lose_events();
        kernel.announce("add", 7, "ring");
    };
    EXPECT_EQ(monitor({"monitor", "-n", "2"}, send).out, "lost\ninstalled 7 ring 1.2.3\n");
}

TEST_F(ctl_monitor, says_it_in_json) {
    const auto end = monitor({"--json", "monitor", "-n", "1"}, [&] { kernel.lose_events(); });
    EXPECT_EQ(end.out, "{\"event\":\"lost\"}\n");
}

TEST_F(ctl_monitor, needs_no_kernel_side) {
    kernel.open_error = ENOENT;
    const auto end = monitor({"monitor", "-n", "1"}, [&] { kernel.announce("add", 1, "first"); });
    EXPECT_EQ(end.end, status::done);
    EXPECT_EQ(kernel.opened, 0U);
}

} // namespace
} // namespace banos::test
