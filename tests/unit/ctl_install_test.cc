// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include <csignal>
#include <sys/stat.h>
#include <thread>

namespace banos::test {
namespace {

using ctl::status;
using lines = std::vector<std::string>;

class ctl_install : public ctl_test {
  public:
    // The base offers a symbol, the middle needs it and offers one, the top needs both.
    std::string base = write({.name = "base", .exports = {"banos_x_base_open"}});
    std::string middle = write(
        {.name = "middle", .exports = {"banos_x_middle_go"}, .imports = {"banos_x_base_open"}});
    std::string top = write({.name = "top", .imports = {"banos_x_middle_go", "banos_x_base_open"}});
};

TEST_F(ctl_install, tells_the_id) {
    const auto end = run({"install", base});
    EXPECT_EQ(end.end, status::done);
    EXPECT_EQ(end.out, base + ": instance 1\n");
    EXPECT_EQ(end.err, "");
}

TEST_F(ctl_install, puts_images_in_order) {
    const auto end = run({"install", top, middle, base});
    EXPECT_EQ(end.end, status::done) << end.err;
    EXPECT_EQ(kernel.done, (lines{"install base", "install middle", "install top"}));
    EXPECT_EQ(kernel.instances[3].providers, (std::vector<std::uint64_t>{2, 1}));
}

TEST_F(ctl_install, keeps_the_given_order_where_it_does_not_matter) {
    const auto other = write({.name = "other"});
    run({"install", other, middle, base});
    EXPECT_EQ(kernel.done, (lines{"install other", "install base", "install middle"}));
}

TEST_F(ctl_install, prefers_what_a_weak_symbol_wants) {
    const auto wisher = write({.name = "wisher", .weak_imports = {"banos_x_base_open"}});
    run({"install", wisher, base});
    EXPECT_EQ(kernel.done, (lines{"install base", "install wisher"}));
}

TEST_F(ctl_install, refuses_a_circle_before_anything_is_installed) {
    const auto a = write({.name = "a", .exports = {"banos_x_a"}, .imports = {"banos_x_b"}});
    const auto b = write({.name = "b", .exports = {"banos_x_b"}, .imports = {"banos_x_a"}});
    const auto end = run({"install", base, a, b});
    EXPECT_EQ(end.end, status::symbols);
    EXPECT_TRUE(kernel.done.empty());
    EXPECT_NE(end.err.find(a + " needs " + b + " needs " + a), std::string::npos) << end.err;
}

TEST_F(ctl_install, breaks_a_circle_at_a_weak_symbol) {
    const auto a = write({.name = "a", .exports = {"banos_x_a"}, .weak_imports = {"banos_x_b"}});
    const auto b = write({.name = "b", .exports = {"banos_x_b"}, .imports = {"banos_x_a"}});
    EXPECT_EQ(run({"install", b, a}).end, status::done);
    EXPECT_EQ(kernel.done, (lines{"install a", "install b"}));
}

TEST_F(ctl_install, takes_the_same_image_twice) {
    const auto plain = write({.name = "plain"});
    EXPECT_EQ(run({"install", plain, plain}).end, status::done);
    EXPECT_EQ(kernel.instances.size(), 2U);
}

TEST_F(ctl_install, gives_parameters_to_the_image_before_them) {
    const auto end = run({"install", middle, "depth=16", "label=a=b c", base, "x=", "y=-1"});
    EXPECT_EQ(end.end, status::done) << end.err;
    EXPECT_EQ(kernel.done, (lines{"install base x= y=-1", "install middle depth=16 label=a=b c"}));
}

TEST_F(ctl_install, refuses_a_parameter_that_belongs_to_none) {
    const auto end = run({"install", "depth=16", base});
    EXPECT_EQ(end.end, status::usage);
    EXPECT_EQ(end.err, "banosctl: depth=16: a parameter comes after the image that it is for\n");
    EXPECT_TRUE(kernel.done.empty());
}

TEST_F(ctl_install, takes_a_path_with_an_equals_sign_as_a_file) {
    const auto odd = write("a=b.bko", image_of({.name = "odd"}));
    EXPECT_EQ(run({"install", odd}).end, status::done);
    EXPECT_EQ(kernel.done, lines{"install odd"});
}

TEST_F(ctl_install, reads_standard_input) {
    const auto image = image_of({.name = "piped"});
    const auto end = run({"install", "-", "depth=1"}, std::string(image.begin(), image.end()));
    EXPECT_EQ(end.end, status::done) << end.err;
    EXPECT_EQ(end.out, "standard input: instance 1\n");
    EXPECT_EQ(kernel.done, lines{"install piped depth=1"});
    EXPECT_GT(kernel.seals[0], 0) << "it came in a sealed memory file";
    EXPECT_EQ(run({"install", "-", "-"}).end, status::usage);
}

TEST_F(ctl_install, gives_the_kernel_the_file_itself) {
    run({"install", base});
    EXPECT_EQ(kernel.seals, std::vector<int>{-1});
}

TEST_F(ctl_install, reads_a_pipe) {
    const auto path = (folder() / "pipe").string();
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const auto image = image_of({.name = "piped"});
    std::thread writer([&] { write("pipe", image); });
    const auto end = run({"install", path});
    writer.join();
    EXPECT_EQ(end.end, status::done) << end.err;
    EXPECT_EQ(kernel.done, lines{"install piped"});
}

TEST_F(ctl_install, is_all_or_nothing) {
    kernel.refused_name["top"] = {EIO, "init() of top failed with error 5", true};
    const auto end = run({"install", base, middle, top});
    EXPECT_EQ(end.end, status::driver);
    EXPECT_TRUE(kernel.instances.empty());
    EXPECT_EQ(kernel.done, (lines{"install base", "install middle", "uninstall 2", "uninstall 1"}));
    EXPECT_EQ(end.out, "");
    EXPECT_EQ(end.err, "banosctl: " + top + ": init() of top failed with error 5\n");
}

TEST_F(ctl_install, says_what_could_not_be_undone) {
    kernel.refused_name["top"] = {EIO, "init() of top failed with error 5", true};
    kernel.refused[BANOS_UNINSTALL] = {EBUSY, "a program has it open"};
    const auto end = run({"install", base, middle, top});
    EXPECT_EQ(end.end, status::driver) << "the first failure decides";
    EXPECT_NE(end.err.find("stays installed, as instance 1: a program has it open"),
              std::string::npos)
        << end.err;
}

TEST_F(ctl_install, takes_back_what_a_signal_interrupts) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        kernel.done.clear();
        kernel.signals["middle"] = signal;
        const auto end = run({"install", base, middle, top});
        EXPECT_EQ(end.caught_signal, signal);
        EXPECT_EQ(end.err, "banosctl: " + top + ": not installed: interrupted by a signal\n");
        EXPECT_TRUE(kernel.instances.empty());
        EXPECT_EQ(kernel.done.size(), 4U);
    }
}

