// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
/*
 * A driver that uses what compilers make of C: constants, variables with and without a value,
 * pointers to all of them, calls and jumps near and far, weak functions, exports, parameters. Its
 * init() answers 0 if all of it is as written here, else the line of what isn't.
 */
#include <banos/driver.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            return __LINE__;                                                                       \
    } while (0)

void banos_dprintln(const char* text);
void* banos_lookup_symbol(const char* name);
int banos_test_add(int a, int b);
int banos_test_call(int (*function)(int), int argument);
BANOS_WEAK int banos_test_absent(int argument);
BANOS_WEAK int banos_test_present(int argument);
extern int (*const banos_test_pointer)(int a, int b);

int whole_counter = 40;
int whole_zeroes[1000];
static const char* const words[] = {"zero", "one", "two", "three"};
const char whole_text[] = "constant";
static int depth = 7;
static uint64_t lanes[4] = {1, 2, 3, 4};
static uint64_t lane_count = 2;
static char label[16] = "plain";

struct node {
    const struct node* next;
    int (*function)(int);
    int value;
};

static int twice(int argument) {
    return 2 * argument;
}

__attribute__((noinline)) int whole_thrice(int argument) {
    return banos_test_add(twice(argument), argument);
}

static const struct node last = {0, whole_thrice, 3};
static const struct node first = {&last, twice, 2};
static const struct node* nodes = &first;
int* whole_alias = &whole_zeroes[10];
int (*volatile whole_function)(int) = whole_thrice;

BANOS_EXPORT(whole_counter);
BANOS_EXPORT(whole_thrice);

// A jump table, unless the compiler is told not to make one.
__attribute__((noinline)) int whole_choose(int which) {
    switch (which) {
    case 0:
        return twice(1);
    case 1:
        return whole_thrice(1);
    case 2:
        return banos_test_add(1, 1);
    case 3:
        return whole_counter;
    case 4:
        return 99;
    case 5:
        return whole_zeroes[3];
    default:
        return -1;
    }
}

// As tail calls: jumps to somewhere else.
__attribute__((noinline)) int whole_jump(int argument) {
    return banos_test_add(argument, 1);
}

static int check_data(void) {
    CHECK(whole_counter == 40);
    for (int i = 0; i < 1000; i++)
        CHECK(whole_zeroes[i] == 0);
    CHECK(words[2][0] == 't' && words[2][1] == 'w' && words[3][4] == 'e' && words[3][5] == 0);
    CHECK(whole_text[8] == 0 && whole_text[7] == 't');
    CHECK(nodes->next == &last && nodes->next->next == 0);
    CHECK(nodes->function == twice && nodes->next->function == whole_thrice);
    *whole_alias = 5;
    CHECK(whole_zeroes[10] == 5);
    return 0;
}

static int check_code(void) {
    const int expected[] = {2, 3, 2, 40, 99, 0, -1};

    CHECK(whole_thrice(7) == 21);
    CHECK(whole_function(4) == 12);
    CHECK(nodes->next->function(5) == 15);
    for (int i = 0; i < 7; i++)
        CHECK(whole_choose(i) == expected[i]);
    CHECK(whole_jump(10) == 11);
    CHECK(banos_test_add(20, 22) == 42);
    CHECK(banos_test_call(twice, 21) == 42);
    CHECK(banos_test_call(whole_thrice, 2) == 6);
    CHECK(banos_test_pointer(1, 2) == 3);
    return 0;
}

static int check_weak(void) {
    int (*absent)(int) = banos_test_absent;

    CHECK(!absent);
    if (banos_test_absent)
        return banos_test_absent(1);
    CHECK(banos_test_present && banos_test_present(1) == 1001);
    return 0;
}

static int check_stubs(void) {
    int (*found)(int, int) = (int (*)(int, int))banos_lookup_symbol("add");
    void (*print)(const char*) = banos_dprintln;

    CHECK(found && found(3, 4) == 7);
    CHECK(!banos_lookup_symbol("nothing"));
    banos_dprintln("called");
    print("called by a pointer");
    return 0;
}

static int changed(struct banos_driver* driver, const struct banos_parameter* parameter) {
    (void)driver;
    return parameter->value == &depth ? depth : -1;
}

static const struct banos_parameter parameters[] = {
    {.name = "depth",
     .description = "how deep",
     .type = BANOS_PARAMETER_INT32,
     .value = &depth,
     .changed = changed},
    {.name = "lanes",
     .type = BANOS_PARAMETER_UINT64,
     .value = lanes,
     .elements = 4,
     .count = &lane_count},
    BANOS_PARAMETER_TEXT(label, "what it says"),
};

static int whole_init(struct banos_driver* driver) {
    int line = check_data();

    if (!line)
        line = check_code();
    if (!line)
        line = check_weak();
    if (!line)
        line = check_stubs();
    if (!line && driver->parameters != parameters)
        line = __LINE__;
    return line;
}

static int whole_uninit(struct banos_driver* driver) {
    (void)driver;
    return whole_counter + depth;
}

BANOS_DRIVER(whole, .version = BANOS_VERSION(1, 0, 0), .license = "Dual MIT/GPL",
             .init = whole_init, .uninit = whole_uninit, .description = "all of C",
             BANOS_PARAMETERS(parameters));
