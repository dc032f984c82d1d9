// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Both libraries in one program: zlib's own, and the face, each with its functions.
#ifndef BANOS_TESTS_ZLIB_FACE_HPP
#define BANOS_TESTS_ZLIB_FACE_HPP

#include <zlib.h>

#include <string>
#include <vector>

// The functions of one of them. Their types are those of zlib.h.
struct zlib_face {
    const char* name;

    decltype(&::inflateInit2_) inflateInit2_;
    decltype(&::inflate) inflate;
    decltype(&::inflateEnd) inflateEnd;
    decltype(&::inflateReset) inflateReset;
    decltype(&::inflateReset2) inflateReset2;
    decltype(&::inflateResetKeep) inflateResetKeep;
    decltype(&::inflateCopy) inflateCopy;
    decltype(&::inflateSetDictionary) inflateSetDictionary;
    decltype(&::inflateGetDictionary) inflateGetDictionary;
    decltype(&::inflateGetHeader) inflateGetHeader;
    decltype(&::inflatePrime) inflatePrime;
    decltype(&::inflateSync) inflateSync;
    decltype(&::inflateSyncPoint) inflateSyncPoint;
    decltype(&::inflateMark) inflateMark;
    decltype(&::inflateUndermine) inflateUndermine;
    decltype(&::inflateValidate) inflateValidate;
    decltype(&::inflateCodesUsed) inflateCodesUsed;
    decltype(&::inflateBackInit_) inflateBackInit_;
    decltype(&::inflateBack) inflateBack;
    decltype(&::inflateBackEnd) inflateBackEnd;
    decltype(&::uncompress) uncompress;
    decltype(&::uncompress2) uncompress2;
    decltype(&::crc32) crc32;
    decltype(&::adler32) adler32;
    decltype(&::crc32_combine) crc32_combine;
    decltype(&::adler32_combine) adler32_combine;
    decltype(&::crc32_combine_gen) crc32_combine_gen;
    decltype(&::crc32_combine_op) crc32_combine_op;
    decltype(&::get_crc_table) get_crc_table;

    int init(z_stream& stream, int window_bits) const {
        return inflateInit2_(&stream, window_bits, ZLIB_VERSION, int(sizeof stream));
    }
};

const zlib_face& zlib_itself();
const zlib_face& banos_face();

using octets = std::vector<unsigned char>;

// As in zlib's infcover: numbers in hexadecimal, with spaces between.
octets from_hex(const std::string& text);

// What zlib's deflate makes of data.
octets deflated_by_zlib(const octets& data, int level, int window_bits, int strategy = 0,
                        int memory = 8);

// Data that compresses somewhat, of several kinds by the seed.
octets sample_octets(std::size_t size, unsigned seed);

#endif
