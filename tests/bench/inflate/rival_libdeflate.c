/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include <libdeflate.h>

#include "rival.h"

static int whole(const void* data, size_t length, void* output, size_t size) {
    static struct libdeflate_decompressor* decompressor;
    size_t produced;

    if (!decompressor)
        decompressor = libdeflate_alloc_decompressor();
    return libdeflate_gzip_decompress(decompressor, data, length, output, size, &produced) ==
           LIBDEFLATE_SUCCESS;
}

const struct rival banos_bench_rival = {
    .name = "libdeflate " LIBDEFLATE_VERSION_STRING,
    .whole = whole,
};
