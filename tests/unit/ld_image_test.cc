// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What banos-ld makes of objects that are all right.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include <banos/control.h>
#include <gtest/gtest.h>
#include <image.h>

#include "ld_workspace.hpp"

namespace banos::ld::testing {

namespace {

using names = std::vector<std::string>;

// Links, and expects that to work without a word.
object link_quietly(const workspace& place, std::vector<std::string> objects) {
    objects.insert(objects.begin(), {"-o", "out.bko"});
    const outcome linked = place.link(objects);
    EXPECT_EQ(linked.status, 0) << linked.errors;
    EXPECT_EQ(linked.errors, "");
    EXPECT_EQ(linked.output, "");
    return place.read_image("out.bko");
}

std::uint32_t features_of(const workspace& place, const std::string& file) {
    const byte_vector bytes = place.read(file);
    image parsed{};
    EXPECT_EQ(image_parse(&parsed, bytes.data(), bytes.size(), nullptr), 0);
    const std::uint32_t features = parsed.features;
    image_discard(&parsed);
    return features;
}

constexpr const char* c_source = R"(
#include <banos/driver.h>
#include <banos/print.h>

struct large { char bytes[4096]; };

static struct large source, target;
static int (*hook)(struct banos_driver *);
static const char *const words[] = { "one", "two" };

static __attribute__((noinline)) void copy(struct large *to, const struct large *from)
{
        *to = *from;
}

static __attribute__((noinline)) int guarded(const char *text)
{
        char bytes[64];
        banos_format(bytes, sizeof(bytes), "%s", text);
        return bytes[0];
}

static int example_init(struct banos_driver *driver)
{
        copy(&target, &source);
        if (hook)
                return hook(driver);
        return guarded(words[driver->version & 1]) == 0;
}

BANOS_DRIVER(example, .license = "GPL", .init = example_init);
)";

constexpr const char* cxx_source = R"(
#include <banos/driver.h>
#include <banos/print.h>

extern "C" void banos_dprintln(const char *text);
extern "C" void *banos_memcpy(void *to, const void *from, size_t size);

struct base {
        virtual int run() = 0;
};

struct derived : base {
        int run() override { return value; }
        int value = 3;
};

constinit static derived one;
inline int shared;

template<typename T>
T counted(T amount)
{
        static T sum;
        return sum += amount;
}

static __attribute__((noinline)) int run(base &which) { return which.run() + shared; }

static int example_init(banos_driver *)
{
        return run(one) + counted(4) == 7 ? 0 : -1;
}

extern "C" __attribute__((used, section(".banos-driver"), aligned(8)))
banos_driver banos_driver_example = {
        .driver_size = sizeof(banos_driver),
        .name = "example",
        .license = "GPL",
        .init = example_init,
};
)";

struct build {
    const char* compiler;
    const char* optimisation;
    bool cxx;
};

void PrintTo(const build& one, std::ostream* to) {
    *to << one.compiler << ' ' << one.optimisation << (one.cxx ? " C++" : " C");
}

class ld_builds : public ::testing::TestWithParam<build> {
  protected:
    void SetUp() override {
        if (*GetParam().compiler == '\0')
            GTEST_SKIP() << "clang is not installed";
    }
};

TEST_P(ld_builds, make_an_image_that_the_loader_takes) {
    const workspace place;
    const std::string object = GetParam().cxx ? "a.cc.o" : "a.c.o";
    place.compile(object, GetParam().cxx ? cxx_source : c_source, {GetParam().optimisation},
                  GetParam().compiler);
    const auto image = link_quietly(place, {object});
    for (const symbol& one : image.symbols) {
        EXPECT_TRUE(one.undefined() || one.binding == STB_LOCAL) << one.name;
        EXPECT_FALSE(one.special) << one.name;
    }
    for (const std::string& name : names_of_imports(image))
        EXPECT_TRUE(name.starts_with("banos_") || name.starts_with("__x86_")) << name;
    EXPECT_TRUE(features_of(place, "out.bko") & BANOS_IMAGE_IBT);
    EXPECT_TRUE(features_of(place, "out.bko") & BANOS_IMAGE_INDIRECT_THUNKS);
    if (std::string(GetParam().compiler) == BANOS_GCC) {
        EXPECT_TRUE(features_of(place, "out.bko") & BANOS_IMAGE_RETURN_THUNKS);
    }
    if (!GetParam().cxx) {
        EXPECT_TRUE(features_of(place, "out.bko") & BANOS_IMAGE_STACK_PROTECTOR);
    }
}

