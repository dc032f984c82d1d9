// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Parameters: set at install, shown and written in sysfs, refused with a sentence.
#include "kernel_log.hpp"
#include "loader.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr unsigned permission_bits = 0777;

unsigned mode_of(const std::string& path) {
    struct stat status = {};
    if (stat(path.c_str(), &status) != 0)
        throw failed("no " + path);
    return status.st_mode & permission_bits;
}

std::string shown(const instance& driver, const std::string& name) {
    return driver.attribute("parameters/" + name);
}

int written(const instance& driver, const std::string& name, std::string_view text) {
    return write_file(driver.attribute_path("parameters/" + name), text);
}

void refuses(const std::string& parameter, std::string_view sentence) {
    refused(install_driver("test_parameters", {parameter}), -EINVAL, sentence);
}

} // namespace

TEST(defaults_are_shown) {
    const instance driver("test_parameters");
    expect_equal(shown(driver, "flag"), "N");
    expect_equal(shown(driver, "small"), "-7");
    expect_equal(shown(driver, "natural"), "7");
    expect_equal(shown(driver, "large"), "-77");
    expect_equal(shown(driver, "huge"), "77");
    expect_equal(shown(driver, "text"), "initial");
    expect_equal(shown(driver, "list"), "1,2,3");
    expect_equal(shown(driver, "hidden"), "42");
}

TEST(values_are_set_before_init) {
    kernel_log log;
    const instance driver("test_parameters", {"natural=12", "text=given"});
    expect(log.has("natural is 12, text is given"));
    expect_equal(shown(driver, "natural"), "12");
    expect_equal(shown(driver, "changes"), "0");
}

TEST(limits_of_numbers) {
    const instance driver("test_parameters",
                          {"small=-2147483648", "natural=4294967295", "large=-9223372036854775808",
                           "huge=18446744073709551615"});
    expect_equal(shown(driver, "small"), "-2147483648");
    expect_equal(shown(driver, "natural"), "4294967295");
    expect_equal(shown(driver, "large"), "-9223372036854775808");
    expect_equal(shown(driver, "huge"), "18446744073709551615");
}

TEST(bases_of_numbers) {
    const instance driver("test_parameters", {"natural=0x1F", "huge=017"});
    expect_equal(shown(driver, "natural"), "31");
    expect_equal(shown(driver, "huge"), "15");
}

TEST(words_for_flags) {
    for (const char* word : {"1", "y", "Y", "yes", "true", "on", "True", "ON"}) {
        const instance driver("test_parameters", {std::string("flag=") + word});
        expect_equal(shown(driver, "flag"), "Y");
    }
    for (const char* word : {"0", "n", "no", "false", "off"}) {
        const instance driver("test_parameters", {std::string("flag=") + word});
        expect_equal(shown(driver, "flag"), "N");
    }
}

TEST(later_value_wins) {
    const instance driver("test_parameters", {"natural=1", "natural=2"});
    expect_equal(shown(driver, "natural"), "2");
}

TEST(texts) {
    const instance longest("test_parameters", {"text=fifteen bytes !"});
    expect_equal(shown(longest, "text"), "fifteen bytes !");
    const instance equals("test_parameters", {"text=a=b"});
    expect_equal(shown(equals, "text"), "a=b");
    const instance empty("test_parameters", {"text="});
    expect_equal(shown(empty, "text"), "");
}

TEST(lists) {
    const instance full("test_parameters", {"list=4,-3,0x2,1"});
    expect_equal(shown(full, "list"), "4,-3,2,1");
    const instance one("test_parameters", {"list=9"});
    expect_equal(shown(one, "list"), "9");
}

