// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "banos/surface/region.hpp"

#include <limits>
#include <new>
#include <utility>

#include <pixman.h>

namespace banos {

// Not copyable by itself: pixman's struct owns memory.
struct region::content {
    content() { pixman_region32_init(&set); }
    content(const content&) = delete;
    content& operator=(const content&) = delete;
    ~content() { pixman_region32_fini(&set); }

    pixman_region32_t set;
};

namespace {

void require(pixman_bool_t done) {
    if (!done)
        throw std::bad_alloc();
}

// Pixman adds widths up in 32 bits.
rectangle cut(rectangle given) noexcept {
    constexpr std::int32_t far = std::numeric_limits<std::int32_t>::max() / 2;
    return intersection(given, {-far, -far, 2 * far, 2 * far});
}

} // namespace

region::region() : content_(std::make_unique<content>()) {}

region::region(rectangle whole) : region() {
    add(whole);
}

region::region(const region& other) : region() {
    require(pixman_region32_copy(&content_->set, &other.content_->set));
}

region::region(region&& other) noexcept = default;

region& region::operator=(region other) noexcept {
    std::swap(content_, other.content_);
    return *this;
}

region::~region() = default;

// All operations build their result aside, so that a failure changes nothing:
// pixman itself leaves a broken region behind.
void region::add(rectangle more) {
    more = cut(more);
    if (more.empty())
        return;
    region made;
    require(pixman_region32_union_rect(&made.content_->set, &content_->set, more.x, more.y,
                                       unsigned(more.width), unsigned(more.height)));
    *this = std::move(made);
}

void region::add(const region& more) {
    region made;
    require(pixman_region32_union(&made.content_->set, &content_->set, &more.content_->set));
    *this = std::move(made);
}

void region::subtract(rectangle less) {
    subtract(region(less));
}

void region::subtract(const region& less) {
    region made;
    require(pixman_region32_subtract(&made.content_->set, &content_->set, &less.content_->set));
    *this = std::move(made);
}

void region::intersect(rectangle with) {
    intersect(region(with));
}

void region::intersect(const region& with) {
    region made;
    require(pixman_region32_intersect(&made.content_->set, &content_->set, &with.content_->set));
    *this = std::move(made);
}

void region::move(point by) {
    pixman_region32_translate(&content_->set, by.x, by.y);
}

void region::clear() {
    pixman_region32_clear(&content_->set);
}

bool region::empty() const noexcept {
    return !pixman_region32_not_empty(&content_->set);
}

bool region::contains(point at) const noexcept {
    return pixman_region32_contains_point(&content_->set, at.x, at.y, nullptr) != 0;
}

rectangle region::bounds() const noexcept {
    const pixman_box32_t& box = *pixman_region32_extents(&content_->set);
    return {box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1};
}

std::vector<rectangle> region::rectangles() const {
    int count = 0;
    const pixman_box32_t* boxes = pixman_region32_rectangles(&content_->set, &count);
    std::vector<rectangle> all;
    all.reserve(std::size_t(count));
    for (int i = 0; i < count; i++)
        all.push_back(
            {boxes[i].x1, boxes[i].y1, boxes[i].x2 - boxes[i].x1, boxes[i].y2 - boxes[i].y1});
    return all;
}

bool operator==(const region& a, const region& b) noexcept {
    return pixman_region32_equal(&a.content_->set, &b.content_->set) != 0;
}

} // namespace banos
