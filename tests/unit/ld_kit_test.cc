// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The driver kit: make, CMake and pkg-config, in the source tree and installed.
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ld_workspace.hpp"

namespace banos::ld::testing {

namespace {

using words = std::vector<std::string>;
using std::filesystem::copy_options;

constexpr const char* cxx_part = "extern \"C\" int answer(void) { return 0; }\n";

void write_sources(const workspace& place) {
    place.write("one.c", driver_source("answer()", "int answer(void);\n"));
    place.write("part/two.cc", cxx_part);
}

words make_command(const std::string& makefile, const words& more) {
    words command = {"make", "-f", makefile, "DRIVER=example", "SOURCES=one.c part/two.cc"};
    command.insert(command.end(), more.begin(), more.end());
    return command;
}

// The files as "make install" puts them, but for the directories' names.
void install(const workspace& place) {
    const auto to = [&](const char* directory) {
        std::filesystem::create_directories(place.path(directory));
        return place.path(directory);
    };
    for (const char* file : {"banos-driver.mk", "BanosDriver.cmake", "banos-cflags"})
        std::filesystem::copy(std::filesystem::path(BANOS_DRIVER_KIT) / file,
                              to("prefix/share/banos"), copy_options::overwrite_existing);
    std::filesystem::copy(std::filesystem::path(BANOS_DRIVER_INCLUDE) / "banos",
                          to("prefix/include") / "banos", copy_options::recursive);
    std::filesystem::copy(BANOS_LD_PROGRAM, to("prefix/bin") / "banos-ld");
    std::filesystem::copy(BANOS_CONFIG_CMAKE, to("prefix/" BANOS_LIBRARY_DIRECTORY "/cmake/banos"));
}

TEST(ld_kit, make_in_the_source_tree) {
    const workspace place;
    write_sources(place);
    const std::string makefile = BANOS_DRIVER_KIT "/banos-driver.mk";
    const words linker = {"BANOS_LD=" BANOS_LD_PROGRAM, "O=out"};
    const outcome made = place.run(make_command(makefile, linker));
    ASSERT_EQ(made.status, 0) << made.errors;
    EXPECT_EQ(place.link({"--check", "out/example.bko"}).status, 0);
    const outcome again = place.run(make_command(makefile, linker));
    EXPECT_EQ(again.status, 0);
    EXPECT_EQ(again.output.find("COMPILE"), std::string::npos) << again.output;
}

TEST(ld_kit, make_with_another_compiler) {
    if (*BANOS_CLANG == '\0')
        GTEST_SKIP() << "clang is not installed";
    const workspace place;
    write_sources(place);
    const outcome made = place.run(make_command(BANOS_DRIVER_KIT "/banos-driver.mk",
                                                {"BANOS_LD=" BANOS_LD_PROGRAM, "CC=" BANOS_CLANG}));
    ASSERT_EQ(made.status, 0) << made.errors;
    const outcome checked = place.link({"--check", "example.bko"});
    EXPECT_NE(checked.output.find("clang"), std::string::npos) << checked.output;
    EXPECT_EQ(checked.output.find("GCC"), std::string::npos) << checked.output;
}

TEST(ld_kit, make_installed_and_the_same_image_everywhere) {
    const workspace here;
    const workspace there;
    for (const workspace* place : {&here, &there}) {
        install(*place);
        write_sources(*place);
        const std::string makefile = place->path("prefix/share/banos/banos-driver.mk").string();
        const outcome made = place->run(
            make_command(makefile, {"CFLAGS=-O2 -g", "CXXFLAGS=-O2 -g", "BANOS_LDFLAGS=-g"}));
        ASSERT_EQ(made.status, 0) << made.errors;
    }
    EXPECT_EQ(here.read("example.bko"), there.read("example.bko"));
}

TEST(ld_kit, a_makefile_with_several_images) {
    const workspace place;
    install(place);
    place.write("one.c", driver_source());
    place.write("two.c", driver_source("helper()", "int helper(void);\n"));
    place.compile("helper.c.o", "int helper(void) { return 0; }\n");
    ASSERT_EQ(place.run({"ar", "rcs", "libhelper.a", "helper.c.o"}).status, 0);
    place.write("Makefile", "DRIVER := one\nSOURCES := one.c\n"
                            "include prefix/share/banos/banos-driver.mk\n"
                            "$(eval $(call banos_driver,two,two.c,libhelper.a))\n");
    const outcome made = place.run({"make"});
    ASSERT_EQ(made.status, 0) << made.errors;
    EXPECT_EQ(place.link({"--check", "one.bko", "two.bko"}).status, 0);
}

TEST(ld_kit, make_says_what_is_wrong) {
    const workspace place;
    const std::string makefile = BANOS_DRIVER_KIT "/banos-driver.mk";
    place.write("one.f", "");
    const outcome unused = place.run({"make", "-f", makefile});
    EXPECT_NE(unused.status, 0);
    EXPECT_NE(unused.errors.find("usage: make"), std::string::npos) << unused.errors;
    const outcome source = place.run({"make", "-f", makefile, "DRIVER=x", "SOURCES=one.f"});
    EXPECT_NE(source.status, 0);
    EXPECT_NE(source.errors.find("one.f: expected a source"), std::string::npos) << source.errors;
    place.write("one.c", driver_source());
    const outcome compiler =
        place.run({"make", "-f", makefile, "DRIVER=x", "SOURCES=one.c", "CC=true"});
    EXPECT_NE(compiler.status, 0);
    EXPECT_NE(compiler.errors.find("can't compile drivers"), std::string::npos) << compiler.errors;
}

TEST(ld_kit, cmake_finds_what_is_installed) {
    const workspace place;
    install(place);
    write_sources(place);
    place.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\n"
                                  "project(example LANGUAGES C CXX)\n"
                                  "set(CMAKE_POSITION_INDEPENDENT_CODE ON)\n"
                                  "add_compile_options(-fsanitize=address)\n"
                                  "find_package(banos REQUIRED)\n"
                                  "banos_add_driver(example one.c part/two.cc)\n");
    const outcome configured =
        place.run({"cmake", "-S", ".", "-B", "build", "-DCMAKE_BUILD_TYPE=Release",
                   "-DCMAKE_PREFIX_PATH=" + place.path("prefix").string()});
    ASSERT_EQ(configured.status, 0) << configured.errors;
    const outcome built = place.run({"cmake", "--build", "build"});
    ASSERT_EQ(built.status, 0) << built.output << built.errors;
    EXPECT_EQ(place.link({"--check", "build/example.bko"}).status, 0);
}

TEST(ld_kit, options_are_what_both_compilers_need) {
    for (const char* compiler : {BANOS_GCC, BANOS_CLANG}) {
        if (*compiler == '\0')
            continue;
        const outcome asked = run_in("/", {BANOS_DRIVER_KIT "/banos-cflags", compiler});
        ASSERT_EQ(asked.status, 0) << asked.errors;
        for (const char* option :
             {"-ffreestanding", "-fno-pic", "-mcmodel=kernel", "-mno-red-zone",
              "-mgeneral-regs-only", "-fno-jump-tables", "-fcf-protection=branch",
              "-fno-omit-frame-pointer", "-fno-optimize-sibling-calls", "-fstack-protector-strong",
              "-mstack-protector-guard=global", "-fno-asynchronous-unwind-tables"})
            EXPECT_NE(asked.output.find(option), std::string::npos) << compiler << ' ' << option;
        EXPECT_EQ(asked.output.find("-fno-rtti"), std::string::npos) << compiler;
    }
}

TEST(ld_kit, options_refuse_what_cannot_compile_drivers) {
    EXPECT_EQ(run_in("/", {BANOS_DRIVER_KIT "/banos-cflags"}).status, 2);
    EXPECT_EQ(run_in("/", {BANOS_DRIVER_KIT "/banos-cflags", "/absent/cc"}).status, 1);
    EXPECT_EQ(run_in("/", {BANOS_DRIVER_KIT "/banos-cflags", "true"}).status, 1);
}

} // namespace

} // namespace banos::ld::testing
