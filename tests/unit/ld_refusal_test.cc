// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What banos-ld refuses, and the sentence that it says.
#include <cstring>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "failure.h"
#include "ld_workspace.hpp"

namespace banos::ld::testing {

namespace {

using words = std::vector<std::string>;

void expect_words(const std::string& text, const words& expected) {
    for (const std::string& word : expected)
        EXPECT_NE(text.find(word), std::string::npos) << "no '" << word << "' in: " << text;
}

// Refused with this status, with a text that holds these words, and without
// leaving anything behind.
void expect_refused(const workspace& place, words arguments, int status, const words& expected) {
    arguments.insert(arguments.begin(), {"-o", "out.bko"});
    const outcome linked = place.link(arguments);
    EXPECT_EQ(linked.status, status) << linked.errors;
    expect_words(linked.errors, expected);
    EXPECT_FALSE(place.has("out.bko"));
    for (const auto& entry : std::filesystem::directory_iterator(place.path("")))
        EXPECT_EQ(entry.path().string().find("out.bko"), std::string::npos) << entry.path();
}

// Beside a driver that is all right, this object is refused.
void expect_object_refused(const std::string& source, const words& options, const words& expected,
                           const std::string& object = "bad.c.o",
                           const std::string& compiler = BANOS_GCC) {
    const workspace place;
    place.compile("good.c.o", driver_source());
    place.compile(object, source, options, compiler);
    words all = expected;
    all.push_back(object);
    expect_refused(place, {"good.c.o", object}, 1, all);
}

TEST(ld_refuses, a_constructor_of_c) {
    expect_object_refused(
        "int number;\n__attribute__((constructor)) static void early(void) { number = 1; }\n", {},
        {".init_array", "early", "to mend"});
}

TEST(ld_refuses, a_destructor_of_c) {
    expect_object_refused(
        "int number;\n__attribute__((destructor)) static void late(void) { number = 1; }\n", {},
        {".fini_array", "late"});
}

TEST(ld_refuses, a_global_object_that_has_to_be_built) {
    const std::string source = "extern \"C\" int banos_number();\n"
                               "struct counter { int n; counter() : n(banos_number()) {} };\n"
                               "namespace drivers { counter clicks; }\n";
    for (const char* optimisation : {"-O0", "-O2"})
        expect_object_refused(source + "int volatile other;\n", {optimisation},
                              {".init_array", "constinit", "drivers::clicks"}, "bad.cc.o");
}

TEST(ld_refuses, a_global_object_of_clang) {
    if (*BANOS_CLANG == '\0')
        GTEST_SKIP() << "clang is not installed";
    expect_object_refused("int number();\nint clicks = number();\nint number() { return 3; }\n",
                          {"-O0"}, {".init_array", "constinit"}, "bad.cc.o", BANOS_CLANG);
}

TEST(ld_refuses, a_global_object_that_has_to_be_torn_down) {
    expect_object_refused("struct counter { int n = 0; ~counter(); };\n"
                          "counter::~counter() { n = 1; }\ncounter clicks;\n",
                          {"-fuse-cxa-atexit"}, {".init_array", "'clicks'"}, "bad.cc.o");
}

TEST(ld_refuses, thread_local_variables) {
    expect_object_refused("__thread int mine; int f(void) { return mine; }\n", {},
                          {"thread-local", ".tbss"});
    expect_object_refused("extern __thread int yours; int f(void) { return yours; }\n", {},
                          {"thread-local", "'yours'"});
}

TEST(ld_refuses, common_symbols) {
    expect_object_refused("int tentative;\n", {"-fcommon"}, {"'tentative'", "-fno-common"});
}

TEST(ld_refuses, indirect_functions) {
    expect_object_refused("static int one(void) { return 1; }\n"
                          "static void *choose(void) { return one; }\n"
                          "int f(void) __attribute__((ifunc(\"choose\")));\n",
                          {}, {"'f'", "indirect function"});
}

TEST(ld_refuses, sections_that_are_writable_and_executable) {
    expect_object_refused("__asm__(\".section patched,\\\"awx\\\"\\n ret\\n .text\");\n", {},
                          {"patched", "writable and executable"});
}

TEST(ld_refuses, parts_of_kernel_modules) {
    expect_object_refused("__attribute__((section(\".modinfo\"), used)) static char l[] = \"x\";\n",
                          {}, {"Linux kernel module", ".modinfo", "kbuild"});
}

TEST(ld_refuses, floating_point) {
    const workspace place;
    place.compile("good.c.o", driver_source());
    place.compile_plainly("bad.c.o", "double half(double x) { return x / 2; }\n",
                          floating_point_options());
    expect_refused(
        place, {"good.c.o", "bad.c.o"}, 1,
        {"bad.c.o: a floating-point", "half", "-mgeneral-regs-only", "--allow-floating-point"});
}

TEST(ld_refuses, what_nobody_defines) {
    struct {
        const char* declaration;
        const char* call;
        words expected;
    } const cases[] = {
        {"int printf(const char *, ...);", "printf(\"%d\", 1)", {"'printf'", "no C library"}},
        {"void *__kmalloc(unsigned long, int);", "__kmalloc(1, 2) != 0", {"Linux's own functions"}},
        {"int forgotten(void);", "forgotten()", {"'forgotten'", "define it"}},
        {"long __adddf3(long, long);", "(int)__adddf3(1, 2)", {"floating-point"}},
    };
    for (const auto& one : cases) {
        const workspace place;
        place.compile("good.c.o", driver_source());
        place.compile("bad.c.o",
                      std::string(one.declaration) + "\nint caller(void) { return " + one.call +
                          "; }\n",
                      {"-fno-builtin"});
        words expected = one.expected;
        expected.insert(expected.end(), {"bad.c.o: refers to", "caller at .text+0x"});
        expect_refused(place, {"good.c.o", "bad.c.o"}, 1, expected);
    }
}

TEST(ld_refuses, what_nobody_defines_in_cxx) {
    struct {
        const char* source;
        words options;
        words expected;
    } const cases[] = {
        {"int *f() { return new int; }\n", {}, {"operator new(unsigned long)", "placement new"}},
        {"void g(); void f() { try { g(); } catch (...) {} }\n",
         {"-fexceptions"},
         {"__cxa_begin_catch", "-fno-exceptions"}},
        {"struct s { int n; s(); }; s::s() : n(1) {} s &f() { static s one; return one; }\n",
         {"-fthreadsafe-statics"},
         {"__cxa_guard_acquire", "-fno-threadsafe-statics"}},
        {"struct s { virtual void f(); }; void s::f() {}\n", {"-frtti"}, {"-fno-rtti"}},
        {"struct s { int n = 1; ~s(); }; s::~s() { n = 0; } s &f() { static s one; return one; }\n",
         {},
         {"'atexit'", "no destructor"}},
    };
    for (const auto& one : cases)
        expect_object_refused(one.source, one.options, one.expected, "bad.cc.o");
}

TEST(ld_refuses, what_nobody_defines_even_if_it_is_weak) {
    expect_object_refused("__attribute__((weak)) int other(void);\n"
                          "int f(void) { return other ? other() : 0; }\n",
                          {}, {"'other'"});
}

TEST(ld_refuses, two_definitions) {
    const workspace place;
    place.compile("a.c.o", driver_source("f()", "int f(void);\n"));
    place.compile("b.c.o", "int f(void) { return 1; }\n");
    place.compile("c.c.o", "int f(void) { return 2; }\n");
    expect_refused(place, {"a.c.o", "b.c.o", "c.c.o"}, 1,
                   {"c.c.o: defines 'f' again", "another in b.c.o"});
}

TEST(ld_refuses, no_driver) {
    const workspace place;
    place.compile("a.c.o", "int f(void) { return 1; }\n");
    expect_refused(place, {"a.c.o"}, 1, {"no object describes the driver", "BANOS_DRIVER("});
}

TEST(ld_refuses, two_drivers) {
    const workspace place;
    place.compile("a.c.o", driver_source());
    place.compile("b.c.o", "#include <banos/driver.h>\nBANOS_DRIVER(second);\n");
    expect_refused(place, {"a.c.o", "b.c.o"}, 1, {"b.c.o: describes a driver", "another in a.c.o"});
}

TEST(ld_refuses, a_driver_that_is_too_small) {
    const workspace place;
    place.compile("a.c.o",
                  "__attribute__((section(\".banos-driver\"), used)) static long driver[6];\n");
    expect_refused(place, {"a.c.o"}, 1, {"a.c.o", "at least 56 bytes", "found 48"});
}

TEST(ld_refuses, half_an_export) {
    const workspace place;
    place.compile("a.c.o",
                  driver_source("0", "__attribute__((section(\".banos-export\"), used))\n"
                                     "static const char *entry[3] = { \"banos_x_a\" };\n"));
    expect_refused(place, {"a.c.o"}, 1, {"a.c.o", ".banos-export", "multiple of 16", "found 24"});
}

// The loader's own parser has the last word.
TEST(ld_refuses, what_the_loader_would_refuse) {
    const workspace place;
    place.compile("a.c.o", "#include <banos/driver.h>\n"
                           "BANOS_DRIVER(example, .license = \"GPL\");\n");
    expect_refused(place, {"a.c.o"}, 1, {"out.bko", "init"});
}

TEST(ld_refuses, everything_at_once_and_counts_the_rest) {
    const workspace place;
    place.compile("a.c.o", driver_source());
    std::string source;
    for (int i = 0; i < 30; ++i)
        source += "int tentative" + std::to_string(i) + ";\n";
    place.compile("b.c.o", source, {"-fcommon"});
    expect_refused(place, {"a.c.o", "b.c.o"}, 1, {"'tentative", "... and 10 more"});
}

// Files that are no objects.

class ld_files : public ::testing::Test {
  protected:
    void SetUp() override {
        place_.compile("good.c.o", driver_source());
        place_.compile("other.c.o", "int f(void) { return 1; }\n");
    }

