// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Any number of threads may call const members at once; ThreadSanitizer sees whether they
// do write.
#include <banos/hash_map.hpp>

#include <atomic>
#include <gtest/gtest.h>
#include <string>
#include <thread>
#include <vector>

namespace {

using map = banos::hash_map<std::string, int>;

TEST(hash_map_threads, read_one_table_at_once) {
    map table;
    constexpr int count = 2000;
    for (int i = 0; i < count; i++)
        table.emplace(std::to_string(i), i);
    for (int i = 0; i < count; i += 3)
        table.erase(std::to_string(i));
    const map& shared = table;
    std::atomic<int> wrong = 0;
    const auto read = [&] {
        for (int i = 0; i < count; i++)
            wrong += shared.contains(std::to_string(i)) != (i % 3 != 0) ? 1 : 0;
        int left = 0;
        for (const auto& [key, value] : shared)
            left += key == std::to_string(value) ? 1 : 0;
        wrong += left != static_cast<int>(shared.size()) ? 1 : 0;
        wrong += map(shared) == shared ? 0 : 1;
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back(read);
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
}

TEST(hash_map_threads, make_tables_of_their_own_at_once) {
    std::atomic<int> wrong = 0;
    const auto work = [&] {
        for (int round = 0; round < 200; round++) {
            const map empty;
            wrong += empty.contains("nothing") ? 1 : 0;
            map table{{"one", 1}};
            wrong += table.at("one") == 1 ? 0 : 1;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back(work);
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
}

} // namespace
