// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Pictures in memory: of a process alone, or in a memfd that a client and the
// window server share.
//
//     auto window = banos::surface::make_shared({.width = 640, .height = 480});
//     banos::fill(*window, window->bounds(), 0xFF202020);
//     send(window->descriptor(), window->layout());
//
// Since 0.9. Nothing throws. Each call writes to the surfaces that it takes by
// reference; a surface that nobody writes to may be read in any number of threads.
// Of a shared one, the other process may change the pixels at any time: they are
// data, on which nothing here bases a decision.
#ifndef BANOS_SURFACE_SURFACE_HPP
#define BANOS_SURFACE_SURFACE_HPP

#include <banos/file_descriptor.hpp>
#include <banos/result.hpp>
#include <banos/surface/rectangle.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace banos {

// Both are 0xAARRGGBB in the machine's byte order.
enum class pixel_format : std::uint32_t {
    argb, // colours are premultiplied by alpha
    rgb,  // no alpha channel: each alpha is 0xFF
};

struct surface_layout {
    std::int32_t width = 0;   // pixels, 1 to largest_surface_side
    std::int32_t height = 0;  // likewise
    std::uint32_t stride = 0; // bytes from row to row: a multiple of 4, at least
                              // 4 * width. 0: 4 * width
    pixel_format format = pixel_format::argb;
};

inline constexpr std::int32_t largest_surface_side = 32767;

enum class surface_access { read, read_write };

class surface {
  public:
    // Memory of this process; all zero, or opaque black without an alpha channel.
    // Errors: EINVAL, the layout is out of range; ENOMEM.
    [[nodiscard]] static result<surface> make(const surface_layout& wanted) noexcept;

    // The same in a new memfd, which can't shrink or grow any more.
    // Errors: as make(), and what memfd_create(2) answers.
    [[nodiscard]] static result<surface> make_shared(const surface_layout& wanted) noexcept;

    // The pixels behind a descriptor that make_shared() of another process, or the
    // like, has made; the surface closes it.
    // Errors: EINVAL, the layout is out of range; EPERM, the other process could
    // still shrink it (there is no F_SEAL_SHRINK), which would kill this one with
    // SIGBUS; ERANGE, it is too small for the layout; EBADF and what else fcntl(2),
    // fstat(2) and mmap(2) answer. Then the descriptor is closed too.
    [[nodiscard]] static result<surface> map(file_descriptor shared, const surface_layout& layout,
                                             surface_access access) noexcept;

    // Leaves `other` only to be assigned to or destroyed.
    surface(surface&& other) noexcept;
    surface& operator=(surface other) noexcept;
    // Unmaps the pixels, and closes the descriptor.
    ~surface();

    // With the stride as it is.
    [[nodiscard]] const surface_layout& layout() const noexcept { return layout_; }
    [[nodiscard]] rectangle bounds() const noexcept {
        return {0, 0, layout_.width, layout_.height};
    }
    [[nodiscard]] bool has_alpha() const noexcept { return layout_.format == pixel_format::argb; }
    // May its pixels be written?
    [[nodiscard]] bool writable() const noexcept { return writable_; }
    // Of the memfd; -1 if there is none. It stays the surface's.
    [[nodiscard]] int descriptor() const noexcept { return descriptor_.number(); }

    // `y` and `x` are inside of bounds(); the second form of a surface that is
    // writable.
    [[nodiscard]] std::span<const std::uint32_t> row(std::int32_t y) const noexcept {
        return {at({0, y}), std::size_t(layout_.width)};
    }
    [[nodiscard]] std::span<std::uint32_t> row(std::int32_t y) noexcept {
        return {at({0, y}), std::size_t(layout_.width)};
    }
    [[nodiscard]] const std::uint32_t* at(point where) const noexcept {
        return reinterpret_cast<const std::uint32_t*>(pixels_ +
                                                      std::size_t(where.y) * layout_.stride) +
               where.x;
    }
    [[nodiscard]] std::uint32_t* at(point where) noexcept {
        return reinterpret_cast<std::uint32_t*>(pixels_ + std::size_t(where.y) * layout_.stride) +
               where.x;
    }

  private:
    surface(std::byte* pixels, const surface_layout& layout, file_descriptor descriptor,
            bool writable) noexcept
        : pixels_(pixels), layout_(layout), descriptor_(std::move(descriptor)),
          writable_(writable) {}

    [[nodiscard]] std::size_t size() const noexcept {
        return std::size_t(layout_.height) * layout_.stride;
    }

    std::byte* pixels_; // mapped; null if moved from
    surface_layout layout_;
    file_descriptor descriptor_;
    bool writable_;
};

// Bring what was drawn to where it is seen: the same rectangle of both, clipped to
// both. One copy if the rectangle spans the full width of both and the rows follow
// each other without a gap, otherwise a copy for each row. If `shown` has no alpha
// channel, each alpha becomes 0xFF on the way. `shown` is writable, and not `drawn`.
// Answers what was copied: this is what is damaged.
rectangle invalidate(surface& shown, const surface& drawn, rectangle where) noexcept;

enum class composition {
    source, // the pixels of `from` replace those of `onto`
    over,   // SRC OVER; the same if `from` has no alpha channel
};

// Lay `part` of `from` onto another surface, its upper left corner at `place`;
// clipped to both. `onto` is writable, and not `from`. Answers what of `onto` may
// have changed.
rectangle compose(surface& onto, point place, const surface& from, rectangle part,
                  composition how) noexcept;

// Clipped. `colour` is premultiplied; without an alpha channel it becomes opaque.
// Answers what was filled.
rectangle fill(surface& onto, rectangle where, std::uint32_t colour) noexcept;

} // namespace banos

#endif