    // The object with one field of its header changed.
    template<typename T>
    void expect_change_refused(std::size_t offset, T value, const words& expected) {
        byte_vector bytes = place_.read("other.c.o");
        std::memcpy(bytes.data() + offset, &value, sizeof(value));
        expect_file_refused({bytes.begin(), bytes.end()}, expected);
    }

    void expect_file_refused(const std::string& content, const words& expected) {
        place_.write("bad.o", content);
        words all = expected;
        all.insert(all.end(), {"bad.o: ", "to mend"});
        expect_refused(place_, {"good.c.o", "bad.o"}, 1, all);
    }

    workspace place_;
};

TEST_F(ld_files, other_kinds) {
    expect_file_refused("", {"not an ELF file", "an empty file"});
    expect_file_refused("#include <banos/driver.h>\n", {"not an ELF file", "text"});
    expect_file_refused(std::string(100, '\0'), {"not an ELF file"});
    expect_file_refused("BC\xc0\xde", {"LLVM bitcode", "-flto"});
    expect_file_refused("\x7f"
                        "ELF",
                        {"damaged or cut short"});
    expect_file_refused("!<thin>\n", {"thin archive"});
}

TEST_F(ld_files, other_classes_machines_and_types) {
    expect_change_refused<unsigned char>(EI_CLASS, ELFCLASS32, {"wrong ELF class", "32-bit"});
    expect_change_refused<unsigned char>(EI_DATA, ELFDATA2MSB, {"wrong byte order"});
    expect_change_refused<Elf64_Half>(offsetof(Elf64_Ehdr, e_machine), EM_AARCH64,
                                      {"wrong machine", "183"});
    expect_change_refused<Elf64_Half>(offsetof(Elf64_Ehdr, e_type), ET_EXEC,
                                      {"wrong ELF type", "a program"});
    expect_change_refused<Elf64_Half>(offsetof(Elf64_Ehdr, e_type), ET_DYN, {"shared library"});
    expect_change_refused<Elf64_Half>(offsetof(Elf64_Ehdr, e_type), ET_CORE, {"core dump"});
}

TEST_F(ld_files, damaged_headers) {
    expect_change_refused<Elf64_Off>(offsetof(Elf64_Ehdr, e_shoff), 0, {"damaged"});
    expect_change_refused<Elf64_Off>(offsetof(Elf64_Ehdr, e_shoff), ~0ULL, {"damaged"});
    expect_change_refused<Elf64_Off>(offsetof(Elf64_Ehdr, e_shoff), 65, {"damaged", "0x41"});
    expect_change_refused<Elf64_Half>(offsetof(Elf64_Ehdr, e_shnum), 5000, {"damaged"});
    expect_change_refused<Elf64_Half>(offsetof(Elf64_Ehdr, e_shentsize), 63, {"damaged"});
    expect_change_refused<Elf64_Half>(offsetof(Elf64_Ehdr, e_shstrndx), 4000, {"damaged"});
}

TEST_F(ld_files, link_time_optimisation) {
    place_.compile("lto.c.o", "int f(void) { return 1; }\n", {"-flto"});
    expect_refused(place_, {"good.c.o", "lto.c.o"}, 1, {"lto.c.o", "-flto"});
}

TEST_F(ld_files, cut_short_at_every_byte) {
    const byte_vector whole = place_.read("good.c.o");
    EXPECT_NO_THROW(static_cast<void>(read_object("whole", whole)));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const byte_vector cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_THROW(static_cast<void>(read_object("cut", cut)), failure) << size;
    }
}

// Whatever a byte becomes, the object is read or refused, nothing else.
TEST_F(ld_files, with_any_byte_changed) {
    constexpr unsigned char values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    const byte_vector whole = place_.read("good.c.o");
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const unsigned char value : values) {
            byte_vector changed = whole;
            changed[at] = value;
            try {
                static_cast<void>(read_object("changed", changed));
            } catch (const failure& refused) {
                EXPECT_EQ(refused.status(), exit_status::rule_broken);
            }
        }
    }
}

