// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The streams of zlib's own coverage test (test/infcover.c, by Mark Adler, whose
// numbers these are), with what zlib says of each; and what is wrong to call.
#include <gtest/gtest.h>

#include <cstring>

#include "zlib_face.hpp"

namespace {

// Memory that is counted, and can be refused.
struct accountant {
    std::size_t blocks = 0;
    bool refuses = false;

    void keep(z_stream& stream) {
        stream.opaque = this;
        stream.zalloc = [](void* self, unsigned items, unsigned size) -> void* {
            auto* account = static_cast<accountant*>(self);
            if (account->refuses)
                return nullptr;
            account->blocks++;
            return std::malloc(std::size_t(items) * size);
        };
        stream.zfree = [](void* self, void* block) {
            static_cast<accountant*>(self)->blocks--;
            std::free(block);
        };
    }
};

struct wrapped_case {
    const char* hex;
    const char* name;
    unsigned step; // bytes of input a call; 0: all
    int window_bits;
    unsigned room;
    int first; // what the first call of inflate() answers
};

constexpr wrapped_case wrapped_cases[] = {
    {"63 0", "force window allocation", 0, -15, 1, Z_OK},
    {"63 18 5", "force window replacement", 0, -8, 259, Z_OK},
    {"63 18 68 30 d0 0 0", "force split window update", 4, -8, 259, Z_OK},
    {"3 0", "use fixed blocks", 0, -15, 1, Z_STREAM_END},
    {"1f 8b 0 0", "bad gzip method", 0, 31, 1, Z_DATA_ERROR},
    {"1f 8b 8 80", "bad gzip flags", 0, 31, 1, Z_DATA_ERROR},
    {"77 85", "bad zlib method", 0, 15, 1, Z_DATA_ERROR},
    {"8 99", "set window size from header", 0, 0, 1, Z_OK},
    {"78 9c", "bad zlib window size", 0, 8, 1, Z_DATA_ERROR},
    {"78 9c 63 0 0 0 1 0 1", "check adler32", 0, 15, 1, Z_STREAM_END},
    {"1f 8b 8 1e 0 0 0 0 0 0 1 0 0 0 0 0 0", "bad header crc", 0, 47, 1, Z_DATA_ERROR},
    {"1f 8b 8 2 0 0 0 0 0 0 1d 26 3 0 0 0 0 0 0 0 0 0", "check gzip length", 0, 47, 1,
     Z_STREAM_END},
    {"78 90", "bad zlib header check", 0, 47, 1, Z_DATA_ERROR},
    {"8 b8 0 0 0 1", "need dictionary", 0, 8, 1, Z_NEED_DICT},
    {"78 9c 63 0", "compute adler32", 0, 15, 1, Z_OK},
    {"2 8 20 80 0 3 0", "inflate_fast TYPE return", 0, -15, 258, Z_STREAM_END},
    {"63 18 5 40 c 0", "window wrap", 3, -8, 300, Z_OK},
    {"e5 e0 81 ad 6d cb b2 2c c9 01 1e 59 63 ae 7d ee fb 4d fd b5 35 41 68 ff 7f 0f 0 0 0",
     "fast length extra bits", 0, -8, 258, Z_DATA_ERROR},
    {"25 fd 81 b5 6d 59 b6 6a 49 ea af 35 6 34 eb 8c b9 f6 b9 1e ef 67 49 50 fe ff ff 3f 0 0",
     "fast distance extra bits", 0, -8, 258, Z_DATA_ERROR},
    {"3 7e 0 0 0 0 0", "fast invalid distance code", 0, -8, 258, Z_DATA_ERROR},
    {"1b 7 0 0 0 0 0", "fast invalid literal/length code", 0, -8, 258, Z_DATA_ERROR},
    {"d c7 1 ae eb 38 c 4 41 a0 87 72 de df fb 1f b8 36 b1 38 5d ff ff 0",
     "fast 2nd level codes and too far back", 0, -8, 258, Z_DATA_ERROR},
    {"63 18 5 8c 10 8 0 0 0 0", "very common case", 0, -8, 259, Z_OK},
    {"63 60 60 18 c9 0 8 18 18 18 26 c0 28 0 29 0 0 0", "contiguous and wrap around window", 6, -8,
     259, Z_OK},
    {"63 0 3 0 0 0 0 0", "copy direct from output", 0, -8, 259, Z_STREAM_END},
};

// Everything that can be seen of a run, as text.
std::string run_wrapped(const zlib_face& face, const wrapped_case& which) {
    accountant memory;
    z_stream stream{};
    memory.keep(stream);
    EXPECT_EQ(face.init(stream, which.window_bits), Z_OK);
    octets input = from_hex(which.hex);
    octets output(which.room);
    octets field(300);
    gz_header header{};
    header.extra = header.name = header.comment = field.data();
    header.extra_max = header.name_max = header.comm_max = 300;
    if (which.window_bits == 47) {
        EXPECT_EQ(face.inflateGetHeader(&stream, &header), Z_OK);
    }

    std::string seen;
    const std::size_t step = which.step == 0 ? input.size() : which.step;
    bool first = true;
    for (std::size_t at = 0; at < input.size(); first = false) {
        const std::size_t count = std::min(step, input.size() - at);
        stream.next_in = input.data() + at;
        stream.avail_in = unsigned(count);
        stream.next_out = output.data();
        stream.avail_out = which.room;
        int answer = face.inflate(&stream, Z_NO_FLUSH);
        if (first) {
            EXPECT_EQ(answer, which.first) << face.name;
        }
        seen += std::to_string(answer) + ":" + std::to_string(which.room - stream.avail_out) + ":";
        seen.append(output.begin(), output.begin() + (which.room - stream.avail_out));
        seen += stream.msg == nullptr ? "" : stream.msg;
        if (answer == Z_NEED_DICT) {
            EXPECT_EQ(face.inflateSetDictionary(&stream, input.data(), 1), Z_DATA_ERROR);
            EXPECT_EQ(face.inflateSetDictionary(&stream, input.data(), 0), Z_OK);
            EXPECT_EQ(face.inflate(&stream, Z_NO_FLUSH), Z_BUF_ERROR);
        } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
            break;
        }
        z_stream copy{};
        EXPECT_EQ(face.inflateCopy(&copy, &stream), Z_OK);
        EXPECT_EQ(face.inflateEnd(&copy), Z_OK);
        at += count - stream.avail_in;
        if (count == stream.avail_in)
            break;
    }
    seen += " adler " + std::to_string(stream.adler) + " out " + std::to_string(stream.total_out);
    EXPECT_EQ(face.inflateReset2(&stream, -8), Z_OK);
    EXPECT_EQ(face.inflateEnd(&stream), Z_OK);
    EXPECT_EQ(memory.blocks, 0u);
    return seen;
}

