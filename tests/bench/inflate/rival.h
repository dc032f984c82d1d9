/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Another decoder, as a module of its own: versions of one library in one process
 * must not see each other's symbols. A module exports "banos_bench_rival".
 */
#ifndef BANOS_BENCH_RIVAL_H
#define BANOS_BENCH_RIVAL_H

#include <stddef.h>

struct rival {
    const char* name;
    /* Decodes gzip data into size bytes, which is all of it. 0 if that failed. */
    int (*whole)(const void* data, size_t length, void* output, size_t size);
    /*
     * Decodes gzip data that come in pieces into an output of that size, which is
     * used again and again. 0 if that failed; NULL if the library cannot.
     */
    int (*pieces)(const void* data, size_t length, void* output, size_t piece);
};

#endif
