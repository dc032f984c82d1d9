// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// banos-windowserver: windows of many programs on one screen.
#include "sdl_display.hpp"
#include "signals.hpp"
#include "window_server.hpp"

#include <banos/ipc/socket.hpp>
#include <banos/surface/png.hpp>
#include <banos/window/client.hpp>

#include <csignal>
#include <cstring>
#include <iostream>
#include <optional>

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace {

namespace ipc = banos::ipc;
using namespace banos::windowserver;
using namespace std::chrono_literals;

struct command_line {
    std::int32_t width = 1280;
    std::int32_t height = 720;
    std::string socket = banos::window_client::default_path();
    std::string screenshot;
    bool headless = false;
};

void describe(CLI::App& program, command_line& line) {
    program.set_version_flag("--version", BANOS_PROJECT_VERSION, "Print the version and end");
    program.add_option("--width", line.width, "Of the screen, pixels")
        ->check(CLI::Range(1, 32767))
        ->capture_default_str();
    program.add_option("--height", line.height, "Of the screen, pixels")
        ->check(CLI::Range(1, 32767))
        ->capture_default_str();
    program.add_option("--socket", line.socket, "Where clients connect")->capture_default_str();
    program.add_flag("--headless", line.headless, "Show the screen nowhere");
    program.add_option("--screenshot", line.screenshot,
                       "On SIGUSR1, and at the end, write the screen to this PNG file");
}

void say(std::string_view what, const banos::error& why) {
    std::cerr << "banos-windowserver: " << what << ": "
              << (why.sentence().empty() ? std::strerror(why.number()) : why.sentence()) << '\n';
}

// What runs, in the order in which it is taken apart from the end.
class program {
  public:
    explicit program(const command_line& line) : line_(line) {}

    int run() {
        if (!open_display() || !start())
            return 1;
        if (sdl_ != nullptr)
            watch_input();
        const auto done = loop_->run();
        if (!done)
            say("waiting for clients", done.error());
        if (!line_.socket.starts_with('@'))
            ::unlink(line_.socket.c_str());
        return write_screenshot() && done ? 0 : 1;
    }

  private:
    bool open_display() {
        if (line_.headless) {
            auto made = headless_display::make(line_.width, line_.height);
            if (!made)
                return fail("the screen", made.error());
            display_ = std::move(*made);
            return true;
        }
        auto made = sdl_display::open(line_.width, line_.height);
        if (!made)
            return fail("no window for the screen (--headless needs none)", made.error());
        sdl_ = made->get();
        display_ = std::move(*made);
        return true;
    }

    bool start() {
        auto loop = ipc::event_loop::create();
        if (!loop)
            return fail("the event loop", loop.error());
        loop_.emplace(std::move(*loop));
        auto taken = signals::take(*loop_, {SIGINT, SIGTERM, SIGUSR1}, [this](int which) {
            if (which == SIGUSR1)
                write_screenshot();
            else
                loop_->stop();
        });
        if (!taken)
            return fail("signals", taken.error());
        signals_ = std::move(*taken);
        auto listening = ipc::listen_at(line_.socket);
        if (!listening)
            return fail(line_.socket, listening.error());
        auto server = window_server::create(
            *loop_, *display_, std::move(*listening),
            [](const ipc::client& who, const banos::error& why) {
                say("client " + std::to_string(who.peer().process) + " is disconnected", why);
            });
        if (!server)
            return fail(line_.socket, server.error());
        server_ = std::move(*server);
        return true;
    }

    // SDL has no descriptor to wait for.
    void watch_input() {
        if (!sdl_->handle_input(server_->screen()))
            loop_->stop();
        loop_->after(8ms, [this] { watch_input(); });
    }

    bool write_screenshot() {
        if (line_.screenshot.empty())
            return true;
        const auto written = banos::write_png(display_->screen(), line_.screenshot);
        return written ? true : fail(line_.screenshot, written.error());
    }

    static bool fail(std::string_view what, const banos::error& why) {
        say(what, why);
        return false;
    }

    const command_line& line_;
    std::unique_ptr<display> display_;
    sdl_display* sdl_ = nullptr; // the display, if it is one
    std::optional<ipc::event_loop> loop_;
    std::unique_ptr<signals> signals_;
    std::unique_ptr<window_server> server_;
};

} // namespace

int main(int count, char** arguments) {
    command_line line;
    CLI::App grammar("Shows the windows of its clients.", "banos-windowserver");
    describe(grammar, line);
    CLI11_PARSE(grammar, count, arguments);
    try {
        return program(line).run();
    } catch (const std::exception& why) {
        std::cerr << "banos-windowserver: " << why.what() << '\n';
        return 1;
    }
}
