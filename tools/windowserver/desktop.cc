// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "desktop.hpp"

#include "composition.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace banos::windowserver {

namespace {

// Windows stay where arithmetic on their places is safe, however far off the screen.
constexpr std::int32_t farthest = 1 << 20;

point near(point where) noexcept {
    return {std::clamp(where.x, -farthest, farthest), std::clamp(where.y, -farthest, farthest)};
}

point within(const window& which, point where) noexcept {
    return {where.x - which.place.x, where.y - which.place.y};
}

bool same_layout(const surface& a, const surface& b) noexcept {
    return a.layout().width == b.layout().width && a.layout().height == b.layout().height &&
           a.layout().format == b.layout().format;
}

} // namespace

desktop::desktop(std::int32_t width, std::int32_t height, desktop_listener& listener)
    : bounds_{0, 0, width, height}, listener_(listener), damage_(bounds_) {}

std::optional<window_id> desktop::focus() const {
    return focus_ ? std::optional(focus_->id) : std::nullopt;
}

window* desktop::find(window_id which) noexcept {
    const auto found = std::ranges::find(windows_, which, [](const auto& one) { return one->id; });
    return found == windows_.end() ? nullptr : found->get();
}

result<window*> desktop::asked_for(window_id which) noexcept {
    window* const found = find(which);
    if (found == nullptr)
        return error(ENOENT, "there is no window of this number");
    return found;
}

window* desktop::topmost_at(point where) noexcept {
    const auto found = std::ranges::find_if(windows_, [where](const auto& one) {
        return one->is_visible() && one->frame().contains(where);
    });
    return found == windows_.end() ? nullptr : found->get();
}

std::uint64_t desktop::pixels_of(client_id whose, const window* without) const noexcept {
    std::uint64_t sum = 0;
    for (const auto& one : windows_)
        if (one->id.client == whose && one.get() != without && one->shared)
            sum += std::uint64_t(one->shared->layout().width) *
                   std::uint64_t(one->shared->layout().height);
    return sum;
}

void desktop::damage(rectangle where) {
    damage_.add(intersection(where, bounds_));
}

void desktop::damage(const window& whole) {
    if (whole.is_visible())
        damage(whole.frame());
}

result<void> desktop::create(window_id which, point place, std::string_view title) {
    if (find(which) != nullptr)
        return error(EEXIST, "there is a window of this number already");
    const auto has =
        std::ranges::count(windows_, which.client, [](const auto& one) { return one->id.client; });
    if (std::size_t(has) >= window_protocol::most_windows)
        return error(ENOSPC, "a client has 64 windows at most");
    if (title.size() > window_protocol::longest_title)
        return error(EINVAL, "a title has 256 bytes at most");
    auto made = std::make_unique<window>();
    made->id = which;
    made->place = near(place);
    made->title = title;
    windows_.insert(windows_.begin(), std::move(made));
    return {};
}

result<void> desktop::set_pixels(window_id which, surface shared) {
    const auto found = asked_for(which);
    if (!found)
        return found.error();
    const std::uint64_t more =
        std::uint64_t(shared.layout().width) * std::uint64_t(shared.layout().height);
    if (pixels_of(which.client, *found) + more > most_pixels)
        return error(ENOSPC, "a client has 67108864 pixels at most");
    (*found)->shared = std::move(shared);
    (*found)->stale.clear();
    return {};
}

// Copied when a frame is drawn: who invalidates more often than that gains nothing.
result<void> desktop::invalidate(window_id which, rectangle where, std::uint32_t serial) {
    constexpr std::size_t most_pieces = 64;
    const auto found = asked_for(which);
    if (!found)
        return found.error();
    window& it = **found;
    if (!it.shared)
        return error(EINVAL, "a window without pixels has nothing to show");
    it.stale.add(intersection(where, it.shared->bounds()));
    if (it.stale.rectangles().size() > most_pieces)
        it.stale = region(it.stale.bounds());
    it.serial = serial;
    stale_ = true;
    return {};
}

result<void> desktop::set_title(window_id which, std::string_view title) {
    const auto found = asked_for(which);
    if (!found)
        return found.error();
    if (title.size() > window_protocol::longest_title)
        return error(EINVAL, "a title has 256 bytes at most");
    window& it = **found;
    it.title = title;
    it.title_bar.reset();
    if (it.is_visible())
        damage(it.title_area());
    return {};
}

void desktop::move_to(window& which, point to) {
    damage(which);
    which.place = near(to);
    damage(which);
}

result<void> desktop::move(window_id which, point to) {
    const auto found = asked_for(which);
    if (!found)
        return found.error();
    move_to(**found, to);
    return {};
}

