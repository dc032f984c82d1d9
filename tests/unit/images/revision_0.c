// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
/*
 * A driver as they were written for the original system, without any header of banos.
 */
#include <stdint.h>

struct banos_driver {
    uint64_t driver_size;
    uint32_t minimal_banos_version;
    const char* name;
    const char* license;
    uint32_t version;
    int (*init)(struct banos_driver*);
    int (*uninit)(struct banos_driver*);
};

struct banos_export {
    const char* name;
    void* address;
};

void banos_dprintln(const char* text);
void* banos_lookup_symbol(const char* name);

static int answer = 42;

static int init(struct banos_driver* driver) {
    int (*add)(int, int) = (int (*)(int, int))banos_lookup_symbol("add");

    banos_dprintln(driver->name);
    return add ? add(answer, -42) : -1;
}

static int uninit(struct banos_driver* driver) {
    (void)driver;
    banos_dprintln("bye");
    return 0;
}

__attribute__((used, section(".banos-driver"))) struct banos_driver this_driver = {
    .driver_size = sizeof(struct banos_driver),
    .name = "old",
    .version = 1 << 24,
    .init = init,
    .uninit = uninit,
};

__attribute__((used, section(".banos-export"))) struct banos_export exports[] = {
    {"old_answer", &answer},
};
