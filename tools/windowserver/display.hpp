// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Where the desktop is seen.
#ifndef BANOS_WINDOWSERVER_DISPLAY_HPP
#define BANOS_WINDOWSERVER_DISPLAY_HPP

#include <banos/result.hpp>
#include <banos/surface/region.hpp>
#include <banos/surface/surface.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace banos::windowserver {

class display {
  public:
    virtual ~display() = default;
    // Keeps what was drawn; without an alpha channel.
    [[nodiscard]] virtual surface& screen() noexcept = 0;
    // That much of it is new.
    virtual void present(const region& changed) = 0;
};

// Nobody sees it, but for screenshots.
class headless_display final : public display {
  public:
    static result<std::unique_ptr<display>> make(std::int32_t width, std::int32_t height);
    explicit headless_display(surface screen) noexcept : screen_(std::move(screen)) {}

    [[nodiscard]] surface& screen() noexcept override { return screen_; }
    void present(const region& /*changed*/) override {}

  private:
    surface screen_;
};

} // namespace banos::windowserver

#endif