TEST(zlib_infcover, wrapped_streams) {
    for (const wrapped_case& which : wrapped_cases)
        EXPECT_EQ(run_wrapped(banos_face(), which), run_wrapped(zlib_itself(), which))
            << which.name;
}

struct raw_case {
    const char* hex;
    const char* message; // or the name of one that is right
    int kind;            // 1: wrong, 0: right, -1: wrong, and gzip
};

constexpr raw_case raw_cases[] = {
    {"0 0 0 0 0", "invalid stored block lengths", 1},
    {"3 0", "fixed", 0},
    {"6", "invalid block type", 1},
    {"1 1 0 fe ff 0", "stored", 0},
    {"fc 0 0", "too many length or distance symbols", 1},
    {"4 0 fe ff", "invalid code lengths set", 1},
    {"4 0 24 49 0", "invalid bit length repeat", 1},
    {"4 0 24 e9 ff ff", "invalid bit length repeat", 1},
    {"4 0 24 e9 ff 6d", "invalid code -- missing end-of-block", 1},
    {"4 80 49 92 24 49 92 24 71 ff ff 93 11 0", "invalid literal/lengths set", 1},
    {"4 80 49 92 24 49 92 24 f b4 ff ff c3 84", "invalid distances set", 1},
    {"4 c0 81 8 0 0 0 0 20 7f eb b 0 0", "invalid literal/length code", 1},
    {"2 7e ff ff", "invalid distance code", 1},
    {"c c0 81 0 0 0 0 0 90 ff 6b 4 0", "invalid distance too far back", 1},
    {"1f 8b 8 0 0 0 0 0 0 0 3 0 0 0 0 1", "incorrect data check", -1},
    {"1f 8b 8 0 0 0 0 0 0 0 3 0 0 0 0 0 0 0 0 1", "incorrect length check", -1},
    {"5 c0 21 d 0 0 0 80 b0 fe 6d 2f 91 6c", "pull 17", 0},
    {"5 e0 81 91 24 cb b2 2c 49 e2 f 2e 8b 9a 47 56 9f fb fe ec d2 ff 1f", "long code", 0},
    {"ed c0 1 1 0 0 0 40 20 ff 57 1b 42 2c 4f", "length extra", 0},
    {"ed cf c1 b1 2c 47 10 c4 30 fa 6f 35 1d 1 82 59 3d fb be 2e 2a fc f c",
     "long distance and extra", 0},
    {"ed c0 81 0 0 0 0 80 a0 fd a9 17 a9 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 6",
     "window end", 0},
};

