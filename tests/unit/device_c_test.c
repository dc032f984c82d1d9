/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* The header in C: what device_test.cc calls. */
#include <banos/device.h>

#include <string.h>

int device_c_install(const void* image, uint64_t size, uint64_t* id);

int device_c_install(const void* image, uint64_t size, uint64_t* id) {
    static const char* const parameters[] = {"depth=16", "label=red"};
    struct banos_install_options options;

    memset(&options, 0, sizeof(options));
    options.size = sizeof(options);
    options.parameters = parameters;
    options.parameter_count = sizeof(parameters) / sizeof(parameters[0]);
    return banos_install(image, size, &options, id);
}
