// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Adler-32 by vectors of `width` bytes. With a and b before n bytes d[0..n), and
// all sums modulo 65521, after them
//
//     a' = a + sum of d[i],    b' = b + n * a + sum of (n - i) * d[i].
//
// The last sum is split: each vector weighs its own bytes by width..1, and adds
// `width` times the bytes of the vectors before it, for which there is a running
// sum of sums. Four vectors are taken at a time, as independent streams; of these
// the first three count 3, 2 and 1 widths more.
//
// For inclusion by the files that are compiled with the options of their
// processors, each with a type of vectors (see choice.hpp), in whose lanes of 32
// bits the sums are collected:
//
//     struct vectors {
//         using vector = ...;
//         static vector load(const unsigned char*);
//         static vector both(vector, vector);                     // bitwise and
//         static vector add(vector, vector);
//         static vector add_bytes(vector sum, vector bytes);
//         static vector add_weighted(vector sum, vector bytes, vector weights);
//         static vector times(vector sum, uint32_t n); // of a sum by add_bytes()
//         static uint64_t total(vector sum, vector widths); // of all lanes: sum + width * widths
//         static uint32_t short_total(vector sum, vector widths); // the same, modulo 2^32
//     };
#ifndef BANOS_CHECKSUM_ADLER32_LANES_HPP
#define BANOS_CHECKSUM_ADLER32_LANES_HPP

#include <immintrin.h>

#include "adler32.hpp"
#include "choice.hpp"

namespace banos::detail {

namespace {

// width..1 and then zeros: from `width - n` on, the weights of n bytes.
template<size_t width>
struct weight_table {
    constexpr weight_table() {
        for (size_t i = 0; i < width; i++)
            weights[i] = uint8_t(width - i);
    }
    alignas(64) uint8_t weights[2 * width] = {};
};

// Ones and then zeros: from `width - n` on, a mask of n bytes.
template<size_t width>
struct mask_table {
    constexpr mask_table() {
        for (size_t i = 0; i < width; i++)
            mask[i] = 0xFF;
    }
    alignas(64) uint8_t mask[2 * width] = {};
};

// The three sums of a run of bytes, from lanes of 32 bits. A run must be short
// enough that no lane overflows.
template<typename vectors>
class lanes {
    using vector = typename vectors::vector;

  public:
    static constexpr size_t width = sizeof(vector);

    // In 256 times four vectors, the running sum of a lane that is fed by eight
    // bytes of each vector stays below 8 * 255 * 4 * 256^2 / 2, four times which
    // is below 2^31.
    static constexpr size_t longest_run = 256 * 4 * width;

    // Of so many bytes the weighted sum, with what is before it, stays below 2^32: see
    // RFC 1950.
    static constexpr size_t short_run = 5552;

    // The first n < width bytes; width of them can be read.
    void add_first(const unsigned char* at, size_t n) {
        static constexpr mask_table<width> masks;
        static constexpr weight_table<width> table;
        const vector bytes =
            vectors::both(vectors::load(at), vectors::load(masks.mask + width - n));
        weighted = vectors::add_weighted(weighted, bytes, vectors::load(table.weights + width - n));
        sum = vectors::add_bytes(sum, bytes);
    }

    void add_one(const unsigned char* at) {
        const vector bytes = vectors::load(at);
        widths = vectors::add(widths, sum);
        weighted = vectors::add_weighted(weighted, bytes, weights);
        sum = vectors::add_bytes(sum, bytes);
    }

    // The four streams are named, not an array, so that they stay in registers. They
    // do not wait for what was summed before.
    void add_fours(const unsigned char* at, size_t count) {
        stream first = {};
        stream second = {};
        stream third = {};
        stream fourth = {};
        vector before = {};
        widths = vectors::add(widths, vectors::times(sum, uint32_t(4 * count)));
        for (; count != 0; count--, at += 4 * width) {
            before = vectors::add(before, all_bytes(first, second, third, fourth));
            add_to(first, at);
            add_to(second, at + width);
            add_to(third, at + 2 * width);
            add_to(fourth, at + 3 * width);
        }
        // Four widths for what was before, and three, two and one more. The last turn's
        // bytes come last, so only two additions wait for them.
        const vector twice = vectors::add(before, before);
        const vector earlier = vectors::add(widths, vectors::add(twice, twice));
        const vector first_two = vectors::add(first.bytes, second.bytes);
        const vector first_and_third = vectors::add(first.bytes, third.bytes);
        widths = vectors::add(vectors::add(earlier, first_and_third),
                              vectors::add(first_two, first_two));
        sum = vectors::add(vectors::add(sum, third.bytes), vectors::add(first_two, fourth.bytes));
        weighted = vectors::add(
            vectors::add(weighted, first.weighted),
            vectors::add(vectors::add(second.weighted, third.weighted), fourth.weighted));
    }

    // Both sums of a run, each with what is there before it.
    [[nodiscard]] uint32_t sum_of_bytes(uint32_t before) const {
        return (before + vectors::short_total(sum, vector{})) % adler32_modulus;
    }
    [[nodiscard]] uint32_t sum_of_weighted(size_t run, uint64_t before) const {
        if (run <= short_run)
            return (uint32_t(before) + vectors::short_total(weighted, widths)) % adler32_modulus;
        return uint32_t((before + vectors::total(weighted, widths)) % adler32_modulus);
    }

  private:
    struct stream {
        vector bytes;
        vector weighted;
    };

    void add_to(stream& to, const unsigned char* at) const {
        const vector loaded = vectors::load(at);
        to.bytes = vectors::add_bytes(to.bytes, loaded);
        to.weighted = vectors::add_weighted(to.weighted, loaded, weights);
#if defined(__GNUC__) && !defined(__clang__)
        // Else gcc copies the sums from register to register in each turn (its bug
        // 107892), which costs half of the speed.
        asm("" : "+v"(to.bytes), "+v"(to.weighted));
#endif
    }
    static vector all_bytes(const stream& a, const stream& b, const stream& c, const stream& d) {
        return vectors::add(vectors::add(a.bytes, b.bytes), vectors::add(c.bytes, d.bytes));
    }

    static constexpr weight_table<width> whole{};
    const vector weights = vectors::load(whole.weights);
    vector sum = {};      // the bytes
    vector weighted = {}; // the bytes, weighed within their vectors
    vector widths = {};   // how often `width` is to be added, by bytes before
};

// All of the data but less than one vector: `data` and `length` are moved on.
template<typename vectors>
uint32_t adler32_by_lanes(uint32_t before, const unsigned char*& data, size_t& length) {
    constexpr size_t width = lanes<vectors>::width;
    uint32_t a = before & 0xFFFF;
    uint32_t b = before >> 16;
    while (length >= width) {
        const size_t run =
            length < lanes<vectors>::longest_run ? length : lanes<vectors>::longest_run;
        const unsigned char* at = data;
        lanes<vectors> summed;
        if (run % width != 0) {
            summed.add_first(at, run % width);
            at += run % width;
        }
        for (size_t ones = run / width % 4; ones != 0; ones--, at += width)
            summed.add_one(at);
        summed.add_fours(at, run / width / 4);
        b = summed.sum_of_weighted(run, b + uint64_t{run} * a);
        a = summed.sum_of_bytes(a);
        data += run;
        length -= run;
    }
    return b << 16 | a;
}

} // namespace

} // namespace banos::detail

#endif