TEST_F(ctl_install, ignores_a_signal_that_comes_when_all_is_done) {
    kernel.signals["middle"] = SIGINT;
    const auto end = run({"install", base, middle});
    EXPECT_EQ(end.end, status::done);
    EXPECT_EQ(end.caught_signal, 0);
    EXPECT_EQ(kernel.instances.size(), 2U);
}

TEST_F(ctl_install, leaves_signals_ignored_that_were) {
    kernel.signals["base"] = SIGHUP;
    const auto before = std::signal(SIGHUP, SIG_IGN);
    EXPECT_EQ(run({"install", base, middle, top}).end, status::done);
    EXPECT_EQ(std::signal(SIGHUP, before), SIG_IGN) << "and so they are afterwards";
}

TEST_F(ctl_install, goes_on_and_keeps_what_it_has_if_asked) {
    kernel.refused_name["middle"] = {ENODEV, "init() of middle failed with error 19", true};
    const auto other = write({.name = "other"});
    const auto broken = write("broken.bko", std::string("no image"));
    const auto end = run({"install", "--keep-going", "--json", top, broken,
                          (folder() / "absent.bko").string(), middle, base, other});
    EXPECT_EQ(end.end, status::file) << "the first failure decides";
    EXPECT_EQ(kernel.done, (lines{"install base", "install other"}));
    const auto document = end.document();
    EXPECT_EQ(document["installed"].size(), 2U);
    ASSERT_EQ(document["errors"].size(), 4U);
    EXPECT_EQ(document["errors"][1]["status"], static_cast<int>(status::image));
    EXPECT_EQ(document["errors"][2]["status"], static_cast<int>(status::driver));
    EXPECT_EQ(document["errors"][3]["status"], static_cast<int>(status::symbols));
}

