// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A set of pixels, kept as rectangles that do not overlap: what is damaged, or
// what of a window can be seen. Since 0.9. The work is pixman's region code, which
// X servers have used since 1987.
//
// Rectangles must end inside of 31 bits, as all that was clipped to a surface
// does; others are cut there. What needs memory throws std::bad_alloc if there is
// none, and changes nothing then. One region is used by one thread at a time.
#ifndef BANOS_SURFACE_REGION_HPP
#define BANOS_SURFACE_REGION_HPP

#include <banos/surface/rectangle.hpp>

#include <memory>
#include <vector>

namespace banos {

class region {
  public:
    region(); // empty
    explicit region(rectangle whole);
    region(const region& other);
    region(region&& other) noexcept; // leaves `other` only to be assigned to or destroyed
    region& operator=(region other) noexcept;
    ~region();

    // The pixels that are in this, or in that, or in both; in this and not in that; in both.
    // Empty rectangles have none.
    void add(rectangle more);
    void add(const region& more);
    void subtract(rectangle less);
    void subtract(const region& less);
    void intersect(rectangle with);
    void intersect(const region& with);
    // By so many pixels right and down. Does not throw.
    void move(point by);
    // Does not throw.
    void clear();

    // Has it no pixel?
    [[nodiscard]] bool empty() const noexcept;
    [[nodiscard]] bool contains(point at) const noexcept;
    // The smallest rectangle around all of it; empty if it is.
    [[nodiscard]] rectangle bounds() const noexcept;
    // From top to bottom, and then from left to right.
    [[nodiscard]] std::vector<rectangle> rectangles() const;

    friend bool operator==(const region& a, const region& b) noexcept;

  private:
    struct content;
    std::unique_ptr<content> content_;
};

} // namespace banos

#endif