// By inflate(), with stops at every block's start and end.
std::string run_with_stops(const zlib_face& face, const raw_case& which) {
    z_stream stream{};
    EXPECT_EQ(face.init(stream, which.kind < 0 ? 47 : -15), Z_OK);
    octets input = from_hex(which.hex);
    octets output(input.size() * 8);
    stream.next_in = input.data();
    stream.avail_in = unsigned(input.size());
    std::string seen;
    int answer;
    do {
        stream.next_out = output.data();
        stream.avail_out = unsigned(output.size());
        answer = face.inflate(&stream, Z_TREES);
        const std::size_t produced = output.size() - stream.avail_out;
        seen += std::to_string(answer) + ":" + std::to_string(produced) + " ";
        seen.append(output.begin(), output.begin() + std::ptrdiff_t(produced));
        // Where it stands is said precisely at these stops alone.
        if (answer == Z_OK && stream.data_type >= 128)
            seen += "(" + std::to_string(stream.data_type) + " " + std::to_string(stream.total_in) +
                    ")";
    } while (answer != Z_DATA_ERROR && answer != Z_NEED_DICT &&
             (stream.avail_in != 0 || stream.avail_out == 0) && answer != Z_STREAM_END);
    if (which.kind != 0) {
        EXPECT_EQ(answer, Z_DATA_ERROR);
        EXPECT_STREQ(stream.msg, which.message) << face.name;
    }
    EXPECT_EQ(face.inflateEnd(&stream), Z_OK);
    return seen;
}

// What the call-backs of inflateBack() are given and keep.
struct back_streams {
    octets input;
    std::size_t at = 0;
    std::string output;
    bool refuses = false;
};

unsigned pull(void* context, z_const unsigned char** data) {
    auto& streams = *static_cast<back_streams*>(context);
    if (streams.at == streams.input.size())
        return 0;
    *data = streams.input.data() + streams.at++;
    return 1;
}

int push(void* context, unsigned char* data, unsigned count) {
    auto& streams = *static_cast<back_streams*>(context);
    streams.output.append(reinterpret_cast<char*>(data), count);
    return streams.refuses;
}

std::string run_back(const zlib_face& face, const raw_case& which, std::size_t given_first) {
    z_stream stream{};
    octets window(32768);
    EXPECT_EQ(face.inflateBackInit_(&stream, 15, window.data(), ZLIB_VERSION, sizeof stream), Z_OK);
    back_streams streams{.input = from_hex(which.hex), .at = 0, .output = {}};
    streams.at = std::min(given_first, streams.input.size());
    stream.next_in = streams.input.data();
    stream.avail_in = unsigned(streams.at);
    const int answer = face.inflateBack(&stream, pull, &streams, push, &streams);
    if (which.kind != 0) {
        EXPECT_EQ(answer, Z_DATA_ERROR);
        EXPECT_STREQ(stream.msg, which.message) << face.name;
    }
    std::string seen = std::to_string(answer) + streams.output;
    if (answer == Z_STREAM_END)
        seen += " left " + std::to_string(streams.input.size() - streams.at + stream.avail_in);
    if (answer == Z_BUF_ERROR)
        seen += stream.next_in == nullptr ? " no input" : " no room";
    EXPECT_EQ(face.inflateBackEnd(&stream), Z_OK);
    return seen;
}

TEST(zlib_infcover, raw_streams_with_stops) {
    for (const raw_case& which : raw_cases)
        EXPECT_EQ(run_with_stops(banos_face(), which), run_with_stops(zlib_itself(), which))
            << which.message;
}

TEST(zlib_infcover, raw_streams_by_call_backs) {
    for (const raw_case& which : raw_cases)
        for (std::size_t given_first : {0U, 1U, 100U})
            if (which.kind >= 0) {
                EXPECT_EQ(run_back(banos_face(), which, given_first),
                          run_back(zlib_itself(), which, given_first))
                    << which.message;
            }
}

TEST(zlib_infcover, call_backs_can_refuse) {
    for (const zlib_face* face : {&zlib_itself(), &banos_face()}) {
        z_stream stream{};
        octets window(32768);
        ASSERT_EQ(face->inflateBackInit_(&stream, 15, window.data(), ZLIB_VERSION, sizeof stream),
                  Z_OK);
        back_streams streams{.input = from_hex("63 0 2 0"), .at = 0, .output = {}, .refuses = true};
        EXPECT_EQ(face->inflateBack(&stream, pull, &streams, push, &streams), Z_BUF_ERROR);
        EXPECT_EQ(face->inflateBackEnd(&stream), Z_OK);
    }
}

