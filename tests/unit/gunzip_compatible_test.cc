// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The same files and options for banos-gunzip and for gzip: the same exit status,
// output, messages and files.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <regex>
#include <sstream>

#include "gunzip_fixture.hpp"

namespace {

using std::string_literals::operator""s;

const std::string a = lines(700);
const std::string b = lines(200);

struct input {
    const char* name;
    std::string content;
};

std::string changed(std::string text, std::size_t at) {
    text[at] = char(text[at] ^ 0x55);
    return text;
}

std::vector<input> inputs() {
    const std::string good = gzipped(a);
    return {
        {"good", good},
        {"named", gzipped(a, "other")},
        {"members", good + gzipped(b)},
        {"zeros", good + std::string(700, '\0')},
        {"garbage", good + "garbage"},
        {"zeros_and_garbage", good + "\0\0\0\0x"s},
        {"half_magic", good + "\x1f"},
        {"magic", good + "\x1f\x8b"},
        {"short_header", good + "\x1f\x8b\x08"},
        {"truncated", good.substr(0, good.size() / 2)},
        {"no_trailer", good.substr(0, good.size() - 8)},
        {"half_trailer", good.substr(0, good.size() - 3)},
        {"header_alone", good.substr(0, 10)},
        {"half_header", good.substr(0, 5)},
        {"wrong_checksum", changed(good, good.size() - 8)},
        {"wrong_length", changed(good, good.size() - 1)},
        {"wrong_block", good.substr(0, 10) + "\x07" + good.substr(11)},
        {"empty", ""},
        {"plain", a},
        {"one_byte", "\x1f"},
        {"nothing_inside", gzipped("")},
    };
}

// What differs and does not matter: the program's name, empty lines, and the start of
// a line that gzip prints before it knows how it ends.
std::string normal(std::string errors) {
    errors = std::regex_replace(errors, std::regex("banos-gunzip|gunzip"), "gzip");
    errors = std::regex_replace(errors, std::regex("[a-z_]+\\.gz:\t"), "");
    std::istringstream in(errors);
    std::string made;
    for (std::string line; std::getline(in, line);)
        if (!line.empty())
            made += line.substr(line.find_first_not_of(' ')) + "\n";
    return made;
}

// Name, mode, owner, time of modification and content of all files.
std::string description(const gunzip_folder& folder) {
    std::ostringstream made;
    for (const std::string& name : folder.names()) {
        struct stat about {};
        ::lstat(folder.path(name).c_str(), &about);
        made << name << ' ' << about.st_mode << ' ' << about.st_uid << ' ' << about.st_gid << ' '
             << about.st_mtim.tv_sec << '.' << about.st_mtim.tv_nsec << ' '
             << (S_ISREG(about.st_mode) ? folder.read(name) : "") << '\n';
    }
    return made.str();
}

using preparation = std::function<void(const gunzip_folder&)>;

void set_time(const std::filesystem::path& path, time_t seconds) {
    const timespec times[2] = {{seconds + 5, 7}, {seconds, 123'456'789}};
    ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW), 0);
}

void compare(const std::vector<std::string>& arguments, const preparation& prepare,
             const std::string& standard_input = {}) {
    std::string text = "gunzip";
    for (const std::string& argument : arguments)
        text += " " + argument;
    SCOPED_TRACE(text);
    ending ends[2];
    std::string left[2];
    for (int ours : {0, 1}) {
        const gunzip_folder folder;
        prepare(folder);
        auto command = arguments;
        command.insert(command.begin(), ours ? BANOS_GUNZIP : "gunzip");
        ends[ours] = folder.run(command, standard_input);
        left[ours] = description(folder);
    }
    EXPECT_EQ(ends[1].status, ends[0].status);
    EXPECT_EQ(ends[1].output, ends[0].output);
    EXPECT_EQ(normal(ends[1].errors), normal(ends[0].errors));
    EXPECT_EQ(left[1], left[0]);
}

