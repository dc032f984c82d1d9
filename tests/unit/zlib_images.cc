// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Writes and reads images by libpng, of all its types, depths and interlacings, sizes
// and filters, as PngSuite has them, and says for each whether it came back. A program
// of its own, so that it can be run with another zlib.
#include <png.h>

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <random>
#include <vector>

namespace {

struct kind {
    int color;
    int depth;
    int interlace;
    int filters;
    int level;
    unsigned width;
    unsigned height;
};

using bytes = std::vector<png_byte>;

void append(png_structp png, png_bytep data, png_size_t size) {
    auto* to = static_cast<bytes*>(png_get_io_ptr(png));
    to->insert(to->end(), data, data + size);
}

struct reader {
    const bytes* from;
    std::size_t at;
};

void take(png_structp png, png_bytep data, png_size_t size) {
    auto* from = static_cast<reader*>(png_get_io_ptr(png));
    if (from->from->size() - from->at < size)
        png_error(png, "the file is too short");
    std::memcpy(data, from->from->data() + from->at, size);
    from->at += size;
}

unsigned channels(int color) {
    switch (color) {
    case PNG_COLOR_TYPE_RGB:
        return 3;
    case PNG_COLOR_TYPE_RGB_ALPHA:
        return 4;
    case PNG_COLOR_TYPE_GRAY_ALPHA:
        return 2;
    default:
        return 1;
    }
}

std::size_t row_size(const kind& kind) {
    return (std::size_t(kind.width) * channels(kind.color) * unsigned(kind.depth) + 7) / 8;
}

// A gradient with some noise; bits beyond the last pixel of a row are 0.
bytes pixels_of(const kind& kind) {
    std::mt19937 random(kind.width + unsigned(kind.depth));
    bytes pixels(row_size(kind) * kind.height);
    for (std::size_t i = 0; i < pixels.size(); i++)
        pixels[i] = png_byte(i * 3 / row_size(kind) + random() % 8);
    const unsigned odd = kind.width * channels(kind.color) * unsigned(kind.depth) % 8;
    if (odd != 0)
        for (std::size_t end = row_size(kind); end <= pixels.size(); end += row_size(kind))
            pixels[end - 1] &= png_byte(0xFF00 >> odd);
    return pixels;
}

std::vector<png_bytep> rows_of(bytes& pixels, const kind& kind) {
    std::vector<png_bytep> rows;
    for (unsigned y = 0; y < kind.height; y++)
        rows.push_back(pixels.data() + y * row_size(kind));
    return rows;
}

bool write(const kind& kind, bytes& pixels, bytes& file) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    auto rows = rows_of(pixels, kind);
    if (setjmp(png_jmpbuf(png)) != 0)
        return false;
    png_set_write_fn(png, &file, append, nullptr);
    png_set_compression_level(png, kind.level);
    png_set_filter(png, 0, kind.filters);
    png_set_IHDR(png, info, kind.width, kind.height, kind.depth, kind.color, kind.interlace,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_color palette[256] = {};
    if (kind.color == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 1 << kind.depth);
    png_write_info(png, info);
    png_write_image(png, rows.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

bool read(const kind& kind, const bytes& file, bytes& pixels) {
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    auto rows = rows_of(pixels, kind);
    reader from{&file, 0};
    if (setjmp(png_jmpbuf(png)) != 0)
        return false;
    png_set_read_fn(png, &from, take);
    png_read_info(png, info);
    png_read_image(png, rows.data());
    png_read_end(png, info);
    png_destroy_read_struct(&png, &info, nullptr);
    return true;
}

bool comes_back(const kind& kind) {
    bytes pixels = pixels_of(kind);
    bytes file;
    bytes back(pixels.size());
    return write(kind, pixels, file) && read(kind, file, back) && back == pixels;
}

std::vector<kind> kinds() {
    constexpr struct {
        int color;
        int depth;
    } types[] = {
        {PNG_COLOR_TYPE_GRAY, 1},        {PNG_COLOR_TYPE_GRAY, 2},
        {PNG_COLOR_TYPE_GRAY, 4},        {PNG_COLOR_TYPE_GRAY, 8},
        {PNG_COLOR_TYPE_GRAY, 16},       {PNG_COLOR_TYPE_RGB, 8},
        {PNG_COLOR_TYPE_RGB, 16},        {PNG_COLOR_TYPE_PALETTE, 1},
        {PNG_COLOR_TYPE_PALETTE, 2},     {PNG_COLOR_TYPE_PALETTE, 4},
        {PNG_COLOR_TYPE_PALETTE, 8},     {PNG_COLOR_TYPE_GRAY_ALPHA, 8},
        {PNG_COLOR_TYPE_GRAY_ALPHA, 16}, {PNG_COLOR_TYPE_RGB_ALPHA, 8},
        {PNG_COLOR_TYPE_RGB_ALPHA, 16},
    };
    constexpr int filters[] = {PNG_FILTER_NONE, PNG_FILTER_SUB, PNG_FILTER_UP, PNG_FILTER_AVG,
                               PNG_FILTER_PAETH};
    std::vector<kind> all;
    for (const auto& type : types)
        for (int interlace : {PNG_INTERLACE_NONE, PNG_INTERLACE_ADAM7})
            for (unsigned width : {1u, 2u, 3u, 7u, 8u, 9u, 32u, 33u, 39u, 640u})
                all.push_back({type.color, type.depth, interlace, filters[all.size() % 5],
                               int(all.size() % 10), width, width < 640 ? width : 200});
    return all;
}

} // namespace

int main() {
    int wrong = 0;
    const auto all = kinds();
    for (const kind& kind : all)
        if (!comes_back(kind)) {
            std::printf("wrong: color %d depth %d interlace %d width %u\n", kind.color, kind.depth,
                        kind.interlace, kind.width);
            wrong++;
        }
    std::printf("%zu images, %d wrong\n", all.size(), wrong);
    return wrong == 0 ? 0 : 1;
}