TEST_F(ld_files, damaged_archives) {
    ASSERT_EQ(place_.run({"ar", "rcs", "f.a", "other.c.o"}).status, 0);
    const byte_vector whole = place_.read("f.a");
    for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{20}}) {
        const std::string cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        expect_file_refused(cut, {"a complete archive"});
    }
}

TEST_F(ld_files, members_that_are_no_objects) {
    place_.write("readme.txt", "hello\n");
    ASSERT_EQ(place_.run({"ar", "rcs", "f.a", "other.c.o", "readme.txt"}).status, 0);
    expect_refused(place_, {"good.c.o", "f.a"}, 1, {"f.a(readme.txt): not an ELF file"});
}

TEST_F(ld_files, that_are_not_there_or_cannot_be_written) {
    expect_refused(place_, {"good.c.o", "absent.o"}, 3, {"absent.o: can't open", "No such file"});
    const outcome linked = place_.link({"-o", "absent/out.bko", "good.c.o"});
    EXPECT_EQ(linked.status, 3);
    expect_words(linked.errors, {"absent/out.bko: can't write"});
}

TEST_F(ld_files, leave_an_older_image_as_it_was) {
    place_.write("old.bko", "as it was");
    place_.write("bad.o", "no object");
    EXPECT_EQ(place_.link({"-o", "old.bko", "good.c.o", "bad.o"}).status, 1);
    const byte_vector bytes = place_.read("old.bko");
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), "as it was");
    EXPECT_EQ(place_.link({"-o", "old.bko", "good.c.o"}).status, 0);
    EXPECT_EQ(place_.read_image("old.bko").name, "old.bko");
}

TEST_F(ld_files, linkers_that_fail) {
    expect_refused(place_, {"--linker", "false", "good.c.o"}, 4, {"false failed (exit status 1)"});
    expect_refused(place_, {"--linker", "./absent", "good.c.o"}, 4,
                   {"can't run the linker ./absent", "--linker"});
    place_.write("complaining", "#!/bin/sh\necho out of ideas >&2\nexit 7\n");
    std::filesystem::permissions(place_.path("complaining"), std::filesystem::perms::owner_all);
    expect_refused(place_, {"--linker", "./complaining", "good.c.o"}, 4,
                   {"exit status 7", "out of ideas"});
}

TEST_F(ld_files, wrong_usage) {
    EXPECT_EQ(place_.link({}).status, 2);
    EXPECT_EQ(place_.link({"good.c.o"}).status, 2);
    EXPECT_EQ(place_.link({"--nonsense", "-o", "out.bko", "good.c.o"}).status, 2);
    EXPECT_EQ(place_.link({"--check", "-o", "out.bko", "good.c.o"}).status, 2);
    EXPECT_EQ(place_.link({"--help"}).status, 0);
    EXPECT_EQ(place_.link({"--version"}).status, 0);
}

} // namespace

} // namespace banos::ld::testing
