// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Where the pixels of a surface live.
#include "banos/surface/surface.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace banos {

namespace {

constexpr std::uint32_t bytes_per_pixel = sizeof(std::uint32_t);

// So long as it has no more rows than that, no size overflows 64 bits.
constexpr bool has_good_side(std::int32_t side) {
    return side >= 1 && side <= largest_surface_side;
}

// With the stride filled in.
result<surface_layout> checked(surface_layout layout) noexcept {
    if (!has_good_side(layout.width) || !has_good_side(layout.height))
        return error(EINVAL, "a surface has 1 to 32767 columns and rows");
    const std::uint32_t least = std::uint32_t(layout.width) * bytes_per_pixel;
    if (layout.stride == 0)
        layout.stride = least;
    if (layout.stride < least || layout.stride % bytes_per_pixel != 0)
        return error(EINVAL, "the stride is not a multiple of 4, or less than a row");
    if (layout.format != pixel_format::argb && layout.format != pixel_format::rgb)
        return error(EINVAL, "no such pixel format");
    return layout;
}

std::size_t size_of(const surface_layout& layout) noexcept {
    return std::size_t(layout.height) * layout.stride;
}

// A null pointer, and errno, if it fails.
std::byte* mapped(int descriptor, std::size_t size, int protection) noexcept {
    const int kind = descriptor < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
    void* at = ::mmap(nullptr, size, protection, kind, descriptor, 0);
    return at == MAP_FAILED ? nullptr : static_cast<std::byte*>(at);
}

// Sealed before anybody else can have it.
result<file_descriptor> sealed_memory(std::size_t size) noexcept {
    file_descriptor memory(::memfd_create("banos-surface", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (memory.number() < 0)
        return error(errno, "the kernel has no memfd for a surface");
    if (::ftruncate(memory.number(), off_t(size)) != 0 ||
        ::fcntl(memory.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return error(errno, "the memfd of a surface could not be made as large as it is");
    return memory;
}

result<void> check_shared(int descriptor, std::size_t size) noexcept {
    const int seals = ::fcntl(descriptor, F_GET_SEALS);
    if (seals < 0)
        return error(errno == EINVAL ? EPERM : errno, "the pixels are not in a memfd");
    if ((seals & F_SEAL_SHRINK) == 0)
        return error(EPERM, "the memfd can still shrink: it has no F_SEAL_SHRINK");
    struct stat what = {};
    if (::fstat(descriptor, &what) != 0)
        return error(errno);
    if (what.st_size < 0 || std::uint64_t(what.st_size) < size)
        return error(ERANGE, "the memfd is smaller than the layout says");
    return {};
}

void make_opaque(surface& fresh) noexcept {
    if (!fresh.has_alpha())
        fill(fresh, fresh.bounds(), 0);
}

} // namespace

result<surface> surface::make(const surface_layout& wanted) noexcept {
    const auto layout = checked(wanted);
    if (!layout)
        return layout.error();
    std::byte* pixels = mapped(-1, size_of(*layout), PROT_READ | PROT_WRITE);
    if (pixels == nullptr)
        return error(ENOMEM, "no memory for the pixels of a surface");
    surface made(pixels, *layout, file_descriptor(), true);
    make_opaque(made);
    return made;
}

result<surface> surface::make_shared(const surface_layout& wanted) noexcept {
    const auto layout = checked(wanted);
    if (!layout)
        return layout.error();
    auto memory = sealed_memory(size_of(*layout));
    if (!memory)
        return memory.error();
    auto made = map(std::move(*memory), *layout, surface_access::read_write);
    if (made)
        make_opaque(*made);
    return made;
}

result<surface> surface::map(file_descriptor shared, const surface_layout& wanted,
                             surface_access access) noexcept {
    const auto layout = checked(wanted);
    if (!layout)
        return layout.error();
    if (const auto good = check_shared(shared.number(), size_of(*layout)); !good)
        return good.error();
    const bool writable = access == surface_access::read_write;
    std::byte* pixels =
        mapped(shared.number(), size_of(*layout), writable ? PROT_READ | PROT_WRITE : PROT_READ);
    if (pixels == nullptr)
        return error(errno, "the pixels of a surface could not be mapped");
    return surface(pixels, *layout, std::move(shared), writable);
}

surface::surface(surface&& other) noexcept
    : pixels_(std::exchange(other.pixels_, nullptr)), layout_(other.layout_),
      descriptor_(std::move(other.descriptor_)), writable_(other.writable_) {}

surface& surface::operator=(surface other) noexcept {
    std::swap(pixels_, other.pixels_);
    std::swap(layout_, other.layout_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(writable_, other.writable_);
    return *this;
}

surface::~surface() {
    if (pixels_ != nullptr)
        ::munmap(pixels_, size());
}

} // namespace banos
