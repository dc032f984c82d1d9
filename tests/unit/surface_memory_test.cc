// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Where pixels live, and whose memory is refused.
#include <gtest/gtest.h>

#include <banos/surface/surface.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace {

using banos::file_descriptor;
using banos::pixel_format;
using banos::surface;
using banos::surface_access;
using banos::surface_layout;

file_descriptor memory(off_t size, int seals) {
    file_descriptor made(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    EXPECT_GE(made.number(), 0);
    EXPECT_EQ(::ftruncate(made.number(), size), 0);
    if (seals != 0) {
        EXPECT_EQ(::fcntl(made.number(), F_ADD_SEALS, seals), 0);
    }
    return made;
}

int error_of(const banos::result<surface>& answer) {
    return answer ? 0 : answer.error().number();
}

bool is_open(int descriptor) {
    return ::fcntl(descriptor, F_GETFD) >= 0;
}

TEST(surface_memory, begins_transparent_or_black) {
    const auto with = surface::make({.width = 17, .height = 5});
    const auto without = surface::make({.width = 17, .height = 5, .format = pixel_format::rgb});
    ASSERT_TRUE(with && without);
    EXPECT_EQ(with->layout().stride, 68u);
    for (int y = 0; y < 5; y++) {
        EXPECT_EQ(std::ranges::count(with->row(y), 0u), 17);
        EXPECT_EQ(std::ranges::count(without->row(y), 0xFF000000), 17);
    }
}

TEST(surface_memory, layouts_out_of_range_are_refused) {
    EXPECT_EQ(error_of(surface::make({.width = 0, .height = 5})), EINVAL);
    EXPECT_EQ(error_of(surface::make({.width = 5, .height = -1})), EINVAL);
    EXPECT_EQ(error_of(surface::make({.width = 32768, .height = 1})), EINVAL);
    EXPECT_EQ(error_of(surface::make({.width = 1, .height = 32768})), EINVAL);
    EXPECT_EQ(error_of(surface::make({.width = 10, .height = 1, .stride = 36})), EINVAL);
    EXPECT_EQ(error_of(surface::make({.width = 10, .height = 1, .stride = 42})), EINVAL);
    EXPECT_EQ(error_of(surface::make({.width = 1, .height = 1, .format = pixel_format(2)})),
              EINVAL);
    EXPECT_EQ(error_of(surface::make({.width = 10, .height = 1, .stride = 44})), 0);
}

TEST(surface_memory, is_shared_with_whoever_maps_it) {
    auto client = surface::make_shared({.width = 30, .height = 20, .format = pixel_format::rgb});
    ASSERT_TRUE(client);
    ASSERT_GE(client->descriptor(), 0);
    const auto server = surface::map(file_descriptor(::dup(client->descriptor())), client->layout(),
                                     surface_access::read);
    ASSERT_TRUE(server) << server.error().sentence();
    EXPECT_FALSE(server->writable());
    client->row(19)[29] = 0xFF123456;
    EXPECT_EQ(server->row(19)[29], 0xFF123456);
    EXPECT_EQ(server->row(0)[0], 0xFF000000);
}

TEST(surface_memory, of_ours_cannot_shrink) {
    const auto shared = surface::make_shared({.width = 30, .height = 20});
    ASSERT_TRUE(shared);
    EXPECT_EQ(::ftruncate(shared->descriptor(), 100), -1);
    EXPECT_EQ(errno, EPERM);
}

TEST(surface_memory, that_can_shrink_is_refused) {
    const surface_layout layout{.width = 32, .height = 32};
    EXPECT_EQ(error_of(surface::map(memory(4096, 0), layout, surface_access::read)), EPERM);
    EXPECT_EQ(error_of(surface::map(memory(4096, F_SEAL_GROW), layout, surface_access::read)),
              EPERM);
    EXPECT_EQ(error_of(surface::map(memory(4096, F_SEAL_SHRINK), layout, surface_access::read)), 0);
}

TEST(surface_memory, that_is_smaller_than_it_says_is_refused) {
    const surface_layout layout{.width = 32, .height = 32};
    EXPECT_EQ(error_of(surface::map(memory(4095, F_SEAL_SHRINK), layout, surface_access::read)),
              ERANGE);
    EXPECT_EQ(error_of(surface::map(memory(0, F_SEAL_SHRINK), layout, surface_access::read)),
              ERANGE);
    EXPECT_EQ(error_of(surface::map(memory(4096, F_SEAL_SHRINK),
                                    {.width = 32, .height = 32, .stride = 0xFFFFFFFC},
                                    surface_access::read)),
              ERANGE);
}

TEST(surface_memory, that_is_no_memfd_is_refused) {
    const surface_layout layout{.width = 1, .height = 1};
    file_descriptor file(::open("/dev/zero", O_RDWR | O_CLOEXEC));
    EXPECT_EQ(error_of(surface::map(std::move(file), layout, surface_access::read)), EPERM);
    EXPECT_EQ(error_of(surface::map(file_descriptor(), layout, surface_access::read)), EBADF);
}

TEST(surface_memory, that_may_not_be_written_is_mapped_for_reading) {
    const surface_layout layout{.width = 32, .height = 32};
    const int seals = F_SEAL_SHRINK | F_SEAL_WRITE;
    EXPECT_EQ(error_of(surface::map(memory(4096, seals), layout, surface_access::read_write)),
              EPERM);
}

TEST(surface_memory, closes_the_descriptor_however_it_ends) {
    file_descriptor refused = memory(4096, 0);
    const int first = refused.number();
    ASSERT_FALSE(surface::map(std::move(refused), {.width = 1, .height = 1}, surface_access::read));
    EXPECT_FALSE(is_open(first));

    file_descriptor taken = memory(4096, F_SEAL_SHRINK);
    const int second = taken.number();
    {
        auto made = surface::map(std::move(taken), {.width = 1, .height = 1}, surface_access::read);
        ASSERT_TRUE(made);
        const surface moved = std::move(*made);
        EXPECT_EQ(moved.descriptor(), second);
        EXPECT_TRUE(is_open(second));
    }
    EXPECT_FALSE(is_open(second));
}

TEST(surface_memory, is_assigned_from_another) {
    auto one = surface::make({.width = 2, .height = 2});
    auto other = surface::make({.width = 3, .height = 3});
    ASSERT_TRUE(one && other);
    other->row(2)[2] = 7;
    *one = std::move(*other);
    EXPECT_EQ(one->layout().width, 3);
    EXPECT_EQ(one->row(2)[2], 7u);
}

} // namespace
