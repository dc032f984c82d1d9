// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "window_run.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "requests.hpp"

namespace banos::test {

namespace {

using namespace windowserver;

constexpr std::int32_t width = 160;
constexpr std::int32_t height = 120;

struct deaf final : desktop_listener {
    void released(window_id, std::uint32_t) override {}
    void pointer_moved(window_id, point) override {}
    void pointer_button(window_id, point, std::uint8_t, bool) override {}
    void key(window_id, std::uint32_t, bool, std::string_view) override {}
    void focused(window_id, bool) override {}
    void moved(window_id, point) override {}
    void close_requested(window_id) override {}
};

// One byte after another, and zeros behind the end.
class script_reader {
  public:
    explicit script_reader(std::span<const std::byte> script) : left_(script) {}

    [[nodiscard]] bool at_end() const { return left_.empty(); }
    std::uint8_t byte() {
        if (left_.empty())
            return 0;
        const auto first = std::uint8_t(left_[0]);
        left_ = left_.subspan(1);
        return first;
    }
    std::span<const std::byte> bytes(std::size_t most) {
        const auto taken = left_.first(std::min(most, left_.size()));
        left_ = left_.subspan(taken.size());
        return taken;
    }

  private:
    std::span<const std::byte> left_;
};

// Of 16 KiB, made once for all scripts; a memfd that can't shrink, or one that can.
file_descriptor pixels_of_client(bool sealed) {
    static const auto made = [](int seals) {
        const int memory = ::memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        if (memory < 0 || ::ftruncate(memory, 16384) != 0)
            std::abort();
        if (seals != 0 && ::fcntl(memory, F_ADD_SEALS, seals) != 0)
            std::abort();
        return memory;
    };
    static const int good = made(F_SEAL_SHRINK);
    static const int bad = made(0);
    return file_descriptor(::dup(sealed ? good : bad));
}

class session {
  public:
    std::string run(std::span<const std::byte> bytes) {
        script_reader script(bytes);
        while (!script.at_end())
            step(script);
        draw();
        return as_painted_at_once() ? "" : "a frame in pieces is not the frame at once";
    }

  private:
    void step(script_reader& script) {
        const std::uint8_t what = script.byte();
        switch (what % 8) {
        case 0:
            draw();
            break;
        case 1:
            screen_.pointer_to(
                {std::int32_t(script.byte()) - 48, std::int32_t(script.byte()) - 48});
            break;
        case 2:
            screen_.button(std::uint8_t(1 + what / 16 % 3), what / 8 % 2 != 0);
            break;
        case 3:
            screen_.key(script.byte(), what / 8 % 2 != 0, "x");
            break;
        default:
            packet(script, 1 + what / 8 % 2, what / 16);
        }
    }

    // Type and length, then the body. A long script has packets of every size.
    void packet(script_reader& script, client_id from, unsigned descriptors) {
        const std::uint8_t type = script.byte();
        const auto body = script.bytes(script.byte());
        std::vector<file_descriptor> memory;
        for (unsigned i = 0; i < std::min(descriptors, 2u); i++)
            memory.push_back(pixels_of_client(descriptors < 8));
        alignas(8) std::array<std::byte, 8 + 255> bytes = {};
        const ipc::packet_header header{std::uint32_t(8 + body.size()), type,
                                        std::uint16_t(memory.size())};
        std::memcpy(bytes.data(), &header, sizeof(header));
        std::ranges::copy(body, bytes.begin() + sizeof(header));
        ipc::received_packet received{type, std::span(bytes).first(header.size), memory};
        if (!apply_request(screen_, from, received))
            screen_.remove_client(from);
    }

    void draw() { screen_.draw(picture_); }

    [[nodiscard]] bool as_painted_at_once();

    deaf nobody_;
    desktop screen_{width, height, nobody_};
    surface picture_ =
        std::move(*surface::make({.width = width, .height = height, .format = pixel_format::rgb}));
};

// Damage that was forgotten would leave pixels of before.
bool session::as_painted_at_once() {
    std::vector<std::uint32_t> before;
    for (std::int32_t y = 0; y < height; y++)
        before.insert(before.end(), picture_.row(y).begin(), picture_.row(y).end());
    screen_.damage_all();
    draw();
    for (std::int32_t y = 0; y < height; y++)
        if (!std::ranges::equal(picture_.row(y),
                                std::span(before).subspan(std::size_t(y * width), width)))
            return false;
    return true;
}

} // namespace

std::string run_window_script(std::span<const std::byte> script) {
    return session().run(script);
}

} // namespace banos::test
