// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "zlib_face.hpp"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <sstream>

namespace {

void* open_library(const char* path) {
    void* library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        std::fprintf(stderr, "%s\n", ::dlerror());
        std::abort();
    }
    return library;
}

template<typename function>
void find(void* library, const char* name, function& found) {
    found = reinterpret_cast<function>(::dlsym(library, name));
    if (found == nullptr) {
        std::fprintf(stderr, "%s is missing\n", name);
        std::abort();
    }
}

zlib_face load(const char* name, const char* path) {
    void* library = open_library(path);
    zlib_face face{};
    face.name = name;
#define FIND(function) find(library, #function, face.function)
    FIND(inflateInit2_);
    FIND(inflate);
    FIND(inflateEnd);
    FIND(inflateReset);
    FIND(inflateReset2);
    FIND(inflateResetKeep);
    FIND(inflateCopy);
    FIND(inflateSetDictionary);
    FIND(inflateGetDictionary);
    FIND(inflateGetHeader);
    FIND(inflatePrime);
    FIND(inflateSync);
    FIND(inflateSyncPoint);
    FIND(inflateMark);
    FIND(inflateUndermine);
    FIND(inflateValidate);
    FIND(inflateCodesUsed);
    FIND(inflateBackInit_);
    FIND(inflateBack);
    FIND(inflateBackEnd);
    FIND(uncompress);
    FIND(uncompress2);
    FIND(crc32);
    FIND(adler32);
    FIND(crc32_combine);
    FIND(adler32_combine);
    FIND(crc32_combine_gen);
    FIND(crc32_combine_op);
    FIND(get_crc_table);
#undef FIND
    return face;
}

} // namespace

const zlib_face& zlib_itself() {
    static const zlib_face face = load("zlib", "libz.so.1");
    return face;
}

const zlib_face& banos_face() {
    static const zlib_face face = load("banos", BANOS_Z);
    return face;
}

octets from_hex(const std::string& text) {
    std::istringstream in(text);
    octets made;
    for (unsigned number; in >> std::hex >> number;)
        made.push_back(static_cast<unsigned char>(number));
    return made;
}

octets deflated_by_zlib(const octets& data, int level, int window_bits, int strategy, int memory) {
    z_stream stream{};
    ::deflateInit2(&stream, level, Z_DEFLATED, window_bits, memory, strategy);
    octets made(::deflateBound(&stream, data.size()) + 64);
    stream.next_in = const_cast<unsigned char*>(data.data());
    stream.avail_in = unsigned(data.size());
    stream.next_out = made.data();
    stream.avail_out = unsigned(made.size());
    ::deflate(&stream, Z_FINISH);
    made.resize(stream.total_out);
    ::deflateEnd(&stream);
    return made;
}

octets sample_octets(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    octets made;
    while (made.size() < size) {
        const std::size_t run = 1 + random() % 60;
        if (random() % 3 == 0 || made.size() < 100)
            for (std::size_t i = 0; i < run; i++)
                made.push_back(static_cast<unsigned char>(random() % (2 + seed % 250)));
        else
            for (std::size_t i = 0, back = 1 + random() % made.size(); i < run; i++)
                made.push_back(made[made.size() - back]);
    }
    made.resize(size);
    return made;
}
