// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// No memory: at whichever allocation it happens, the parse says so and keeps nothing.
#include "image_fixture.hpp"
#include "image_run.hpp"

namespace banos::test {
namespace {

int parse_with(long successes, const bytes& file, std::string* log) {
    allocations::until_failure = successes;
    const parse_result result(file);
    allocations::until_failure = -1;
    *log = result.log();
    return result.error();
}

TEST(image_memory, every_allocation_may_fail) {
    const bytes file = rich_image().write();
    std::string log;
    long successes = 0;
    while (parse_with(successes, file, &log) != 0) {
        EXPECT_EQ(log, "no memory for the tables of the image\n");
        EXPECT_EQ(allocations::outstanding, 0) << "after " << successes << " allocations";
        successes++;
        ASSERT_LT(successes, 100);
    }
    // Sections, their order, symbols, imports, an order of relocations, parameters and exports
    // with an order each, names.
    EXPECT_GE(successes, 10);
    EXPECT_EQ(log, "");
}

TEST(image_memory, building_may_fail_too) {
    const parse_result parsed(rich_image().write());
    build_result built(parsed);
    const long before = allocations::outstanding;
    allocations::until_failure = 0;
    EXPECT_EQ(built.build(), -ENOMEM);
    allocations::until_failure = -1;
    EXPECT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(allocations::outstanding, before);
}

TEST(image_memory, a_failed_parse_keeps_nothing) {
    struct image image = {};
    image.section_count = 77;
    EXPECT_EQ(image_parse(&image, "x", 1, nullptr), -ENOEXEC);
    EXPECT_EQ(image.section_count, 0U);
    EXPECT_EQ(image.sections, nullptr);
    image_discard(&image);
}

TEST(image_memory, promises_hold_for_what_the_tests_make) {
    for (const bytes& file : {sample_file(), rich_image().write()}) {
        EXPECT_TRUE(run_image(file.data(), file.size()));
        EXPECT_EQ(allocations::outstanding, 0);
    }
}

} // namespace
} // namespace banos::test
