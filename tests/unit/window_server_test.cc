// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Clients and the server, in one thread, over real sockets.
#include <gtest/gtest.h>

#include <banos/ipc/socket.hpp>
#include <banos/window/client.hpp>

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "window_server.hpp"

namespace {

namespace ipc = banos::ipc;
namespace protocol = banos::window_protocol;
using namespace banos::windowserver;
using banos::client_window;
using banos::file_descriptor;
using banos::pixel_format;
using banos::point;
using banos::window_client;
using namespace std::chrono_literals;

class window_server_test : public testing::Test {
  public:
    window_server_test() {
        const std::string path = "@banos-window-test-" + std::to_string(::getpid());
        auto listening = ipc::listen_at(path);
        EXPECT_TRUE(listening);
        auto made = window_server::create(loop, *shown, std::move(*listening),
                                          [this](const ipc::client&, const banos::error& why) {
                                              complaints.push_back(why.number());
                                          });
        EXPECT_TRUE(made);
        server = std::move(*made);
    }

    // Both ends of a connection: ours does not block.
    file_descriptor connected() {
        auto pair = ipc::socket_pair();
        EXPECT_TRUE(pair);
        EXPECT_NE(server->connections().adopt(std::move(pair->first)), nullptr);
        return std::move(pair->second);
    }

    // Until it holds, or it is clear that it never will.
    template<typename condition>
    bool turn_until(condition holds) {
        for (int i = 0; i < 1000; i++) {
            if (holds())
                return true;
            if (!loop.turn(1ms))
                return false;
        }
        return holds();
    }

    [[nodiscard]] std::uint32_t pixel(point at) { return *shown->screen().at(at); }
    [[nodiscard]] std::size_t clients() { return server->connections().client_count(); }

    std::vector<int> complaints;
    ipc::event_loop loop = std::move(*ipc::event_loop::create());
    std::unique_ptr<display> shown = std::move(*headless_display::make(300, 200));
    std::unique_ptr<window_server> server;
};

struct listener final : banos::window_listener {
    void may_draw(client_window&) override { drawable++; }
    void pointer_button(client_window&, point at, std::uint8_t button, bool pressed) override {
        clicked = pressed && button == 1 ? at : clicked;
    }
    void key(client_window&, std::uint32_t, bool pressed, std::string_view text) override {
        if (pressed)
            typed += text;
    }
    void focused(client_window&, bool is) override { focus = is; }
    void moved(client_window&, point to) override { place = to; }
    void close_requested(client_window&) override { closing = true; }

    int drawable = 0;
    point clicked, place;
    std::string typed;
    bool focus = false;
    bool closing = false;
};

TEST_F(window_server_test, shows_what_a_client_draws) {
    window_client client(connected());
    listener told;
    auto window = client.create(
        {.width = 50, .height = 40, .format = pixel_format::rgb, .place = {60, 70}, .title = "a"},
        told);
    ASSERT_TRUE(window) << window.error().sentence();
    client_window& it = **window;
    EXPECT_TRUE(it.may_draw());
    banos::fill(it.pixels(), it.pixels().bounds(), 0x112233);
    ASSERT_TRUE(it.show(it.pixels().bounds()));
    EXPECT_FALSE(it.may_draw());
    EXPECT_TRUE(turn_until([&] { return pixel({60, 70}) == 0xFF112233; }));
    EXPECT_TRUE(turn_until([&] { return *client.wait(0) && told.drawable == 1; }));
    EXPECT_TRUE(it.may_draw());
    EXPECT_TRUE(told.focus);

    ASSERT_TRUE(it.move({100, 100}));
    EXPECT_TRUE(turn_until([&] { return pixel({149, 139}) == 0xFF112233; }));
    ASSERT_TRUE(it.resize(10, 10));
    banos::fill(it.pixels(), it.pixels().bounds(), 0x445566);
    ASSERT_TRUE(it.show(it.pixels().bounds()));
    EXPECT_TRUE(turn_until([&] { return pixel({100, 100}) == 0xFF445566; }));
    window->reset();
    EXPECT_TRUE(turn_until([&] { return pixel({100, 100}) == pixel({0, 0}); }));
    EXPECT_EQ(complaints, std::vector<int>());
}

TEST_F(window_server_test, tells_the_client_what_the_user_does) {
    window_client client(connected());
    listener told;
    auto window =
        client.create({.width = 50, .height = 40, .place = {60, 70}, .title = "input"}, told);
    ASSERT_TRUE(window);
    ASSERT_TRUE((*window)->show({0, 0, 50, 40}));
    ASSERT_TRUE(turn_until([&] { return *client.wait(0) && told.focus; }));
    server->screen().pointer_to({65, 77});
    server->screen().button(1, true);
    server->screen().button(1, false);
    server->screen().key(4, true, "a");
    server->screen().pointer_to({70, 60});
    server->screen().button(1, true);
    server->screen().pointer_to({90, 70});
    server->screen().button(1, false);
    EXPECT_TRUE(turn_until([&] {
        return *client.wait(0) && told.clicked == point{5, 7} && told.typed == "a" &&
               told.place == point{80, 80};
    }));
    server->screen().pointer_to({125, 65});
    server->screen().button(1, true);
    EXPECT_TRUE(turn_until([&] { return *client.wait(0) && told.closing; }));
}

TEST_F(window_server_test, a_client_that_dies_takes_its_windows_along) {
    listener told;
    {
        window_client client(connected());
        auto window = client.create({.width = 50, .height = 40, .place = {60, 70}}, told);
        ASSERT_TRUE(window);
        banos::fill((*window)->pixels(), {0, 0, 50, 40}, 0xFF112233);
        ASSERT_TRUE((*window)->show({0, 0, 50, 40}));
        ASSERT_TRUE(turn_until([&] { return pixel({60, 70}) == 0xFF112233; }));
        // As when it is killed: nobody says that the window is closed.
        ::shutdown(client.descriptor(), SHUT_RDWR);
        EXPECT_TRUE(turn_until([&] { return clients() == 0; }));
    }
    EXPECT_TRUE(turn_until([&] { return pixel({60, 70}) == pixel({0, 0}); }));
}

// Sends packets of its own making.
class hostile_client {
  public:
    explicit hostile_client(file_descriptor socket) : stream_(std::move(socket)) {}

