/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include <igzip_lib.h>
#include <isa-l.h>

#include "rival.h"

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

static struct inflate_state state;

static void begin(void) {
    isal_inflate_init(&state);
    state.crc_flag = ISAL_GZIP;
}

static int whole(const void* data, size_t length, void* output, size_t size) {
    begin();
    state.next_in = (uint8_t*)data;
    state.avail_in = (uint32_t)length;
    state.next_out = output;
    state.avail_out = (uint32_t)size;
    return isal_inflate_stateless(&state) == ISAL_DECOMP_OK;
}

static int pieces(const void* data, size_t length, void* output, size_t piece) {
    const uint8_t* next = data;

    begin();
    while (state.block_state != ISAL_BLOCK_FINISH) {
        size_t size = length < piece ? length : piece;

        if (state.avail_in == 0) {
            if (size == 0 && state.avail_out != 0)
                return 0;
            state.next_in = (uint8_t*)next;
            state.avail_in = (uint32_t)size;
            next += size;
            length -= size;
        }
        state.next_out = output;
        state.avail_out = (uint32_t)piece;
        if (isal_inflate(&state) != ISAL_DECOMP_OK)
            return 0;
    }
    return 1;
}

const struct rival banos_bench_rival = {
    .name = "ISA-L " TEXT(ISAL_MAJOR_VERSION) "." TEXT(ISAL_MINOR_VERSION),
    .whole = whole,
    .pieces = pieces,
};