preparation with(const std::string& name, const std::string& content) {
    return [=](const gunzip_folder& folder) {
        folder.write(name, content);
        ::chmod(folder.path(name).c_str(), 0640);
        set_time(folder.path(name), 1'000'000'000);
    };
}

TEST(gunzip_compatible, all_kinds_of_input_in_all_modes) {
    for (const auto& [name, content] : inputs())
        for (const char* option : {"-d", "-t", "-cf"})
            compare({option, name + ".gz"s}, with(name + ".gz"s, content));
}

TEST(gunzip_compatible, verbose_and_listed) {
    for (const char* name : {"named", "truncated", "nothing_inside"})
        for (const auto& input : inputs())
            if (input.name == std::string(name))
                for (const char* option : {"-v", "-kv", "-tv", "-lv", "-lN", "-cv"})
                    compare({option, name + ".gz"s}, with(name + ".gz"s, input.content));
}

TEST(gunzip_compatible, standard_input) {
    for (const auto& [name, content] : inputs()) {
        SCOPED_TRACE(name);
        for (const char* option : {"-d", "-t", "-cf"})
            compare(
                {option}, [](const gunzip_folder&) {}, content);
        compare(
            {"-c", "-"}, [](const gunzip_folder&) {}, content);
    }
}

TEST(gunzip_compatible, names_and_suffixes) {
    const std::string good = gzipped(a);
    for (const char* name : {"f.GZ", "f-gz", "f_z", "f.tgz", "f.txt", ".gz", "f.gz.gz"})
        compare({name}, with(name, good));
    compare({"-S", ".foo", "f.foo"}, with("f.foo", good));
    compare({"-S", ".foo", "f"}, with("f.foo", good));
    compare({"f"}, with("f.gz", good));
    compare({"f"}, with("f.z", good));
    compare({"absent"}, with("f.gz", good));
    compare({"absent.gz"}, with("f.gz", good));
}

TEST(gunzip_compatible, stored_names_and_times) {
    for (const char* stored : {"other", "/etc/other", "../../other", "a/b", "f"})
        for (const char* option : {"-N", "-lN"})
            compare({option, "f.gz"}, with("f.gz", gzipped(a, stored, 1'234'567'890)));
}

TEST(gunzip_compatible, what_exists_is_kept_unless_forced) {
    const auto prepare = [](const gunzip_folder& folder) {
        with("f.gz", gzipped(a))(folder);
        with("f", "old")(folder);
    };
    compare({"f.gz"}, prepare);
    compare({"-kf", "f.gz"}, prepare);
}

// gzip gives up at the first file that ends early; so such a one is the last here.
TEST(gunzip_compatible, many_files_and_the_worst_status) {
    const auto prepare = [](const gunzip_folder& folder) {
        for (const char* name : {"one.gz", "two.gz"})
            with(name, gzipped(a))(folder);
        with("garbage.gz", gzipped(b) + "garbage")(folder);
        with("truncated.gz", gzipped(b).substr(0, 100))(folder);
    };
    compare({"one.gz", "two.gz"}, prepare);
    compare({"garbage.gz", "one.gz"}, prepare);
    compare({"one.gz", "garbage.gz", "truncated.gz"}, prepare);
    compare({"-c", "one.gz", "absent.gz", "two.gz"}, prepare);
    compare({"-l", "one.gz", "two.gz"}, prepare);
    compare({"-lv", "one.gz", "two.gz"}, prepare);
}

TEST(gunzip_compatible, links_folders_and_special_modes) {
    const auto prepare = [](const gunzip_folder& folder) {
        with("f.gz", gzipped(a))(folder);
        std::filesystem::create_hard_link(folder.path("f.gz"), folder.path("hard.gz"));
        std::filesystem::create_symlink("f.gz", folder.path("soft.gz"));
        std::filesystem::create_directory(folder.path("folder.gz"));
        set_time(folder.path("soft.gz"), 1'000'000'000);
        set_time(folder.path("folder.gz"), 1'000'000'000);
        for (const auto& [name, mode] :
             {std::pair("setuid.gz", 04755), std::pair("setgid.gz", 02755),
              std::pair("sticky.gz", 01755)}) {
            with(name, gzipped(b))(folder);
            ::chmod(folder.path(name).c_str(), mode_t(mode));
        }
    };
    for (const char* name :
         {"hard.gz", "soft.gz", "folder.gz", "setuid.gz", "setgid.gz", "sticky.gz"})
        for (const char* option : {"-d", "-kf"})
            compare({option, name}, prepare);
}

TEST(gunzip_compatible, wrong_options) {
    const gunzip_folder folder;
    EXPECT_EQ(folder.gunzip({"--no-such-option"}).status, 1);
    EXPECT_EQ(folder.gunzip({"--help"}).status, 0);
    EXPECT_NE(folder.gunzip({"-V"}).output.find("banos-gunzip "), std::string::npos);
}

} // namespace