TEST_F(ctl_install, installs_nothing_if_one_of_several_is_no_image) {
    const auto broken = write("broken.bko", std::string("no image"));
    EXPECT_EQ(run({"install", base, broken}).end, status::image);
    EXPECT_EQ(run({"install", base, (folder() / "absent.bko").string()}).end, status::file);
    EXPECT_TRUE(kernel.done.empty());
}

TEST_F(ctl_install, prints_json) {
    const auto end = run({"install", "--json", base, middle});
    const auto document = end.document();
    EXPECT_EQ(document["installed"][0]["file"], base);
    EXPECT_EQ(document["installed"][0]["id"], 1);
    EXPECT_EQ(document["installed"][1]["id"], 2);
    EXPECT_FALSE(document.contains("errors"));
}

TEST_F(ctl_install, prints_json_when_it_takes_back) {
    kernel.refused_name["middle"] = {EEXIST, "middle exports a name that is there"};
    const auto document = run({"--json", "install", base, middle}).document();
    EXPECT_TRUE(document["installed"].empty());
    EXPECT_EQ(document["uninstalled_again"][0]["id"], 1);
    EXPECT_EQ(document["errors"][0]["status"], 13);
    EXPECT_EQ(document["errors"][0]["errno_name"], "EEXIST");
    EXPECT_EQ(document["errors"][0]["subject"], middle);
    EXPECT_EQ(document["errors"][0]["sentence"], "middle exports a name that is there");
}

TEST_F(ctl_install, tells_the_whole_log_if_asked) {
    kernel.refused_name["base"] = {EINVAL, "looked at it\nparameter x is unknown"};
    const auto end = run({"-v", "install", base});
    EXPECT_EQ(end.err, "  looked at it\n  parameter x is unknown\nbanosctl: " + base +
                           ": parameter x is unknown\n");
    EXPECT_EQ(run({"install", "--verbose", middle}).end, status::symbols);
    kernel.refused_name.clear();
    EXPECT_EQ(run({"install", "-v", base}).err, "  base is instance 1\n");
}

TEST_F(ctl_install, names_the_symbol_that_lacks) {
    const auto end = run({"install", middle});
    EXPECT_EQ(end.end, status::symbols);
    EXPECT_EQ(end.err, "banosctl: " + middle +
                           ": middle needs banos_x_base_open, which neither this shim nor an "
                           "installed driver offers\n");
}

TEST_F(ctl_install, ends_with_a_status_for_each_kind_of_refusal) {
    const std::vector<std::pair<int, status>> table{
        {ENOEXEC, status::image},
        {EFBIG, status::image},
        {ENOENT, status::symbols},
        {EOPNOTSUPP, status::symbols},
        {EACCES, status::symbols},
        {EPERM, status::permission},
        {EKEYREJECTED, status::permission},
        {EINVAL, status::parameter},
        {ENOPKG, status::version},
        {EEXIST, status::conflict},
        {ENOMEM, status::resources},
        {EMFILE, status::resources},
        {EAGAIN, status::busy},
        {ETXTBSY, status::file},
        {ENOTTY, status::version},
        {EIO, status::other},
    };
    for (const auto& [error, expected] : table) {
        kernel.refused_name["base"] = {error, "the kernel's sentence"};
        const auto end = run({"install", base});
        EXPECT_EQ(end.end, expected) << error;
        EXPECT_EQ(end.err, "banosctl: " + base + ": the kernel's sentence\n");
        kernel.refused_name["base"].in_init = true;
        EXPECT_EQ(run({"install", base}).end, status::driver) << error;
    }
}

TEST_F(ctl_install, has_a_sentence_where_the_kernel_has_none) {
    for (const int error : {ENOEXEC, ENOENT, EPERM, EINVAL, EIO, ENOMEM, 4711}) {
        kernel.refused[BANOS_INSTALL] = {error};
        const auto end = run({"install", base});
        const auto sentence = end.err.substr(("banosctl: " + base + ": ").size());
        EXPECT_GT(sentence.size(), 8U) << end.err;
        EXPECT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), 1);
    }
}

TEST_F(ctl_install, needs_a_kernel_side) {
    kernel.open_error = ENOENT;
    EXPECT_EQ(run({"install", base}).end, status::absent);
    kernel.open_error = EACCES;
    EXPECT_EQ(run({"install", base}).end, status::permission);
}

TEST_F(ctl_install, refuses_an_image_that_is_too_large_before_it_is_read_in_whole) {
    const auto end = run({"install", "-"}, std::string(20 << 20, 'x'));
    EXPECT_EQ(end.end, status::image);
}

} // namespace
} // namespace banos::test
