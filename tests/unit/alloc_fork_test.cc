// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "alloc_model.hpp"
#include "alloc_statistics.hpp"
#include "sanitizers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

// Blocks of the parent's threads are freed in the child, which then works on.
int in_child(std::vector<std::atomic<void*>>& shared) {
    for (auto& each : shared)
        banos_free(each.exchange(nullptr));
    std::vector<void*> blocks;
    for (std::size_t size = 1; size < 3000; size += 7)
        blocks.push_back(banos_calloc(1, size));
    for (void* each : blocks)
        banos_free(each);
    std::thread([] { banos_free(banos_malloc(100)); }).join();
    return figure_of(statistics_json(), "threads") == 1 ? 0 : 1;
}

TEST(alloc_fork, a_thousand_times_from_a_threaded_program) {
    if (banos::test::thread_sanitizer)
        GTEST_SKIP() << "ThreadSanitizer ends a forked child that makes a thread";
    std::atomic<bool> over{false};
    std::vector<std::atomic<void*>> shared(500);
    std::vector<std::thread> threads;
    for (std::uint64_t seed = 0; seed < 3; seed++)
        threads.emplace_back([&, seed] {
            random_choices choices(seed, ~std::uint64_t{0});
            std::uint64_t choice = 0;
            while (!over && choices.next(choice)) {
                banos_free(shared[choice % shared.size()].exchange(
                    banos_malloc((choice >> 32) % (choice % 64 == 0 ? 100000 : 800))));
                // So that the forks, which the test is about, get the processors.
                if (choice >> 20 & 255)
                    continue;
                usleep(100);
            }
        });
    for (int turn = 0; turn < 1000; turn++) {
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0)
            _exit(in_child(shared));
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << turn << " " << status;
    }
    over = true;
    for (std::thread& each : threads)
        each.join();
    for (auto& each : shared)
        banos_free(each.load());
}

} // namespace
