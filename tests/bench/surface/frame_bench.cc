// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the window server computes for a frame of 1920 x 1080 in which two windows of
// 800 x 600, one of them translucent, move over a third, and draw all their pixels anew.
// "core" is the share of one processor that 60 such frames a second take.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "desktop.hpp"

namespace {

using namespace banos::windowserver;
using banos::pixel_format;
using banos::surface;

struct deaf final : desktop_listener {
    void released(window_id, std::uint32_t) override {}
    void pointer_moved(window_id, banos::point) override {}
    void pointer_button(window_id, banos::point, std::uint8_t, bool) override {}
    void key(window_id, std::uint32_t, bool, std::string_view) override {}
    void focused(window_id, bool) override {}
    void moved(window_id, banos::point) override {}
    void close_requested(window_id) override {}
};

void require(bool done) {
    if (!done)
        std::abort();
}

void open(desktop& on, std::uint32_t number, std::int32_t width, std::int32_t height,
          pixel_format format, std::uint32_t colour) {
    auto pixels = surface::make_shared({.width = width, .height = height, .format = format});
    require(bool(pixels));
    banos::fill(*pixels, pixels->bounds(), colour);
    require(bool(on.create({1, number}, {100, 100}, "window")));
    require(bool(on.set_pixels({1, number}, std::move(*pixels))));
    require(bool(on.invalidate({1, number}, {0, 0, width, height}, 1)));
}

void two_moving_windows(benchmark::State& state) {
    deaf nobody;
    desktop screen(1920, 1080, nobody);
    auto picture = surface::make({.width = 1920, .height = 1080, .format = pixel_format::rgb});
    require(bool(picture));
    open(screen, 1, 1600, 900, pixel_format::rgb, 0xFF405060);
    open(screen, 2, 800, 600, pixel_format::rgb, 0xFF806040);
    open(screen, 3, 800, 600, pixel_format::argb, 0x80402060);
    screen.draw(*picture);
    std::int32_t step = 0;
    for (auto _ : state) {
        step = (step + 3) % 600;
        require(bool(screen.move({1, 2}, {100 + step, 200})));
        require(bool(screen.move({1, 3}, {900 - step, 150 + step / 2})));
        for (const std::uint32_t number : {2u, 3u})
            require(bool(screen.invalidate({1, number}, {0, 0, 800, 600}, 2)));
        benchmark::DoNotOptimize(screen.draw(*picture));
    }
    // Frames in 60 seconds of processor time against those in a second of the clock.
    state.counters["core"] = benchmark::Counter(
        double(state.iterations()) / 60, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(two_moving_windows)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