    template<typename packet>
    void say(const packet& what) {
        (void)stream_.send(what);
    }
    template<typename packet>
    void say(const packet& what, file_descriptor memory) {
        (void)stream_.send(what, {&memory, 1});
    }
    void say_bytes(std::string_view bytes) {
        EXPECT_EQ(::write(stream_.descriptor(), bytes.data(), bytes.size()), ssize_t(bytes.size()));
    }

  private:
    ipc::stream stream_;
};

file_descriptor memory(std::size_t size, int seals) {
    file_descriptor made(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    EXPECT_EQ(::ftruncate(made.number(), off_t(size)), 0);
    if (seals != 0) {
        EXPECT_EQ(::fcntl(made.number(), F_ADD_SEALS, seals), 0);
    }
    return made;
}

class hostile : public window_server_test {
  public:
    hostile() {
        bystander_window = std::move(*bystander.create(
            {.width = 20, .height = 20, .place = {10, 50}, .title = "bystander"}, told));
        banos::fill(bystander_window->pixels(), {0, 0, 20, 20}, 0xFF00FF00);
        EXPECT_TRUE(bystander_window->show({0, 0, 20, 20}));
        EXPECT_TRUE(turn_until([this] { return pixel({10, 50}) == 0xFF00FF00; }));
    }

    // The liar is gone, for that reason, and the other client is as before.
    void expect_only_the_bystander(int reason) {
        EXPECT_TRUE(turn_until([this] { return clients() == 1; }));
        EXPECT_EQ(complaints, std::vector<int>{reason});
        told.drawable = 0;
        banos::fill(bystander_window->pixels(), {0, 0, 20, 20}, 0xFF0000FF);
        EXPECT_TRUE(bystander_window->show({0, 0, 20, 20}));
        EXPECT_TRUE(turn_until([this] { return *bystander.wait(0) && told.drawable == 1; }));
        EXPECT_EQ(pixel({10, 50}), 0xFF0000FF);
    }

    listener told;
    window_client bystander{connected()};
    std::unique_ptr<client_window> bystander_window;
    hostile_client liar{connected()};
};

TEST_F(hostile, memory_that_can_shrink) {
    liar.say(protocol::create_window{.window = 1});
    liar.say(protocol::set_pixels{.window = 1, .width = 10, .height = 10, .stride = 40},
             memory(400, 0));
    expect_only_the_bystander(EPERM);
}

TEST_F(hostile, memory_that_is_too_small) {
    liar.say(protocol::create_window{.window = 1});
    liar.say(protocol::set_pixels{.window = 1, .width = 10, .height = 11, .stride = 40},
             memory(400, F_SEAL_SHRINK));
    expect_only_the_bystander(ERANGE);
}

TEST_F(hostile, pixels_without_memory) {
    liar.say(protocol::create_window{.window = 1});
    liar.say(protocol::set_pixels{.window = 1, .width = 10, .height = 10, .stride = 40});
    expect_only_the_bystander(EBADMSG);
}

TEST_F(hostile, memory_where_none_belongs) {
    liar.say(protocol::create_window{.window = 1}, memory(400, F_SEAL_SHRINK));
    expect_only_the_bystander(EBADMSG);
}

TEST_F(hostile, a_format_that_does_not_exist) {
    liar.say(protocol::create_window{.window = 1});
    liar.say(
        protocol::set_pixels{
            .window = 1, .width = 10, .height = 10, .stride = 40, .format = pixel_format(9)},
        memory(400, F_SEAL_SHRINK));
    expect_only_the_bystander(EDOM);
}

TEST_F(hostile, a_window_of_somebody_else) {
    liar.say(protocol::close_window{.window = 1});
    expect_only_the_bystander(ENOENT);
}

TEST_F(hostile, a_packet_that_does_not_exist) {
    liar.say(protocol::release{.window = 1});
    expect_only_the_bystander(EBADMSG);
}

TEST_F(hostile, bytes_that_are_no_packets) {
    liar.say_bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(turn_until([this] { return clients() == 1; }));
    EXPECT_EQ(complaints.size(), 1u);
    complaints.clear();
}

// It floods, and never reads what it is told: it loses its own events.
TEST_F(hostile, a_flood_that_does_not_read) {
    liar.say(protocol::create_window{.window = 1, .place = {100, 100}});
    liar.say(protocol::set_pixels{.window = 1, .width = 10, .height = 10, .stride = 40},
             memory(400, F_SEAL_SHRINK));
    for (std::uint32_t i = 0; i < 20'000; i++) {
        liar.say(protocol::invalidate{.window = 1, .where = {0, 0, 10, 10}, .serial = i});
        server->screen().pointer_to({105, 105});
        server->screen().button(1, i % 2 == 0);
        if (i % 1000 == 0) {
            told.drawable = 0;
            EXPECT_TRUE(bystander_window->show({0, 0, 20, 20}));
            EXPECT_TRUE(turn_until([this] { return *bystander.wait(0) && told.drawable > 0; }))
                << i;
        }
    }
    EXPECT_EQ(clients(), 2u);
}

} // namespace
