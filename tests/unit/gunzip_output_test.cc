// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What must never happen to an output file, and what differs from gzip.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>

#include "gunzip_fixture.hpp"
#include "output_file.hpp"

namespace {

using banos::gunzip::output_file;
using names = std::vector<std::string>;

TEST(gunzip_output, nothing_is_left_of_bad_input) {
    const gunzip_folder folder;
    folder.write("f.gz", gzipped(lines(200'000)).substr(0, 300'000));
    EXPECT_EQ(folder.gunzip({"f.gz"}).status, 1);
    EXPECT_EQ(folder.names(), names{"f.gz"});
}

TEST(gunzip_output, goes_on_after_a_bad_file) {
    const gunzip_folder folder;
    folder.write("bad.gz", gzipped("text").substr(0, 15));
    folder.write("good.gz", gzipped("text"));
    EXPECT_EQ(folder.gunzip({"bad.gz", "good.gz"}).status, 1);
    EXPECT_EQ(folder.names(), (names{"bad.gz", "good"}));
}

TEST(gunzip_output, nothing_is_left_if_the_file_gets_too_large) {
    const gunzip_folder folder;
    folder.write("f.gz", gzipped(lines(200'000)));
    const ending end = folder.run({BANOS_GUNZIP, "f.gz"}, {}, [] {
        const rlimit limit{100'000, 100'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    EXPECT_EQ(end.status, -SIGXFSZ);
    EXPECT_EQ(folder.names(), names{"f.gz"});
}

TEST(gunzip_output, a_full_disk_is_an_error) {
    const gunzip_folder folder;
    folder.write("f.gz", gzipped(lines(200'000)));
    const ending end = folder.run({"sh", "-c", BANOS_GUNZIP " -c f.gz >/dev/full"});
    EXPECT_EQ(end.status, 1);
    EXPECT_NE(end.errors.find("stdout: No space left on device"), std::string::npos);
}

TEST(gunzip_output, what_is_replaced_stays_until_the_new_file_is_complete) {
    const gunzip_folder folder;
    folder.write("f", "old");
    folder.write("f.gz", gzipped(lines(1000)).substr(0, 1000));
    EXPECT_EQ(folder.gunzip({"-f", "f.gz"}).status, 1);
    EXPECT_EQ(folder.read("f"), "old");
}

TEST(gunzip_output, a_listing_counts_all_members_and_forgives_padding) {
    const gunzip_folder folder;
    folder.write("f.gz", gzipped("abc") + gzipped("defg") + std::string(100, '\0'));
    const ending end = folder.gunzip({"-l", "f.gz"});
    EXPECT_EQ(end.status, 0);
    EXPECT_NE(end.output.find("                  7 "), std::string::npos) << end.output;
}

TEST(gunzip_output, synchronous_gives_the_same_files) {
    const gunzip_folder folder;
    folder.write("f.gz", gzipped("content"));
    EXPECT_EQ(folder.gunzip({"--synchronous", "f.gz"}).status, 0);
    EXPECT_EQ(folder.read("f"), "content");
    EXPECT_EQ(folder.names(), names{"f"});
}

TEST(gunzip_output, larger_than_all_buffers) {
    const gunzip_folder folder;
    const std::string content = lines(1'000'000);
    folder.write("f.gz", gzipped(content) + gzipped(content));
    EXPECT_EQ(folder.gunzip({"f.gz"}).status, 0);
    EXPECT_TRUE(folder.read("f") == content + content);
}

TEST(gunzip_output, without_a_terminal_there_is_no_progress) {
    const gunzip_folder folder;
    folder.write("f.gz", gzipped(lines(1'000'000)));
    EXPECT_EQ(folder.gunzip({"f.gz"}).errors, "");
}

// Both kinds: without a name, and with a temporary one.
class each_kind : public testing::TestWithParam<bool> {
  protected:
    gunzip_folder folder;

    [[nodiscard]] bool write_to(output_file& file) const {
        return bool(file) &&
               banos::gunzip::write_all(file.number(), std::as_bytes(std::span("new", 3)));
    }
};

TEST_P(each_kind, has_its_name_only_when_it_is_complete) {
    output_file file(folder.path(""), GetParam());
    ASSERT_TRUE(write_to(file));
    EXPECT_FALSE(folder.has("f"));
    EXPECT_EQ(folder.names().size(), GetParam() ? 0u : 1u);
    ASSERT_TRUE(file.publish(folder.path("f"), false, false));
    EXPECT_EQ(folder.read("f"), "new");
    EXPECT_EQ(folder.names(), names{"f"});
}

TEST_P(each_kind, replaces_only_if_told_to) {
    folder.write("f", "old");
    output_file file(folder.path(""), GetParam());
    ASSERT_TRUE(write_to(file));
    EXPECT_FALSE(file.publish(folder.path("f"), false, false));
    EXPECT_EQ(errno, EEXIST);
    EXPECT_EQ(folder.read("f"), "old");
    ASSERT_TRUE(file.publish(folder.path("f"), true, false));
    EXPECT_EQ(folder.read("f"), "new");
    EXPECT_EQ(folder.names(), names{"f"});
}

TEST_P(each_kind, disappears_if_it_is_not_published) {
    {
        output_file file(folder.path(""), GetParam());
        ASSERT_TRUE(write_to(file));
    }
    EXPECT_EQ(folder.names(), names{});
}

TEST_P(each_kind, disappears_when_a_signal_ends_the_program) {
    const pid_t child = ::fork();
    if (child == 0) {
        output_file file(folder.path(""), GetParam());
        std::raise(write_to(file) ? SIGTERM : SIGKILL);
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    EXPECT_EQ(folder.names(), names{});
}

TEST_P(each_kind, imitates_mode_and_times) {
    struct stat other {};
    other.st_uid = ::getuid();
    other.st_gid = ::getgid();
    other.st_mode = S_IFREG | 0751;
    other.st_mtim = {.tv_sec = 1'000'000'000, .tv_nsec = 17};
    output_file file(folder.path(""), GetParam());
    ASSERT_TRUE(file.imitate(other, {}));
    ASSERT_TRUE(file.publish(folder.path("f"), false, false));
    struct stat about {};
    ASSERT_EQ(::stat(folder.path("f").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode, other.st_mode);
    EXPECT_EQ(about.st_mtim.tv_sec, other.st_mtim.tv_sec);
    EXPECT_EQ(about.st_mtim.tv_nsec, other.st_mtim.tv_nsec);
}

INSTANTIATE_TEST_SUITE_P(output_file, each_kind, testing::Values(true, false),
                         [](const auto& which) { return which.param ? "nameless" : "named"; });

} // namespace
