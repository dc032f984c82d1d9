// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What libpng reads of what was written.
#include <gtest/gtest.h>
#include <png.h>

#include <banos/surface/png.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <random>

#include <sys/stat.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

using banos::pixel_format;
using banos::surface;

struct decoded {
    bool has_alpha = false;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::vector<std::uint8_t> samples; // red, green, blue, alpha
};

decoded read_by_libpng(const std::vector<std::byte>& file) {
    png_image image = {};
    image.version = PNG_IMAGE_VERSION;
    EXPECT_TRUE(png_image_begin_read_from_memory(&image, file.data(), file.size()))
        << image.message;
    decoded made;
    made.has_alpha = (image.format & PNG_FORMAT_FLAG_ALPHA) != 0;
    made.width = image.width;
    made.height = image.height;
    image.format = PNG_FORMAT_RGBA;
    made.samples.resize(PNG_IMAGE_SIZE(image));
    EXPECT_TRUE(png_image_finish_read(&image, nullptr, made.samples.data(), 0, nullptr))
        << image.message;
    return made;
}

surface painted(std::int32_t width, std::int32_t height, pixel_format format, unsigned seed) {
    auto made = surface::make({.width = width,
                               .height = height,
                               .stride = 4 * (std::uint32_t(width) + 3),
                               .format = format});
    EXPECT_TRUE(made);
    std::mt19937 random(seed);
    for (std::int32_t y = 0; y < height; y++)
        for (std::int32_t x = 0; x < width; x++) {
            const auto alpha = std::uint32_t(random() % 256);
            const auto grey = std::uint32_t(x + y) * alpha / (2 * 300);
            *made->at({x, y}) = format == pixel_format::rgb
                                    ? 0xFF000000 | std::uint32_t(random() % 0x1000000)
                                    : alpha << 24 | std::min(grey, alpha) * 0x010101;
        }
    return std::move(*made);
}

void expect_same(const surface& picture, const decoded& image) {
    ASSERT_EQ(image.width, std::uint32_t(picture.layout().width));
    ASSERT_EQ(image.height, std::uint32_t(picture.layout().height));
    ASSERT_EQ(image.has_alpha, picture.has_alpha());
    const std::uint8_t* sample = image.samples.data();
    for (std::int32_t y = 0; y < picture.layout().height; y++)
        for (const std::uint32_t pixel : picture.row(y)) {
            ASSERT_EQ(sample[3], pixel >> 24);
            // Multiplied again, nothing was lost.
            for (int channel = 0; channel < 3; channel++)
                ASSERT_EQ((sample[channel] * (pixel >> 24) + 127) / 255,
                          pixel >> (16 - 8 * channel) & 0xFF);
            sample += 4;
        }
}

TEST(surface_png, is_read_by_libpng) {
    unsigned seed = 0;
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 50}, {50, 1}, {123, 77}, {300, 200}})
        for (const pixel_format format : {pixel_format::argb, pixel_format::rgb}) {
            const surface picture = painted(width, height, format, ++seed);
            const auto file = banos::png_of(picture);
            ASSERT_TRUE(file);
            expect_same(picture, read_by_libpng(*file));
        }
}

TEST(surface_png, of_a_plain_picture_is_small) {
    auto picture = surface::make({.width = 1920, .height = 1080, .format = pixel_format::rgb});
    ASSERT_TRUE(picture);
    const auto file = banos::png_of(*picture);
    ASSERT_TRUE(file);
    EXPECT_LT(file->size(), 20'000u);
}

TEST(surface_png, of_colours_beyond_their_alpha_is_cut) {
    auto picture = surface::make({.width = 1, .height = 1});
    ASSERT_TRUE(picture);
    *picture->at({0, 0}) = 0x10FF0810;
    const auto file = banos::png_of(*picture);
    ASSERT_TRUE(file);
    EXPECT_EQ(read_by_libpng(*file).samples, (std::vector<std::uint8_t>{255, 128, 255, 16}));
}

class surface_png_file : public testing::Test {
  public:
    surface_png_file() {
        std::string name = fs::temp_directory_path() / "banos-png.XXXXXX";
        folder = ::mkdtemp(name.data());
    }
    ~surface_png_file() override { fs::remove_all(folder); }

    [[nodiscard]] std::size_t files() const {
        return std::size_t(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

    fs::path folder;
    surface picture = painted(20, 10, pixel_format::argb, 1);
};

TEST_F(surface_png_file, replaces_what_was_there) {
    std::ofstream(folder / "a.png") << "old";
    ASSERT_TRUE(banos::write_png(picture, folder / "a.png"));
    const auto expected = banos::png_of(picture);
    std::ifstream in(folder / "a.png", std::ios::binary);
    const std::string written((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(expected->data()), expected->size()),
              written);
    EXPECT_EQ(files(), 1u);
    struct stat what = {};
    ASSERT_EQ(::stat((folder / "a.png").c_str(), &what), 0);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    EXPECT_EQ(what.st_mode & 0777, 0666 & ~mask);
}

TEST_F(surface_png_file, that_cannot_be_written_leaves_nothing) {
    fs::create_directory(folder / "taken");
    std::ofstream(folder / "taken" / "file") << "so that it is not empty";
    const auto answer = banos::write_png(picture, folder / "taken");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().number(), EISDIR);
    EXPECT_EQ(files(), 1u);
    EXPECT_EQ(banos::write_png(picture, folder / "nowhere" / "a.png").error().number(), ENOENT);
}

} // namespace
