// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Functions besides inflate(): the same calls to zlib and to the face.
#include <gtest/gtest.h>

#include <cstring>

#include "gunzip_fixture.hpp"
#include "zlib_face.hpp"

namespace {

const zlib_face* both[] = {&zlib_itself(), &banos_face()};

// Inflates all of it into an empty vector of that size.
octets inflated(const zlib_face& face, z_stream& stream, const octets& input, std::size_t size,
                int expected = Z_STREAM_END) {
    octets output(size + 10);
    stream.next_in = const_cast<unsigned char*>(input.data());
    stream.avail_in = unsigned(input.size());
    stream.next_out = output.data();
    stream.avail_out = unsigned(output.size());
    EXPECT_EQ(face.inflate(&stream, Z_NO_FLUSH), expected) << face.name;
    output.resize(output.size() - stream.avail_out);
    return output;
}

// All names that Debian's zlib exports and that inflate or sum: a missing one would
// get a state of the other library.
TEST(zlib_interface, exports_what_zlib_exports) {
    const gunzip_folder folder;
    const std::string list = " | sed -n 's/.* [TDRB] \\([^@]*\\).*/\\1/p' | sort";
    const auto names = [&](const std::string& command) {
        return folder.run({"bash", "-c", command + list}).output;
    };
    const std::string theirs =
        names("nm -D --defined-only \"$(ldconfig -p | sed -n 's/.*libz\\.so\\.1 .*x86-64.*=> //p' |"
              " head -n 1)\" | grep -E ' (inflate|crc32|adler32|uncompress|get_crc_table)'");
    EXPECT_NE(theirs.find("inflateBackInit_\n"), std::string::npos);
    EXPECT_EQ(names("nm -D --defined-only " BANOS_Z), theirs);
}

TEST(zlib_interface, has_neither_a_version_nor_the_name_of_zlib) {
    const gunzip_folder folder;
    const ending end = folder.run({"readelf", "-d", "--version-info", BANOS_Z});
    EXPECT_EQ(end.output.find("libz.so"), std::string::npos);
    EXPECT_NE(end.output.find("soname: [libbanos-z.so]"), std::string::npos);
    EXPECT_EQ(end.output.find("Version definition"), std::string::npos);
}

TEST(zlib_interface, checksums) {
    const octets data = sample_octets(10'000, 3);
    for (const zlib_face* face : both) {
        EXPECT_EQ(face->crc32(0, nullptr, 0), 0u);
        EXPECT_EQ(face->adler32(0, nullptr, 0), 1u);
        EXPECT_EQ(face->crc32(5, data.data(), 10'000), ::crc32(5, data.data(), 10'000));
        EXPECT_EQ(face->adler32(5, data.data(), 10'000), ::adler32(5, data.data(), 10'000));
        EXPECT_EQ(face->crc32_combine(1, 2, 1000), ::crc32_combine(1, 2, 1000));
        EXPECT_EQ(face->adler32_combine(0x10002, 0x30004, 1000),
                  ::adler32_combine(0x10002, 0x30004, 1000));
        EXPECT_EQ(face->adler32_combine(1, 2, -1), 0xffffffffu);
        EXPECT_EQ(face->crc32_combine_gen(99), ::crc32_combine_gen(99));
        EXPECT_EQ(face->crc32_combine_op(7, 8, face->crc32_combine_gen(99)),
                  ::crc32_combine(7, 8, 99));
        EXPECT_EQ(std::memcmp(face->get_crc_table(), ::get_crc_table(), 1024), 0);
    }
}

TEST(zlib_interface, uncompress) {
    const octets data = sample_octets(5000, 7);
    octets stream = deflated_by_zlib(data, 6, 15);
    for (const zlib_face* face : both) {
        SCOPED_TRACE(face->name);
        const auto of = [&](std::size_t room, uLong size) {
            octets output(room + 1);
            uLongf length = room;
            uLong used = size;
            const int answer = face->uncompress2(output.data(), &length, stream.data(), &used);
            return std::tuple(answer, length, used);
        };
        EXPECT_EQ(of(5000, stream.size()), std::tuple(Z_OK, 5000ul, stream.size()));
        EXPECT_EQ(of(6000, stream.size()), std::tuple(Z_OK, 5000ul, stream.size()));
        EXPECT_EQ(std::get<0>(of(4999, stream.size())), Z_BUF_ERROR);
        EXPECT_EQ(std::get<0>(of(0, stream.size())), Z_DATA_ERROR);
        EXPECT_EQ(std::get<0>(of(5000, stream.size() - 1)), Z_BUF_ERROR);
        EXPECT_EQ(std::get<0>(of(5001, stream.size() - 1)), Z_DATA_ERROR);
        EXPECT_EQ(std::get<0>(of(5000, 0)), Z_DATA_ERROR);
        octets longer = stream;
        longer.push_back(1);
        uLongf length = 5000;
        octets output(5000);
        EXPECT_EQ(face->uncompress(output.data(), &length, longer.data(), longer.size()), Z_OK);
        const octets nothing = deflated_by_zlib({}, 6, 15);
        length = 0;
        EXPECT_EQ(face->uncompress(output.data(), &length, nothing.data(), nothing.size()), Z_OK);
    }
}

TEST(zlib_interface, preset_dictionaries) {
    const octets dictionary = sample_octets(3000, 4);
    octets data(dictionary.begin() + 100, dictionary.end());
    z_stream encoder{};
    ::deflateInit(&encoder, 9);
    ::deflateSetDictionary(&encoder, dictionary.data(), 3000);
    octets stream(6000);
    encoder.next_in = data.data();
    encoder.avail_in = unsigned(data.size());
    encoder.next_out = stream.data();
    encoder.avail_out = unsigned(stream.size());
    ASSERT_EQ(::deflate(&encoder, Z_FINISH), Z_STREAM_END);
    stream.resize(encoder.total_out);
    ::deflateEnd(&encoder);

    for (const zlib_face* face : both) {
        SCOPED_TRACE(face->name);
        z_stream decoder{};
        ASSERT_EQ(face->init(decoder, 15), Z_OK);
        inflated(*face, decoder, stream, data.size(), Z_NEED_DICT);
        EXPECT_EQ(decoder.adler, ::adler32(1, dictionary.data(), 3000));
        EXPECT_EQ(face->inflate(&decoder, Z_NO_FLUSH), Z_NEED_DICT);
        EXPECT_EQ(face->inflateSetDictionary(&decoder, data.data(), 10), Z_DATA_ERROR);
        EXPECT_EQ(face->inflateSetDictionary(&decoder, dictionary.data(), 3000), Z_OK);
        const octets rest(decoder.next_in, decoder.next_in + decoder.avail_in);
        EXPECT_EQ(inflated(*face, decoder, rest, data.size()), data);
        EXPECT_EQ(face->inflateEnd(&decoder), Z_OK);
    }
}

// Raw data take a dictionary at any time; what was decoded is the dictionary, too.
TEST(zlib_interface, dictionaries_of_raw_data) {
    const octets data = sample_octets(50'000, 9);
    const octets stream = deflated_by_zlib(data, 6, -15);
    for (const zlib_face* face : both) {
        SCOPED_TRACE(face->name);
        z_stream decoder{};
        ASSERT_EQ(face->init(decoder, -15), Z_OK);
        EXPECT_EQ(face->inflateSetDictionary(&decoder, data.data(), 20), Z_OK);
        uInt length = 99;
        octets dictionary(32768);
        EXPECT_EQ(face->inflateGetDictionary(&decoder, dictionary.data(), &length), Z_OK);
        EXPECT_EQ(length, 20u);
        EXPECT_EQ(std::memcmp(dictionary.data(), data.data(), 20), 0);

        const octets half(stream.begin(), stream.begin() + std::ptrdiff_t(stream.size() / 2));
        const octets output = inflated(*face, decoder, half, data.size(), Z_OK);
        EXPECT_EQ(face->inflateGetDictionary(&decoder, dictionary.data(), &length), Z_OK);
        const std::size_t known = std::min<std::size_t>(output.size(), length);
        EXPECT_GE(length, std::min<std::size_t>(output.size(), 32768));
        EXPECT_EQ(std::memcmp(dictionary.data() + length - known,
                              output.data() + output.size() - known, known),
                  0);
        EXPECT_EQ(face->inflateReset(&decoder), Z_OK);
        EXPECT_EQ(face->inflateGetDictionary(&decoder, nullptr, &length), Z_OK);
        EXPECT_EQ(length, 0u);
        EXPECT_EQ(face->inflateEnd(&decoder), Z_OK);
    }
}

TEST(zlib_interface, a_reset_that_keeps_the_history) {
    const octets data = sample_octets(2000, 5);
    const octets stream = deflated_by_zlib(data, 6, -15);
    for (const zlib_face* face : both) {
        SCOPED_TRACE(face->name);
        z_stream decoder{};
        ASSERT_EQ(face->init(decoder, -15), Z_OK);
        EXPECT_EQ(face->inflateSetDictionary(&decoder, data.data(), 500), Z_OK);
        EXPECT_EQ(face->inflateResetKeep(&decoder), Z_OK);
        uInt length = 0;
        EXPECT_EQ(face->inflateGetDictionary(&decoder, nullptr, &length), Z_OK);
        EXPECT_EQ(length, 500u);
        EXPECT_EQ(inflated(*face, decoder, stream, data.size()), data);
        EXPECT_EQ(face->inflateEnd(&decoder), Z_OK);
    }
}

TEST(zlib_interface, a_copy_goes_on_by_itself) {
    const octets data = sample_octets(9000, 6);
    const octets stream = deflated_by_zlib(data, 6, 31);
    const auto middle = stream.begin() + std::ptrdiff_t(stream.size() / 2);
    for (const zlib_face* face : both) {
        z_stream one{};
        ASSERT_EQ(face->init(one, 47), Z_OK);
        const octets start = inflated(*face, one, {stream.begin(), middle}, data.size(), Z_OK);
        z_stream two{};
        ASSERT_EQ(face->inflateCopy(&two, &one), Z_OK);
        const octets rest(data.begin() + std::ptrdiff_t(start.size()), data.end());
        EXPECT_EQ(inflated(*face, one, {middle, stream.end()}, data.size()), rest);
        EXPECT_EQ(face->inflateEnd(&one), Z_OK);
        EXPECT_EQ(inflated(*face, two, {middle, stream.end()}, data.size()), rest);
        EXPECT_EQ(face->inflateEnd(&two), Z_OK);
    }
}

TEST(zlib_interface, a_wrong_checksum_counts_only_if_it_is_verified) {
    const octets data = sample_octets(900, 8);
    for (int window_bits : {15, 31}) {
        octets stream = deflated_by_zlib(data, 6, window_bits);
        stream[stream.size() - (window_bits == 15 ? 1 : 5)] ^= 1;
        for (const zlib_face* face : both) {
            z_stream decoder{};
            ASSERT_EQ(face->init(decoder, window_bits), Z_OK);
            EXPECT_EQ(inflated(*face, decoder, stream, data.size(), Z_DATA_ERROR), data);
            EXPECT_STREQ(decoder.msg, "incorrect data check");
            EXPECT_EQ(face->inflateReset(&decoder), Z_OK);
            EXPECT_EQ(face->inflateValidate(&decoder, 0), Z_OK);
            EXPECT_EQ(inflated(*face, decoder, stream, data.size()), data);
            EXPECT_EQ(face->inflateEnd(&decoder), Z_OK);
        }
    }
}

// Stops at each block, at bits that inflatePrime() can start from again.
TEST(zlib_interface, blocks_are_random_access_points) {
    const octets data = sample_octets(60'000, 11);
    octets stream = deflated_by_zlib(data, 6, -15, Z_DEFAULT_STRATEGY, 2);
    for (const zlib_face* face : both) {
        SCOPED_TRACE(face->name);
        z_stream first{};
        ASSERT_EQ(face->init(first, -15), Z_OK);
        octets output(data.size());
        first.next_in = stream.data();
        first.avail_in = unsigned(stream.size());
        first.next_out = output.data();
        first.avail_out = unsigned(output.size());
        int stops = 0;
        while (face->inflate(&first, Z_BLOCK) == Z_OK) {
            ASSERT_EQ(first.data_type & 128, 128);
            if (first.data_type & 64 || ++stops % 3 != 0)
                continue;
            const int bits = first.data_type & 7;
            z_stream second{};
            ASSERT_EQ(face->init(second, -15), Z_OK);
            if (bits != 0) {
                EXPECT_EQ(face->inflatePrime(&second, bits, first.next_in[-1] >> (8 - bits)), Z_OK);
            }
            const uInt known = uInt(std::min<uLong>(first.total_out, 32768));
            EXPECT_EQ(face->inflateSetDictionary(&second, first.next_out - known, known), Z_OK);
            const octets input(first.next_in, first.next_in + first.avail_in);
            EXPECT_EQ(inflated(*face, second, input, data.size()),
                      octets(data.begin() + std::ptrdiff_t(first.total_out), data.end()));
            EXPECT_EQ(face->inflateEnd(&second), Z_OK);
        }
        EXPECT_GT(stops, 6);
        EXPECT_EQ(output, data);
        EXPECT_EQ(face->inflateEnd(&first), Z_OK);
    }
}

} // namespace