TEST(bad_values_are_refused) {
    const no_trace check;
    refuses("small=2147483648", "parameter small: \"2147483648\" is out of range of int32");
    refuses("natural=4294967296", "is out of range of uint32");
    refuses("huge=18446744073709551616", "is out of range of uint64");
    refuses("natural=-1", "parameter natural: ");
    refuses("small=seven", "parameter small: expected int32, found \"seven\"");
    refuses("small=", "parameter small: expected int32, found \"\"");
    refuses("small=7x", "found \"7x\"");
    refuses("flag=perhaps", "parameter flag: expected bool, found \"perhaps\"");
    refuses("text=sixteen bytes, no", "parameter text: at most 15 bytes, found 17");
    refuses("list=1,2,3,4,5", "parameter list: at most 4 elements, found \"1,2,3,4,5\"");
    refuses("list=1,two,3", "parameter list: expected a list of int32, found \"1,two,3\"");
    refuses("list=1,,3", "parameter list: ");
}

TEST(unknown_parameter_is_refused) {
    refuses("colour=red", "test_parameters has no parameter \"colour\"");
    refuses("natura=1", "has no parameter \"natura\"");
    refuses("naturals=1", "has no parameter \"naturals\"");
    refuses("=1", "has no parameter \"\"");
    refuses("natural", "parameter \"natural\": expected name=value");
    refused(install_driver("test_empty", {"natural=1"}), -EINVAL,
            "test_empty has no parameter \"natural\"");
}

TEST(init_does_not_run_after_a_bad_value) {
    kernel_log log;
    refuses("small=seven", "expected int32");
    expect(!log.has("natural is"));
}

TEST(permissions_of_files) {
    const instance driver("test_parameters");
    const auto mode = [&](const char* name) {
        return mode_of(driver.attribute_path(std::string("parameters/") + name));
    };
    expect_equal(mode("natural"), 0444U);
    expect_equal(mode("hidden"), 0400U);
    expect_equal(mode("writable"), 0644U);
    expect_equal(mode("writable_text"), 0600U);
}

TEST(others_read_only_what_is_public) {
    const instance driver("test_parameters");
    const int status = in_child([&] {
        if (setuid(1000) != 0)
            return 1;
        if (shown(driver, "natural") != "7")
            return 2;
        if (access(driver.attribute_path("parameters/hidden").c_str(), R_OK) == 0)
            return 3;
        return written(driver, "writable", "2") == -EACCES ? 0 : 4;
    });
    expect_equal(status, 0);
}

TEST(read_only_parameter_cannot_be_written) {
    const instance driver("test_parameters");
    expect(written(driver, "natural", "8") < 0);
    expect_equal(shown(driver, "natural"), "7");
}

TEST(written_value_is_there) {
    kernel_log log;
    const instance driver("test_parameters");
    expect_equal(written(driver, "writable", "5\n"), 0);
    expect_equal(shown(driver, "writable"), "5");
    expect_equal(written(driver, "writable_text", "hello"), 0);
    expect_equal(shown(driver, "writable_text"), "hello");
    expect_equal(shown(driver, "changes"), "2");
    expect(log.has("writable changed"));
}

TEST(bad_value_is_not_written) {
    const instance driver("test_parameters", {"writable=3"});
    expect_equal(written(driver, "writable", "many"), -EINVAL);
    expect_equal(written(driver, "writable", "4294967296"), -ERANGE);
    expect(written(driver, "writable_text", "more than fifteen bytes") < 0);
    expect_equal(shown(driver, "writable"), "3");
    expect_equal(shown(driver, "changes"), "0");
}

TEST(driver_objects_to_a_value) {
    const instance driver("test_parameters");
    expect_equal(written(driver, "writable_text", "refused"), -EPERM);
    expect_equal(shown(driver, "writable_text"), "refused"); // as the header says
}

TEST(instances_have_their_own_values) {
    const instance first("test_parameters", {"natural=1"});
    const instance second("test_parameters", {"natural=2"});
    expect_equal(shown(first, "natural"), "1");
    expect_equal(shown(second, "natural"), "2");
}

TEST(thousands_of_parameters_are_too_many) {
    const parameters many(70000, "natural=1");
    refused(install_driver("test_parameters", many), -E2BIG, "at most 65536 are taken");
}
