/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* zlib, and zlib-ng with zlib's interface. */
#include <zlib.h>

#include "rival.h"

static z_stream stream;
static int made;

static int begin(void) {
    if (!made)
        made = inflateInit2(&stream, 15 + 16) == Z_OK;
    return made && inflateReset(&stream) == Z_OK;
}

static int whole(const void* data, size_t length, void* output, size_t size) {
    if (!begin())
        return 0;
    stream.next_in = (unsigned char*)data;
    stream.avail_in = (unsigned int)length;
    stream.next_out = output;
    stream.avail_out = (unsigned int)size;
    return inflate(&stream, Z_FINISH) == Z_STREAM_END;
}

static int pieces(const void* data, size_t length, void* output, size_t piece) {
    const unsigned char* next = data;
    int answer = Z_OK;

    if (!begin())
        return 0;
    stream.avail_in = 0;
    while (answer == Z_OK) {
        size_t size = length < piece ? length : piece;

        if (stream.avail_in == 0) {
            stream.next_in = (unsigned char*)next;
            stream.avail_in = (unsigned int)size;
            next += size;
            length -= size;
        }
        stream.next_out = output;
        stream.avail_out = (unsigned int)piece;
        answer = inflate(&stream, Z_NO_FLUSH);
    }
    return answer == Z_STREAM_END;
}

const struct rival banos_bench_rival = {
#ifdef ZLIBNG_VERSION
    .name = "zlib-ng " ZLIBNG_VERSION,
#else
    .name = "zlib " ZLIB_VERSION,
#endif
    .whole = whole,
    .pieces = pieces,
};