TEST_P(ld_builds, are_the_same_bytes_each_time_and_everywhere) {
    const workspace here;
    const workspace there;
    const std::string object = GetParam().cxx ? "a.cc.o" : "a.c.o";
    for (const workspace* place : {&here, &there}) {
        place->compile(object, GetParam().cxx ? cxx_source : c_source,
                       {GetParam().optimisation, "-g",
                        "-ffile-prefix-map=" + place->path("").string() + "=",
                        "-ffile-prefix-map=" + place->path("").parent_path().string() + "=."},
                       GetParam().compiler);
        ASSERT_EQ(place->link({"-o", "a.bko", object}).status, 0);
        ASSERT_EQ(place->link({"-o", "b.bko", object}).status, 0);
        ASSERT_EQ(place->link({"-o", "debug.bko", "-g", object}).status, 0);
    }
    EXPECT_EQ(here.read("a.bko"), here.read("b.bko"));
    EXPECT_EQ(here.read("a.bko"), there.read("a.bko"));
    EXPECT_EQ(here.read("debug.bko"), there.read("debug.bko"));
}

std::vector<build> all_builds() {
    std::vector<build> all;
    for (const char* compiler : {BANOS_GCC, BANOS_CLANG}) {
        for (const char* optimisation : {"-O0", "-O2", "-Os"}) {
            all.push_back({compiler, optimisation, false});
            all.push_back({compiler, optimisation, true});
        }
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(compilers, ld_builds, ::testing::ValuesIn(all_builds()));

TEST(ld_image, flattens_groups_and_keeps_one_of_each) {
    const workspace place;
    const std::string shared = "inline int number() { static int n; return ++n; }\n"
                               "template<class T> T twice(T x) { return x + x; }\n";
    place.compile("a.cc.o", shared + "int other(); int all() { return number() + twice(2); }\n",
                  {"-O0"});
    place.compile("b.cc.o", shared + "int other() { return number() + twice(3); }\n", {"-O0"});
    place.compile("c.c.o", driver_source());
    const auto image = link_quietly(place, {"a.cc.o", "b.cc.o", "c.c.o"});
    for (const char* name : {"_Z6numberv", "_Z5twiceIiET_S0_", "_ZZ6numbervE1n"}) {
        EXPECT_EQ(std::count_if(image.symbols.begin(), image.symbols.end(),
                                [&](const symbol& one) { return one.name == name; }),
                  1)
            << name;
    }
    const auto is_code = [](const section& one) { return one.has(SHF_EXECINSTR); };
    EXPECT_EQ(std::count_if(image.sections.begin(), image.sections.end(), is_code), 1);
    // read_object() drops groups, so look at the file itself.
    const byte_vector bytes = place.read("out.bko");
    Elf64_Ehdr header{};
    std::memcpy(&header, bytes.data(), sizeof(header));
    for (std::size_t i = 0; i < header.e_shnum; ++i) {
        Elf64_Shdr one{};
        std::memcpy(&one, bytes.data() + header.e_shoff + i * sizeof(one), sizeof(one));
        EXPECT_NE(one.sh_type, Elf64_Word{SHT_GROUP});
        EXPECT_EQ(one.sh_flags & SHF_GROUP, 0U);
    }
}

TEST(ld_image, merges_sections_of_functions_and_data) {
    const workspace place;
    place.compile("a.c.o",
                  driver_source("f() + g() + *constant",
                                "int x = 1, y; const int z = 2; const int *const constant = &z;\n"
                                "int f(void) { return x; } int g(void) { return y; }\n"),
                  {"-ffunction-sections", "-fdata-sections"});
    const auto image = link_quietly(place, {"a.c.o"});
    names found;
    for (const section& one : image.sections)
        found.push_back(one.name);
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, (names{"", ".banos-driver", ".bss", ".data", ".note.banos",
                            ".note.gnu.property", ".rodata", ".text"}));
}

TEST(ld_image, binds_what_compilers_emit_to_what_banos_offers) {
    const workspace place;
    place.compile("a.c.o", driver_source("all()", R"(
struct large { char bytes[4096]; } one, two;
void *memcpy(void *, const void *, unsigned long), *memmove(void *, const void *, unsigned long);
void *memset(void *, int, unsigned long);
int memcmp(const void *, const void *, unsigned long), bcmp(const void *, const void *, unsigned long);
void fill(char *bytes);
static int all(void)
{
        char bytes[32];
        fill(bytes);
        memcpy(&one, &two, sizeof(one) + (unsigned char)bytes[2]);
        fill(one.bytes);
        memmove(&one, &two, sizeof(one) + (unsigned char)bytes[0]);
        memset(&one, 1, sizeof(one) + (unsigned char)bytes[1]);
        return memcmp(&one, &two, sizeof(one)) + bcmp(&one, &two, 77);
}
__attribute__((noinline)) void fill(char *bytes) { __asm__ volatile("" : : "r"(bytes) : "memory"); }
)"));
    const auto image = link_quietly(place, {"a.c.o"});
    EXPECT_EQ(names_of_imports(image),
              (names{"__x86_return_thunk", "banos_memcmp", "banos_memcpy", "banos_memmove",
                     "banos_memset", "banos_stack_chk_fail", "banos_stack_chk_guard"}));
}

TEST(ld_image, names_an_import_once_under_both_its_names) {
    const workspace place;
    place.compile("a.c.o",
                  driver_source("banos_memcpy(b, a, 9) == memcpy(b, a, 99)",
                                "#include <banos/string.h>\n"
                                "void *memcpy(void *, const void *, unsigned long);\n"
                                "char a[99], b[99];\n"),
                  {"-fno-builtin"});
    EXPECT_EQ(names_of_imports(link_quietly(place, {"a.c.o"})),
              (names{"__x86_return_thunk", "banos_memcpy"}));
}

TEST(ld_image, keeps_to_the_driver_s_own_memcpy) {
    const workspace place;
    place.compile("a.c.o", driver_source("memcpy(b, a, 99) != b", R"(
char a[99], b[99];
void *memcpy(void *to, const void *from, unsigned long size);
)"),
                  {"-fno-builtin"});
    place.compile("b.c.o",
                  "void *memcpy(void *to, const void *from, unsigned long size)\n"
                  "{ (void)from; (void)size; return to; }\n",
                  {"-fno-builtin"});
    const auto image = link_quietly(place, {"a.c.o", "b.c.o"});
    EXPECT_EQ(names_of_imports(image), (names{"__x86_return_thunk"}));
    ASSERT_NE(find_symbol(image, "memcpy"), nullptr);
    EXPECT_TRUE(find_symbol(image, "memcpy")->placed());
}

TEST(ld_image, leaves_weak_imports_weak_until_one_is_strong) {
    const workspace place;
    place.compile("a.c.o", driver_source("f && g ? f() + g() : 0",
                                         "__attribute__((weak)) int banos_f(void), banos_g(void);\n"
                                         "#define f banos_f\n#define g banos_g\n"));
    place.compile("b.c.o", "int banos_g(void); int h(void) { return banos_g(); }\n");
    const auto alone = link_quietly(place, {"a.c.o"});
    EXPECT_EQ(find_symbol(alone, "banos_f")->binding, STB_WEAK);
    EXPECT_EQ(find_symbol(alone, "banos_g")->binding, STB_WEAK);
    const auto together = link_quietly(place, {"a.c.o", "b.c.o"});
    EXPECT_EQ(find_symbol(together, "banos_f")->binding, STB_WEAK);
    EXPECT_EQ(find_symbol(together, "banos_g")->binding, STB_GLOBAL);
}

TEST(ld_image, drops_undefined_symbols_that_nothing_refers_to) {
    const workspace place;
    place.compile("a.c.o", driver_source());
    place.compile("b.c.o", "__asm__(\".globl nobody_calls_this\");\n");
    EXPECT_EQ(names_of_imports(link_quietly(place, {"a.c.o", "b.c.o"})),
              (names{"__x86_return_thunk"}));
}

TEST(ld_image, takes_from_archives_what_is_needed_in_any_order) {
    const workspace place;
    place.compile("a.c.o", driver_source("first()", "int first(void);\n"));
    place.compile("first.c.o", "int second(void); int first(void) { return second(); }\n");
    place.compile("a_very_long_name_of_a_member.c.o", "int second(void) { return 0; }\n");
    place.compile("bad.c.o", "int printf(const char *, ...);\n"
                             "int third(void) { return printf(\"x\"); }\n");
    ASSERT_EQ(place.run({"ar", "rcs", "one.a", "first.c.o", "bad.c.o"}).status, 0);
    ASSERT_EQ(place.run({"ar", "rcs", "two.a", "a_very_long_name_of_a_member.c.o"}).status, 0);
    for (const names& order :
         {names{"a.c.o", "one.a", "two.a"}, names{"two.a", "one.a", "a.c.o"}}) {
        const auto image = link_quietly(place, order);
        EXPECT_NE(find_symbol(image, "first"), nullptr);
        EXPECT_NE(find_symbol(image, "second"), nullptr);
        EXPECT_EQ(find_symbol(image, "third"), nullptr);
    }
    const outcome told = place.link({"-v", "-o", "v.bko", "two.a", "one.a", "a.c.o"});
    EXPECT_NE(told.errors.find("links two.a(a_very_long_name_of_a_member.c.o)"), std::string::npos)
        << told.errors;
    EXPECT_EQ(told.errors.find("bad.c.o"), std::string::npos) << told.errors;
}

TEST(ld_image, does_not_take_a_member_for_a_weak_reference) {
    const workspace place;
    place.compile("a.c.o", driver_source("banos_x_f ? banos_x_f() : 0",
                                         "__attribute__((weak)) int banos_x_f(void);\n"));
    place.compile("f.c.o", "int banos_x_f(void) { return 1; }\n");
    ASSERT_EQ(place.run({"ar", "rcs", "f.a", "f.c.o"}).status, 0);
    EXPECT_TRUE(find_symbol(link_quietly(place, {"a.c.o", "f.a"}), "banos_x_f")->undefined());
}

TEST(ld_image, supplies_division_and_counting) {
    const workspace place;
    place.compile("a.c.o", driver_source("(int)(wide / (wide + 1)) + __builtin_popcountl(number)",
                                         "unsigned __int128 wide; unsigned long number;\n"));
    const auto image = link_quietly(place, {"a.c.o"});
    EXPECT_EQ(names_of_imports(image), (names{"__x86_return_thunk"}));
    EXPECT_TRUE(find_symbol(image, "__udivti3")->placed());
    EXPECT_TRUE(find_symbol(image, "__popcountdi2")->placed());
    EXPECT_EQ(find_symbol(image, "__divti3"), nullptr);
}

TEST(ld_image, supplies_what_virtual_functions_refer_to) {
    const workspace place;
    place.compile("a.cc.o", "struct base { base(); virtual ~base(); virtual void f() = 0; };\n"
                            "base::base() {}\nbase::~base() {}\n");
    place.compile("b.c.o", driver_source());
    const auto image = link_quietly(place, {"a.cc.o", "b.c.o"});
    EXPECT_TRUE(find_symbol(image, "__cxa_pure_virtual")->placed());
    EXPECT_TRUE(find_symbol(image, "_ZdlPvm")->placed());
    EXPECT_EQ(names_of_imports(image), (names{"__x86_return_thunk", "banos_memory_free"}));

    place.compile("delete.cc.o", "void operator delete(void *) noexcept {}\n");
    const auto own = link_quietly(place, {"a.cc.o", "b.c.o", "delete.cc.o"});
    EXPECT_TRUE(find_symbol(own, "_ZdlPvm")->placed());
    EXPECT_EQ(std::count_if(own.symbols.begin(), own.symbols.end(),
                            [](const symbol& one) { return one.name == "_ZdlPv"; }),
              1);
}

TEST(ld_image, makes_relocated_constants_read_only) {
    const workspace place;
    place.compile("a.c.o",
                  driver_source("*table[driver->version & 1]",
                                "int x, y; int *const table[] = { &x, &y };\n"),
                  {"-fPIC", "-mcmodel=small", "-mstack-protector-guard=global"});
    const auto image = link_quietly(place, {"a.c.o"});
    const section* constants = find_section(image, ".data.rel.ro");
    ASSERT_NE(constants, nullptr);
    EXPECT_FALSE(constants->has(SHF_WRITE));
    EXPECT_EQ(constants->relocations.size(), 2U);
}

TEST(ld_image, keeps_debug_information_only_if_asked) {
    const workspace place;
    place.compile("a.c.o", driver_source("0", "int used(void); int used(void) { return 1; }"),
                  {"-g"});
    EXPECT_EQ(find_section(link_quietly(place, {"a.c.o"}), ".debug_info"), nullptr);
    const auto image = link_quietly(place, {"-g", "a.c.o"});
    ASSERT_NE(find_section(image, ".debug_info"), nullptr);
    EXPECT_NE(find_section(image, ".debug_info")->relocations.size(), 0U);
    EXPECT_EQ(find_section(image, ".comment"), nullptr);
}

TEST(ld_image, tells_whose_code_is_not_mitigated) {
    const workspace place;
    place.compile("a.c.o", driver_source("f() + g()", "int f(void); int g(void);\n"));
    place.compile("returns.c.o", "int f(void) { return 1; }\n", {"-mfunction-return=keep"});
    place.compile("branches.c.o", "int (*h)(void); int g(void) { return h() + 1; }\n",
                  {"-mindirect-branch=keep"});
    place.compile("plain.c.o", "int f(void) { return 1; }\n");
    place.compile("also.c.o", "int g(void) { return 2; }\n");
    static_cast<void>(link_quietly(place, {"a.c.o", "plain.c.o", "also.c.o"}));
    constexpr std::uint32_t both = BANOS_IMAGE_RETURN_THUNKS | BANOS_IMAGE_INDIRECT_THUNKS;
    EXPECT_EQ(features_of(place, "out.bko") & both, both);
    static_cast<void>(link_quietly(place, {"a.c.o", "returns.c.o", "also.c.o"}));
    EXPECT_EQ(features_of(place, "out.bko") & both, std::uint32_t{BANOS_IMAGE_INDIRECT_THUNKS});
    static_cast<void>(link_quietly(place, {"a.c.o", "plain.c.o", "branches.c.o"}));
    EXPECT_EQ(features_of(place, "out.bko") & both, std::uint32_t{BANOS_IMAGE_RETURN_THUNKS});
}

TEST(ld_image, warns_of_an_object_without_branch_tracking) {
    const workspace place;
    place.compile("a.c.o", driver_source());
    place.compile("b.c.o", "int f(void) { return 1; }\n", {"-fcf-protection=none"});
    const outcome linked = place.link({"-o", "out.bko", "a.c.o", "b.c.o"});
    EXPECT_EQ(linked.status, 0);
    EXPECT_NE(linked.errors.find("warning: b.c.o: not compiled for indirect branch tracking"),
              std::string::npos)
        << linked.errors;
    EXPECT_FALSE(features_of(place, "out.bko") & BANOS_IMAGE_IBT);
}

TEST(ld_image, takes_floating_point_if_told_so) {
    const workspace place;
    place.compile_plainly("a.c.o", driver_source("(int)(x * 2)", "volatile double x;\n"),
                          floating_point_options());
    EXPECT_EQ(place.link({"-o", "out.bko", "a.c.o"}).status, 1);
    static_cast<void>(link_quietly(place, {"--allow-floating-point", "a.c.o"}));
}

TEST(ld_image, writes_a_map_with_the_user_s_names) {
    const workspace place;
    place.compile("a.c.o", driver_source("f()", "int f(void);\n"));
    place.compile("f.c.o", "int f(void) { return 0; }\n");
    ASSERT_EQ(place.run({"ar", "rcs", "f.a", "f.c.o"}).status, 0);
    static_cast<void>(link_quietly(place, {"--map", "map", "a.c.o", "f.a"}));
    const byte_vector bytes = place.read("map");
    const std::string map(bytes.begin(), bytes.end());
    EXPECT_NE(map.find("f.a(f.c.o)"), std::string::npos);
    EXPECT_EQ(map.find("/banos-ld."), std::string::npos);
}

// More than fit the 16 bits that ELF has for the number of a section.
TEST(ld_image, takes_objects_of_very_many_sections) {
    const workspace place;
    place.compile("a.c.o", driver_source("last()", "int last(void);\n"));
    place.compile("many.c.o",
                  "__asm__(\".rept 70000\\n .section .text.\\\\@, \\\"ax\\\"\\n ud2\\n .endr\\n\"\n"
                  "        \".text\\n\");\n"
                  "__attribute__((section(\".text.last\"))) int last(void) { return 0; }\n");
    const auto image = link_quietly(place, {"a.c.o", "many.c.o"});
    EXPECT_LT(image.sections.size(), 10U);
    ASSERT_NE(find_symbol(image, "last"), nullptr);
    EXPECT_GT(find_symbol(image, "last")->value, 70000U);
}

TEST(ld_image, takes_objects_whose_names_look_like_options) {
    const workspace place;
    place.compile("a.c.o", driver_source());
    std::filesystem::rename(place.path("a.c.o"), place.path("-a.o"));
    static_cast<void>(link_quietly(place, {"--", "-a.o"}));
}

} // namespace

} // namespace banos::ld::testing