void desktop::bring_to_front(window& which) {
    const auto place = std::ranges::find(windows_, &which, &std::unique_ptr<window>::get);
    std::rotate(windows_.begin(), place, place + 1);
    damage(which);
    focus_on(&which);
}

result<void> desktop::raise(window_id which) {
    const auto found = asked_for(which);
    if (!found)
        return found.error();
    if ((*found)->is_visible())
        bring_to_front(**found);
    return {};
}

void desktop::focus_on(window* next) {
    if (next == focus_)
        return;
    for (window* const one : {focus_, next}) {
        if (one == nullptr)
            continue;
        one->title_bar.reset();
        if (one->is_visible())
            damage(one->title_area());
        listener_.focused(one->id, one == next);
    }
    focus_ = next;
}

void desktop::remove(window& which) {
    damage(which);
    if (held_ == &which) {
        held_ = nullptr;
        drag_.reset();
    }
    if (focus_ == &which)
        focus_ = nullptr; // it need not hear of it any more
    std::erase_if(windows_, [&which](const auto& one) { return one.get() == &which; });
    if (focus_ == nullptr && !windows_.empty() && windows_.front()->is_visible())
        focus_on(windows_.front().get());
}

result<void> desktop::close(window_id which) {
    const auto found = asked_for(which);
    if (!found)
        return found.error();
    remove(**found);
    return {};
}

void desktop::remove_client(client_id gone) {
    const auto is_gone = [gone](const auto& one) { return one->id.client == gone; };
    for (;;) {
        const auto next = std::ranges::find_if(windows_, is_gone);
        if (next == windows_.end())
            return;
        remove(**next);
    }
}

void desktop::pointer_to(point where) {
    pointer_ = where;
    if (held_ != nullptr && drag_) {
        move_to(*held_, {where.x - drag_->x, where.y - drag_->y});
        listener_.moved(held_->id, held_->place);
        return;
    }
    window* const under = held_ != nullptr ? held_ : topmost_at(where);
    if (under != nullptr && (held_ != nullptr || under->content().contains(where)))
        listener_.pointer_moved(under->id, within(*under, where));
}

void desktop::press(window* on, std::uint8_t which) {
    if (on == nullptr)
        return;
    bring_to_front(*on);
    if (on->content().contains(pointer_)) {
        held_ = on;
        listener_.pointer_button(on->id, within(*on, pointer_), which, true);
    } else if (on->close_area().contains(pointer_)) {
        listener_.close_requested(on->id);
    } else {
        held_ = on;
        drag_ = within(*on, pointer_);
    }
}

// The first button that is pressed decides whom the others belong to, until all are
// let go.
void desktop::button(std::uint8_t which, bool pressed) {
    const unsigned bit = 1u << (which % 32);
    const bool first = buttons_ == 0;
    buttons_ = pressed ? buttons_ | bit : buttons_ & ~bit;
    if (pressed && first) {
        press(topmost_at(pointer_), which);
        return;
    }
    if (held_ != nullptr && !drag_)
        listener_.pointer_button(held_->id, within(*held_, pointer_), which, pressed);
    if (buttons_ == 0) {
        held_ = nullptr;
        drag_.reset();
    }
}

void desktop::key(std::uint32_t code, bool pressed, std::string_view text) {
    if (focus_ != nullptr)
        listener_.key(focus_->id, code, pressed, text);
}

// Without memory for the copy, the window stays as it was.
void desktop::copy_stale(window& from) {
    if (from.stale.empty())
        return;
    const bool fresh = !from.shown || !same_layout(*from.shown, *from.shared);
    if (fresh) {
        auto made = surface::make({.width = from.shared->layout().width,
                                   .height = from.shared->layout().height,
                                   .format = from.shared->layout().format});
        if (!made)
            return;
        damage(from);
        const bool first = !from.shown;
        from.shown = std::move(*made);
        from.title_bar.reset();
        damage(from);
        if (first)
            bring_to_front(from);
    }
    for (const rectangle part : from.stale.rectangles()) {
        const rectangle changed = banos::invalidate(*from.shown, *from.shared, part);
        damage(rectangle{from.place.x + changed.x, from.place.y + changed.y, changed.width,
                         changed.height});
    }
    from.stale.clear();
    listener_.released(from.id, from.serial);
}

region desktop::draw(surface& screen) {
    if (stale_) {
        // Showing a window for the first time brings it to the front; so the lowest goes first,
        // and what comes within one frame lies as if it had come in several.
        std::vector<window*> all;
        for (auto one = windows_.rbegin(); one != windows_.rend(); ++one)
            all.push_back(one->get());
        for (window* const one : all)
            copy_stale(*one);
        stale_ = false;
    }
    region changed;
    compose_windows(screen, windows_, focus_, damage_);
    std::swap(changed, damage_);
    return changed;
}

} // namespace banos::windowserver
