// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The fuzzer's corpus once more, in order, without the fuzzer.
#include "image_run.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <vector>

namespace banos::test {
namespace {

std::vector<std::filesystem::path> corpus() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(TEST_CORPUS))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

bool run(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
    return run_image(bytes.data(), bytes.size());
}

TEST(image_corpus, keeps_the_promises) {
    std::size_t images = 0;
    std::size_t refused = 0;
    for (const auto& path : corpus()) {
        SCOPED_TRACE(path.filename());
        if (run(path))
            images++;
        else
            refused++;
    }
    EXPECT_GE(images, 5U) << "the corpus should hold images that are taken";
    EXPECT_GE(refused, 10U) << "and some that are not";
}

// What the names of the files say is so.
TEST(image_corpus, names_tell_what_is_taken) {
    for (const auto& path : corpus()) {
        const std::string name = path.filename().string();
        const bool taken = run(path);
        EXPECT_TRUE(taken || !name.starts_with("good-")) << name;
        EXPECT_TRUE(!taken || !name.starts_with("bad-")) << name;
    }
}

} // namespace
} // namespace banos::test
