// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Conway's Game of Life: a window without an alpha channel, of which only the rows
// that changed are shown. Draw cells with the mouse; space stops and starts it.
#include <banos/window/client.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <iostream>
#include <memory>
#include <random>
#include <vector>

namespace {

constexpr int columns = 96;
constexpr int rows = 64;
constexpr int cell = 6; // pixels

// A torus. Cells remember how long they have lived, which is their colour.
class world {
  public:
    explicit world(unsigned seed) {
        std::mt19937 random(seed);
        for (std::uint8_t& one : cells_)
            one = random() % 4 == 0;
    }

    [[nodiscard]] std::uint8_t age(int x, int y) const { return cells_[index(x, y)]; }
    void bear(int x, int y) { cells_[index(x, y)] = 1; }

    void step() {
        std::array<std::uint8_t, columns* rows> next = {};
        for (int y = 0; y < rows; y++)
            for (int x = 0; x < columns; x++) {
                const int around = neighbours(x, y);
                const std::uint8_t now = age(x, y);
                if (around == 3 || (around == 2 && now != 0))
                    next[index(x, y)] = std::uint8_t(std::min(now + 1, 255));
            }
        cells_ = next;
    }

  private:
    static std::size_t index(int x, int y) {
        return std::size_t((y + rows) % rows * columns + (x + columns) % columns);
    }
    [[nodiscard]] int neighbours(int x, int y) const {
        int count = -(age(x, y) != 0);
        for (int down = -1; down <= 1; down++)
            for (int right = -1; right <= 1; right++)
                count += age(x + right, y + down) != 0;
        return count;
    }

    std::array<std::uint8_t, columns* rows> cells_ = {};
};

std::uint32_t colour_of(std::uint8_t age) {
    if (age == 0)
        return 0x101820;
    const std::uint32_t old = std::min<std::uint32_t>(age * 8u, 160);
    return (255 - old) << 16 | (200 - old / 2) << 8 | (60 + old);
}

struct game final : banos::window_listener {
    void close_requested(banos::client_window& /*on*/) override { closing = true; }
    void pointer_moved(banos::client_window& /*on*/, banos::point at) override { drag(at); }
    void pointer_button(banos::client_window& /*on*/, banos::point at, std::uint8_t /*button*/,
                        bool pressed) override {
        drawing = pressed;
        drag(at);
    }
    void key(banos::client_window& /*on*/, std::uint32_t /*code*/, bool pressed,
             std::string_view text) override {
        if (pressed && text == " ")
            running = !running;
    }

    void drag(banos::point at) {
        if (drawing && at.x >= 0 && at.y >= 0 && at.x < columns * cell && at.y < rows * cell)
            cells.bear(at.x / cell, at.y / cell);
    }

    world cells{std::random_device()()};
    bool running = true;
    bool drawing = false;
    bool closing = false;
};

// Answers whether anything in the row has changed.
bool draw_row(banos::surface& pixels, const world& cells, int y) {
    bool changed = false;
    for (int x = 0; x < columns; x++) {
        const std::uint32_t colour = colour_of(cells.age(x, y));
        const banos::point corner{x * cell, y * cell};
        if ((*pixels.at(corner) & 0xFFFFFF) == colour)
            continue;
        changed = true;
        banos::fill(pixels, {corner.x, corner.y, cell - 1, cell - 1}, colour);
    }
    return changed;
}

// Rows that follow each other are shown as one rectangle.
banos::result<void> show_changes(banos::client_window& window, const world& cells) {
    int first = -1;
    for (int y = 0; y <= rows; y++) {
        const bool changed = y < rows && draw_row(window.pixels(), cells, y);
        if (changed && first < 0)
            first = y;
        if (!changed && first >= 0) {
            if (auto shown = window.show({0, first * cell, columns * cell, (y - first) * cell});
                !shown)
                return shown;
            first = -1;
        }
    }
    return {};
}

// A server that is gone took the window along: that is how most sessions end.
int ended_by(const banos::error& why) {
    if (why.number() == EPIPE || why.number() == ECONNRESET)
        return 0;
    std::cerr << "life: " << (why.sentence().empty() ? std::strerror(why.number()) : why.sentence())
              << '\n';
    return 1;
}

} // namespace

int main() {
    constexpr int frame_milliseconds = 60;
    auto server = banos::window_client::connect();
    if (!server)
        return ended_by(server.error());
    game play;
    auto window = (*server)->create({.width = columns * cell,
                                     .height = rows * cell,
                                     .format = banos::pixel_format::rgb,
                                     .place = {200, 160},
                                     .title = "life"},
                                    play);
    if (!window)
        return ended_by(window.error());
    using clock = std::chrono::steady_clock;
    auto next = clock::now();
    while (!play.closing) {
        if (clock::now() >= next && (*window)->may_draw()) {
            next = clock::now() + std::chrono::milliseconds(frame_milliseconds);
            if (play.running)
                play.cells.step();
            if (auto shown = show_changes(**window, play.cells); !shown)
                return ended_by(shown.error());
        }
        const auto more = (*server)->wait(frame_milliseconds / 4);
        if (!more)
            return ended_by(more.error());
        if (!*more)
            return 0;
    }
    return 0;
}
