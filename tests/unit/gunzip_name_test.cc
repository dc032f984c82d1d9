// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <gtest/gtest.h>

#include "file_name.hpp"

namespace {

using namespace banos::gunzip;

TEST(gunzip_name, suffixes_are_taken_off) {
    EXPECT_EQ(without_suffix("a/b.gz", ".gz"), "a/b");
    EXPECT_EQ(without_suffix("b.GZ", ".gz"), "b");
    EXPECT_EQ(without_suffix("b-z", ".gz"), "b");
    EXPECT_EQ(without_suffix("b.tgz", ".gz"), "b.tar");
    EXPECT_EQ(without_suffix("b.taz", ".gz"), "b.tar");
    EXPECT_EQ(without_suffix("b.xyz", ".xyz"), "b");
    EXPECT_EQ(without_suffix("b.txt", ".gz"), std::nullopt);
}

TEST(gunzip_name, a_suffix_alone_is_a_name) {
    EXPECT_EQ(without_suffix(".gz", ".gz"), std::nullopt);
    EXPECT_EQ(without_suffix("folder/.gz", ".gz"), std::nullopt);
    EXPECT_EQ(without_suffix("", ".gz"), std::nullopt);
}

TEST(gunzip_name, a_stored_name_stays_in_the_folder) {
    EXPECT_EQ(beside("folder/f.gz", "name"), "folder/name");
    EXPECT_EQ(beside("f.gz", "name"), "name");
    EXPECT_EQ(beside("folder/f.gz", "/etc/passwd"), "folder/passwd");
    EXPECT_EQ(beside("f.gz", "../../name"), "name");
    EXPECT_EQ(beside("f.gz", ".."), std::nullopt);
    EXPECT_EQ(beside("f.gz", "a/"), std::nullopt);
    EXPECT_EQ(beside("f.gz", ""), std::nullopt);
}

TEST(gunzip_name, folders) {
    EXPECT_EQ(folder_of("f"), ".");
    EXPECT_EQ(folder_of("a/b/f"), "a/b");
    EXPECT_EQ(folder_of("/f"), "/");
}

TEST(gunzip_name, usual_names_are_looked_for) {
    EXPECT_EQ(candidates("f.gz", ".gz"), std::vector<std::string>{"f.gz"});
    EXPECT_EQ(candidates("f", ".gz")[1], "f.gz");
    EXPECT_EQ(candidates("f", ".foo")[1], "f.foo");
}

} // namespace