TEST(zlib_infcover, what_is_wrong_to_call) {
    for (const zlib_face* face : {&zlib_itself(), &banos_face()}) {
        SCOPED_TRACE(face->name);
        z_stream stream{};
        EXPECT_EQ(face->inflate(nullptr, 0), Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateEnd(nullptr), Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateCopy(nullptr, nullptr), Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateEnd(&stream), Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateInit2_(&stream, 15, "0", sizeof stream), Z_VERSION_ERROR);
        EXPECT_EQ(face->inflateInit2_(&stream, 15, ZLIB_VERSION, 7), Z_VERSION_ERROR);
        for (int window_bits : {1, 7, 16 + 7, -16, 48})
            EXPECT_EQ(face->init(stream, window_bits), Z_STREAM_ERROR) << window_bits;
        octets window(32768);
        EXPECT_EQ(face->inflateBackInit_(nullptr, 0, window.data(), nullptr, 0), Z_VERSION_ERROR);
        EXPECT_EQ(face->inflateBackInit_(nullptr, 15, window.data(), ZLIB_VERSION, sizeof stream),
                  Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateBack(nullptr, nullptr, nullptr, nullptr, nullptr), Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateBackEnd(nullptr), Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateMark(nullptr), -(1L << 16));
        EXPECT_EQ(face->inflateCodesUsed(nullptr), -1ul);
        EXPECT_EQ(face->inflateSync(nullptr), Z_STREAM_ERROR);
    }
}

TEST(zlib_infcover, settings_of_a_stream) {
    for (const zlib_face* face : {&zlib_itself(), &banos_face()}) {
        SCOPED_TRACE(face->name);
        z_stream stream{};
        ASSERT_EQ(face->init(stream, 15), Z_OK);
        EXPECT_EQ(face->inflatePrime(&stream, 5, 31), Z_OK);
        EXPECT_EQ(face->inflatePrime(&stream, -1, 0), Z_OK);
        EXPECT_EQ(face->inflatePrime(&stream, 17, 0), Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateSetDictionary(&stream, nullptr, 0), Z_STREAM_ERROR);
        gz_header header{};
        EXPECT_EQ(face->inflateGetHeader(&stream, &header), Z_STREAM_ERROR);
        EXPECT_EQ(face->inflateUndermine(&stream, 1), Z_DATA_ERROR);
        EXPECT_EQ(face->inflateMark(&stream), -(1L << 16));
        EXPECT_EQ(face->inflateSyncPoint(&stream), 0);
        z_stream elsewhere = stream;
        EXPECT_EQ(face->inflate(&elsewhere, 0), Z_STREAM_ERROR) << "a copy of the struct alone";
        EXPECT_EQ(face->inflateEnd(&stream), Z_OK);
    }
}

TEST(zlib_infcover, no_memory) {
    for (const zlib_face* face : {&zlib_itself(), &banos_face()}) {
        accountant memory;
        z_stream stream{};
        memory.keep(stream);
        memory.refuses = true;
        EXPECT_EQ(face->init(stream, 15), Z_MEM_ERROR);
        memory.refuses = false;
        ASSERT_EQ(face->init(stream, 15), Z_OK);
        memory.refuses = true;
        z_stream copy{};
        EXPECT_EQ(face->inflateCopy(&copy, &stream), Z_MEM_ERROR);
        EXPECT_EQ(face->inflateEnd(&stream), Z_OK);
        EXPECT_EQ(memory.blocks, 0u);
    }
}

// The search finds a marker in pieces, and inflating starts behind it.
TEST(zlib_infcover, going_on_after_damage) {
    for (const zlib_face* face : {&zlib_itself(), &banos_face()}) {
        SCOPED_TRACE(face->name);
        z_stream stream{};
        ASSERT_EQ(face->init(stream, -15), Z_OK);
        octets output(100);
        stream.next_out = output.data();
        stream.avail_out = 100;
        EXPECT_EQ(face->inflatePrime(&stream, 16, 0), Z_OK);
        octets one = {0x80};
        stream.next_in = one.data();
        stream.avail_in = 1;
        EXPECT_EQ(face->inflateSync(&stream), Z_DATA_ERROR);
        EXPECT_EQ(face->inflate(&stream, Z_NO_FLUSH), Z_STREAM_ERROR);
        octets rest = from_hex("0 0 0 ff ff 63 0 0");
        stream.next_in = rest.data();
        stream.avail_in = unsigned(rest.size());
        EXPECT_EQ(face->inflateSync(&stream), Z_OK);
        EXPECT_EQ(stream.avail_in, 3u);
        EXPECT_EQ(face->inflate(&stream, Z_NO_FLUSH), Z_STREAM_END);
        EXPECT_EQ(stream.total_out, 1u);
        EXPECT_EQ(face->inflateEnd(&stream), Z_OK);
    }
}

} // namespace
