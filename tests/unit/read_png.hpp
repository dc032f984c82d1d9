// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What libpng reads of a file.
#ifndef BANOS_TESTS_READ_PNG_HPP
#define BANOS_TESTS_READ_PNG_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <png.h>

namespace banos::test {

struct picture {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::vector<std::uint32_t> pixels; // 0xAARRGGBB, row by row
};

inline std::optional<picture> read_png(const std::string& path) {
    png_image image = {};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&image, path.c_str()) == 0)
        return std::nullopt;
    image.format = PNG_FORMAT_BGRA;
    picture made{image.width, image.height, {}};
    made.pixels.resize(std::size_t{image.width} * image.height);
    if (png_image_finish_read(&image, nullptr, made.pixels.data(), 0, nullptr) == 0)
        return std::nullopt;
    return made;
}

} // namespace banos::test

#endif
