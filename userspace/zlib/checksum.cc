// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// crc32*, adler32* and get_crc_table: by banos::checksum.
#include <zlib.h>

#include <banos/checksum.hpp>

namespace {

std::span<const std::byte> bytes(const Bytef* buffer, std::size_t length) {
    return {reinterpret_cast<const std::byte*>(buffer), length};
}

} // namespace

extern "C" {

// Without a buffer they answer where to start.
uLong crc32_z(uLong before, const Bytef* buffer, z_size_t length) {
    return buffer == nullptr ? 0 : banos::crc32(bytes(buffer, length), std::uint32_t(before));
}

uLong crc32(uLong before, const Bytef* buffer, uInt length) {
    return crc32_z(before, buffer, length);
}

uLong adler32_z(uLong before, const Bytef* buffer, z_size_t length) {
    return buffer == nullptr ? 1 : banos::adler32(bytes(buffer, length), std::uint32_t(before));
}

uLong adler32(uLong before, const Bytef* buffer, uInt length) {
    return adler32_z(before, buffer, length);
}

uLong crc32_combine64(uLong first, uLong second, off64_t length) {
    return banos::crc32_combine(std::uint32_t(first), std::uint32_t(second), std::uint64_t(length));
}

uLong crc32_combine(uLong first, uLong second, off_t length) {
    return crc32_combine64(first, second, length);
}

uLong crc32_combine_gen64(off64_t length) {
    return banos::crc32_combiner(std::uint64_t(length)).factor();
}

uLong crc32_combine_gen(off_t length) {
    return crc32_combine_gen64(length);
}

uLong crc32_combine_op(uLong first, uLong second, uLong factor) {
    return banos::crc32_combiner::from_factor(std::uint32_t(factor))(std::uint32_t(first),
                                                                     std::uint32_t(second));
}

// A negative length is a mistake that has this answer.
uLong adler32_combine64(uLong first, uLong second, off64_t length) {
    if (length < 0)
        return 0xffffffff;
    return banos::adler32_combine(std::uint32_t(first), std::uint32_t(second),
                                  std::uint64_t(length));
}

uLong adler32_combine(uLong first, uLong second, off_t length) {
    return adler32_combine64(first, second, length);
}

const z_crc_t* get_crc_table() {
    return banos::crc32_table().data();
}

} // extern "C"
