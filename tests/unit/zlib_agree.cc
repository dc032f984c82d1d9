// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "zlib_agree.hpp"

#include <algorithm>
#include <cstring>

#include "../fuzz/guarded_memory.hpp"

namespace {

// How a stream is given to inflate().
struct manner {
    int window_bits;
    int flush;
    unsigned input_piece;
    unsigned output_piece;
    bool wants_header;
    bool verifies;
    banos::test::border border;

    explicit manner(std::span<const unsigned char, 4> choice) {
        constexpr int all_window_bits[] = {-15, 15, 31, 47, 0, 32};
        constexpr int all_flushes[] = {Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES};
        window_bits = all_window_bits[choice[0] % 6];
        wants_header = (choice[0] & 64) != 0;
        verifies = (choice[0] & 128) == 0;
        border = banos::test::border((choice[1] & 128) != 0);
        flush = all_flushes[choice[1] % 5];
        input_piece = 1 + choice[2] * (choice[2] & 1 ? 1u : 37u);
        output_piece = 1 + choice[3] * (choice[3] & 1 ? 1u : 61u);
    }
};

// The bytes that a caller sees of gzip's header.
struct seen_header {
    gz_header fields{};
    unsigned char extra[24] = {};
    unsigned char name[24] = {};
    unsigned char comment[24] = {};

    seen_header() {
        fields.extra = extra;
        fields.name = name;
        fields.comment = comment;
        fields.extra_max = fields.name_max = fields.comm_max = 24;
    }
    [[nodiscard]] std::string text() const {
        std::string made = std::to_string(fields.done);
        if (fields.done != 1)
            return made;
        for (unsigned long number :
             {(unsigned long)fields.text, (unsigned long)fields.time, (unsigned long)fields.xflags,
              (unsigned long)fields.os, (unsigned long)fields.hcrc,
              (unsigned long)(fields.extra != nullptr), (unsigned long)(fields.name != nullptr),
              (unsigned long)(fields.comment != nullptr)})
            made += " " + std::to_string(number);
        for (const auto* field : {extra, name, comment})
            made.append(reinterpret_cast<const char*>(field), 24);
        return made;
    }
};

struct run {
    std::string calls;  // where it stopped, if it was asked to
    std::string output; // all of it
    std::string ending;
};

void add(std::string& text, const char* name, long value) {
    text += name + std::to_string(value) + " ";
}

// Once, however many calls it takes to get away from there.
void add_stop(run& seen, const z_stream& stream, std::size_t consumed) {
    std::string stop;
    add(stop, "stop ", stream.data_type);
    add(stop, "in ", long(consumed));
    add(stop, "out ", long(stream.total_out));
    if (!seen.calls.ends_with(stop))
        seen.calls += stop;
}

constexpr std::size_t most_output = 1 << 20;

std::span<unsigned char> octets_of(std::span<std::byte> memory) {
    return {reinterpret_cast<unsigned char*>(memory.data()), memory.size()};
}

run run_of(const zlib_face& face, const manner& how, std::span<const unsigned char> stream_bytes) {
    run seen;
    z_stream stream{};
    if (face.init(stream, how.window_bits) != Z_OK)
        return seen;
    seen_header header;
    if (how.wants_header)
        add(seen.ending, "header ", face.inflateGetHeader(&stream, &header.fields));
    if (!how.verifies)
        face.inflateValidate(&stream, 0);
    static const banos::test::guarded_memory output_memory(16 * 1024);
    const banos::test::guarded_memory input_memory(stream_bytes.size());
    auto input = octets_of(input_memory.buffer(stream_bytes.size(), how.border));
    auto piece = octets_of(output_memory.buffer(how.output_piece, how.border));
    std::ranges::copy(stream_bytes, input.begin());
    stream.next_in = input.data();
    std::size_t given = 0;
    int answer = Z_OK;
    int idle = 0;
    while (idle < 3 && seen.output.size() < most_output) {
        const std::size_t count =
            std::min<std::size_t>(how.input_piece - stream.avail_in, input.size() - given);
        given += count;
        stream.avail_in += unsigned(count);
        const unsigned offered = stream.avail_in;
        stream.next_out = piece.data();
        stream.avail_out = how.output_piece;
        answer = face.inflate(&stream, how.flush);
        const unsigned produced = how.output_piece - stream.avail_out;
        seen.output.append(reinterpret_cast<char*>(piece.data()), produced);
        if (answer == Z_NEED_DICT) {
            // zlib forgets to count what this call has consumed.
            stream.total_in = given - stream.avail_in;
            add(seen.ending, "dictionary ", long(stream.adler));
            answer = face.inflateSetDictionary(&stream, input.data(), 0);
            add(seen.ending, "set ", answer);
        }
        if (answer == Z_STREAM_END || answer == Z_DATA_ERROR || answer == Z_STREAM_ERROR)
            break;
        // Stops are at the same place in both.
        const bool stops = how.flush == Z_BLOCK || how.flush == Z_TREES;
        if (stops && answer == Z_OK && stream.data_type >= 128)
            add_stop(seen, stream, given - stream.avail_in);
        idle = produced == 0 && stream.avail_in == offered ? idle + 1 : 0;
    }
    add(seen.ending, "answer ", answer);
    add(seen.ending, "out ", long(stream.total_out));
    add(seen.ending, "adler ", long(stream.adler));
    if (answer == Z_STREAM_END)
        add(seen.ending, "in ", long(stream.total_in));
    seen.ending += stream.msg == nullptr ? "" : stream.msg;
    if (how.wants_header && answer == Z_STREAM_END)
        seen.ending += header.text();
    face.inflateEnd(&stream);
    return seen;
}

// A block whose code lengths have no code at all is wrong. The face says so at once;
// zlib first reads as many bits as there should be lengths, and then says that the end
// of the block has no code, or that it wants more input.
bool sees_no_code_earlier(const run& ours, const run& theirs) {
    return ours.ending.ends_with("invalid code lengths set") &&
           (theirs.ending.ends_with("invalid code -- missing end-of-block") ||
            theirs.ending.find("answer -5") != std::string::npos) &&
           ours.output == theirs.output;
}

} // namespace

std::string difference_of_faces(std::span<const unsigned char> input) {
    if (input.size() < 4)
        return {};
    const manner how(input.first<4>());
    const run theirs = run_of(zlib_itself(), how, input.subspan(4));
    const run ours = run_of(banos_face(), how, input.subspan(4));
    if (sees_no_code_earlier(ours, theirs))
        return {};
    if (ours.ending != theirs.ending)
        return "zlib: " + theirs.ending + "\nbanos: " + ours.ending;
    if (ours.output != theirs.output)
        return "the output differs";
    if (ours.calls != theirs.calls)
        return "zlib: " + theirs.calls + "\nbanos: " + ours.calls;
    return {};
}
