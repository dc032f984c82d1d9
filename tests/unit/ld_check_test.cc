// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// banos-ld --check.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ld_workspace.hpp"

namespace banos::ld::testing {

namespace {

void expect_words(const std::string& text, const std::vector<std::string>& expected) {
    for (const std::string& word : expected)
        EXPECT_NE(text.find(word), std::string::npos) << "no '" << word << "' in: " << text;
}

TEST(ld_check, says_what_an_image_is) {
    const workspace place;
    place.compile("a.c.o", driver_source("banos_x_example_f()", R"(
#include <banos/print.h>
BANOS_WEAK int banos_x_other_f(void);
int banos_x_example_f(void);
int banos_x_example_f(void) { banos_dprintln("x"); return banos_x_other_f ? 1 : 0; }
BANOS_EXPORT(banos_x_example_f);
)"));
    ASSERT_EQ(place.link({"-o", "a.bko", "a.c.o"}).status, 0);
    const outcome checked = place.link({"--check", "a.bko"});
    EXPECT_EQ(checked.status, 0) << checked.errors;
    EXPECT_EQ(checked.errors, "");
    expect_words(checked.output,
                 {"a.bko: a driver image", "driver       example 1.2.3, licence GPL",
                  "needs        banos 0.9.", "exports      banos_x_example_f",
                  "imports      banos_dprintln\n", "imports      banos_x_other_f (weak)",
                  "IBT yes, return thunks yes, indirect thunks yes", "compiled by  GCC:"});
    EXPECT_EQ(checked.output.find("lacks"), std::string::npos) << checked.output;
}

TEST(ld_check, says_what_an_image_of_the_original_system_lacks) {
    const workspace place;
    const std::string source = BANOS_EXAMPLES "/original/original.c";
    const std::vector<std::string> common = {
        "gcc", "-O2", "-ffreestanding", "-mno-red-zone", "-c", source, "-o", "a.o"};
    for (const std::vector<std::string>& extra :
         {std::vector<std::string>{"-mcmodel=kernel", "-fno-pic"},
          std::vector<std::string>{"-fPIE"}}) {
        std::vector<std::string> command = common;
        command.insert(command.end(), extra.begin(), extra.end());
        ASSERT_EQ(place.run(command).status, 0);
        ASSERT_EQ(place.run({"ld", "-r", "-o", "a.bko", "a.o"}).status, 0);
        const outcome checked = place.link({"--check", "a.bko"});
        EXPECT_EQ(checked.status, 0) << checked.errors;
        expect_words(checked.output, {"driver       original", "needs        banos 0.0.0",
                                      "lacks        the note of banos-ld", "lacks        IBT",
                                      "lacks        return thunks"});
    }
}

TEST(ld_check, finds_floating_point_in_what_others_linked) {
    const workspace place;
    place.compile_plainly("a.c.o", driver_source("(int)(x * 2)", "volatile double x;\n"),
                          floating_point_options());
    ASSERT_EQ(place.run({"ld", "-r", "-o", "a.bko", "a.c.o"}).status, 0);
    const outcome checked = place.link({"--check", "a.bko"});
    EXPECT_EQ(checked.status, 0) << checked.errors;
    expect_words(checked.output, {"lacks        general registers only", "example_init"});
}

TEST(ld_check, refuses_what_the_loader_refuses) {
    const workspace place;
    place.compile("object.c.o", "int f(void) { return 1; }\n");
    place.write("text.bko", "hello\n");
    place.write("empty.bko", "");
    for (const char* file : {"object.c.o", "text.bko", "empty.bko"}) {
        const outcome checked = place.link({"--check", file});
        EXPECT_EQ(checked.status, 1) << file;
        EXPECT_EQ(checked.output, "");
        expect_words(checked.errors, {std::string("banos-ld: ") + file + ": "});
    }
    EXPECT_EQ(place.link({"--check", "absent.bko"}).status, 3);
}

TEST(ld_check, refuses_an_image_that_was_cut_short) {
    const workspace place;
    place.compile("a.c.o", driver_source());
    ASSERT_EQ(place.link({"-o", "a.bko", "a.c.o"}).status, 0);
    const byte_vector whole = place.read("a.bko");
    for (std::size_t size = 0; size < whole.size(); size += 97) {
        place.write("cut.bko", {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        EXPECT_EQ(place.link({"--check", "cut.bko"}).status, 1) << size;
    }
}

} // namespace

} // namespace banos::ld::testing
