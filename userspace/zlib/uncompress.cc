// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// uncompress() and uncompress2(): whole buffers of zlib data.
#include <zlib.h>

#include <algorithm>
#include <limits>

namespace {

// z_stream counts with fewer bits than buffers may have.
uInt take(uLong& left) {
    const auto count = uInt(std::min<uLong>(left, std::numeric_limits<uInt>::max()));
    left -= count;
    return count;
}

} // namespace

extern "C" {

int uncompress2(Bytef* to, uLongf* to_length, const Bytef* from, uLong* from_length) {
    // A buffer of no bytes still tells a stream of none from one that is cut short.
    Byte nowhere[1];
    const bool wants_output = *to_length != 0;
    uLong room = wants_output ? *to_length : sizeof nowhere;
    uLong input = *from_length;

    z_stream stream{};
    stream.next_in = const_cast<Bytef*>(from);
    int answer = inflateInit(&stream);
    if (answer != Z_OK)
        return answer;
    stream.next_out = wants_output ? to : nowhere;
    do {
        if (stream.avail_out == 0)
            stream.avail_out = take(room);
        if (stream.avail_in == 0)
            stream.avail_in = take(input);
        answer = inflate(&stream, Z_NO_FLUSH);
    } while (answer == Z_OK);

    *from_length -= input + stream.avail_in;
    if (wants_output)
        *to_length = stream.total_out;
    const bool has_room = room + stream.avail_out != 0 || (!wants_output && stream.total_out != 0);
    inflateEnd(&stream);
    if (answer == Z_STREAM_END)
        return Z_OK;
    if (answer == Z_NEED_DICT || (answer == Z_BUF_ERROR && has_room))
        return Z_DATA_ERROR;
    return answer;
}

int uncompress(Bytef* to, uLongf* to_length, const Bytef* from, uLong from_length) {
    return uncompress2(to, to_length, from, &from_length);
}

} // extern "C"
