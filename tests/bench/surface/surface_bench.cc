// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Invalidation against memcpy(), and blending against pixman. Each benchmark is
// named subject/contender, and the first contender of a subject is the project's.
#include <benchmark/benchmark.h>
#include <pixman.h>

#include <banos/surface/surface.hpp>

#include <cstring>
#include <random>

namespace {

using banos::composition;
using banos::pixel_format;
using banos::surface;

surface made(std::int32_t width, std::int32_t height, pixel_format format) {
    auto fresh = surface::make({.width = width, .height = height, .format = format});
    if (!fresh)
        std::abort();
    return std::move(*fresh);
}

// A pixel for each place, by some rule.
template<typename rule>
surface painted(std::int32_t width, std::int32_t height, rule pixel_at) {
    surface fresh = made(width, height, pixel_format::argb);
    for (std::int32_t y = 0; y < height; y++)
        for (std::int32_t x = 0; x < width; x++)
            fresh.row(y)[std::size_t(x)] = pixel_at(x, y);
    return fresh;
}

void count_bytes(benchmark::State& state, const surface& moved) {
    const auto bytes = std::int64_t(moved.layout().stride) * moved.layout().height;
    state.SetBytesProcessed(std::int64_t(state.iterations()) * bytes);
}

// 1920 x 1080: a whole window without an alpha channel.
void force_alpha(benchmark::State& state) {
    const surface drawn = painted(1920, 1080, [](auto x, auto y) { return std::uint32_t(x * y); });
    surface shown = made(1920, 1080, pixel_format::rgb);
    for (auto _ : state) {
        banos::invalidate(shown, drawn, drawn.bounds());
        benchmark::ClobberMemory();
    }
    count_bytes(state, drawn);
}

void plain_copy(benchmark::State& state) {
    const surface drawn = painted(1920, 1080, [](auto x, auto y) { return std::uint32_t(x * y); });
    surface shown = made(1920, 1080, pixel_format::argb);
    for (auto _ : state) {
        std::memcpy(shown.at({0, 0}), drawn.at({0, 0}), std::size_t(1920 * 1080 * 4));
        benchmark::ClobberMemory();
    }
    count_bytes(state, drawn);
}

// 800 x 600, blended onto an opaque picture.
constexpr std::int32_t width = 800;
constexpr std::int32_t height = 600;

enum kind { translucent, opaque, transparent, window };

surface picture(kind what) {
    std::mt19937 random(1);
    return painted(width, height, [what, &random](auto x, auto y) -> std::uint32_t {
        const auto grey = std::uint32_t(random() % 100) * 0x010101;
        const bool edge = x < 8 || y < 8 || x >= width - 8 || y >= height - 8;
        switch (what) {
        case translucent:
            return grey | 0x80000000;
        case opaque:
            return grey | 0xFF000000;
        case transparent:
            return 0;
        case window:
            return edge ? grey / 2 | 0x80000000 : grey | 0xFF000000;
        }
        return 0;
    });
}

surface background() {
    return painted(width, height, [](auto x, auto y) { return std::uint32_t(x * y) | 0xFF000000; });
}

void blend(benchmark::State& state, kind what) {
    const surface from = picture(what);
    surface onto = background();
    for (auto _ : state) {
        banos::compose(onto, {0, 0}, from, from.bounds(), composition::over);
        benchmark::ClobberMemory();
    }
    count_bytes(state, from);
}

pixman_image_t* as_pixman(surface& some) {
    return pixman_image_create_bits(PIXMAN_a8r8g8b8, width, height, some.at({0, 0}),
                                    int(some.layout().stride));
}

void blend_by_pixman(benchmark::State& state, kind what) {
    surface from = picture(what);
    surface onto = background();
    pixman_image_t* source = as_pixman(from);
    pixman_image_t* target = as_pixman(onto);
    for (auto _ : state) {
        pixman_image_composite32(PIXMAN_OP_OVER, source, nullptr, target, 0, 0, 0, 0, 0, 0, width,
                                 height);
        benchmark::ClobberMemory();
    }
    pixman_image_unref(source);
    pixman_image_unref(target);
    count_bytes(state, from);
}

BENCHMARK(force_alpha)->Name("force alpha 1920x1080/banos");
BENCHMARK(plain_copy)->Name("force alpha 1920x1080/memcpy");
BENCHMARK_CAPTURE(blend, banos, translucent)->Name("over, translucent/banos");
BENCHMARK_CAPTURE(blend_by_pixman, pixman, translucent)->Name("over, translucent/pixman");
BENCHMARK_CAPTURE(blend, banos, opaque)->Name("over, opaque/banos");
BENCHMARK_CAPTURE(blend_by_pixman, pixman, opaque)->Name("over, opaque/pixman");
BENCHMARK_CAPTURE(blend, banos, transparent)->Name("over, transparent/banos");
BENCHMARK_CAPTURE(blend_by_pixman, pixman, transparent)->Name("over, transparent/pixman");
BENCHMARK_CAPTURE(blend, banos, window)->Name("over, opaque with an edge of 8/banos");
BENCHMARK_CAPTURE(blend_by_pixman, pixman, window)->Name("over, opaque with an edge of 8/pixman");

} // namespace

BENCHMARK_MAIN();
