// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// All forms of operator new and delete. What they need of the C++ library when
// there is no memory is looked for in the program: a program in C has none.
#include "family.hpp"

#include <cstdlib>
#include <new>

#define PUBLIC __attribute__((visibility("default")))

using namespace banos::alloc;

namespace std {
// libstdc++'s and libc++'s, if they are there.
__attribute__((weak, noreturn)) void __throw_bad_alloc(); // NOLINT: their name.
} // namespace std

extern "C" __attribute__((weak)) std::new_handler _ZSt15get_new_handlerv() noexcept;

namespace {

[[noreturn]] void throw_bad_alloc() {
    if (&std::__throw_bad_alloc != nullptr)
        std::__throw_bad_alloc();
    std::abort();
}

std::new_handler handler() noexcept {
    return &_ZSt15get_new_handlerv == nullptr ? nullptr : _ZSt15get_new_handlerv();
}

// Calls the handler until there is memory, or no handler.
__attribute__((noinline, cold)) void* allocate_by_handler(std::size_t size, std::size_t alignment) {
    for (;;) {
        void* block = allocate_aligned(alignment, size);
        if (block != nullptr)
            return block;
        const std::new_handler next = handler();
        if (next == nullptr)
            throw_bad_alloc();
        next();
    }
}

// A handler that throws bad_alloc ends the attempt: so says [new.delete.single].
__attribute__((noinline, cold)) void* allocate_nothrow(std::size_t size,
                                                       std::size_t alignment) noexcept {
    for (;;) {
        void* block = allocate_aligned(alignment, size);
        const std::new_handler next = block == nullptr ? handler() : nullptr;
        if (next == nullptr)
            return block;
        next();
    }
}

[[gnu::noinline]] void release(void* block) noexcept {
    deallocate(block);
}

void* allocate_or_throw(std::size_t size) {
    void* block = allocate(size);
    return block != nullptr ? block : allocate_by_handler(size, block_alignment);
}

void* allocate_or_null(std::size_t size) noexcept {
    void* block = allocate(size);
    return block != nullptr ? block : allocate_nothrow(size, block_alignment);
}

} // namespace

PUBLIC void* operator new(std::size_t size) {
    return allocate_or_throw(size);
}
PUBLIC void* operator new[](std::size_t size) {
    return allocate_or_throw(size);
}
PUBLIC void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return allocate_or_null(size);
}
PUBLIC void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return allocate_or_null(size);
}
PUBLIC void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate_by_handler(size, static_cast<std::size_t>(alignment));
}
PUBLIC void* operator new[](std::size_t size, std::align_val_t alignment) {
    return allocate_by_handler(size, static_cast<std::size_t>(alignment));
}
PUBLIC void* operator new(std::size_t size, std::align_val_t alignment,
                          const std::nothrow_t& /*tag*/) noexcept {
    return allocate_nothrow(size, static_cast<std::size_t>(alignment));
}
PUBLIC void* operator new[](std::size_t size, std::align_val_t alignment,
                            const std::nothrow_t& /*tag*/) noexcept {
    return allocate_nothrow(size, static_cast<std::size_t>(alignment));
}

PUBLIC void operator delete(void* block) noexcept {
    deallocate(block);
}
PUBLIC void operator delete[](void* block) noexcept {
    release(block);
}
PUBLIC void operator delete(void* block, std::size_t /*size*/) noexcept {
    release(block);
}
PUBLIC void operator delete[](void* block, std::size_t /*size*/) noexcept {
    release(block);
}
PUBLIC void operator delete(void* block, const std::nothrow_t& /*tag*/) noexcept {
    release(block);
}
PUBLIC void operator delete[](void* block, const std::nothrow_t& /*tag*/) noexcept {
    release(block);
}
PUBLIC void operator delete(void* block, std::align_val_t /*alignment*/) noexcept {
    release(block);
}
PUBLIC void operator delete[](void* block, std::align_val_t /*alignment*/) noexcept {
    release(block);
}
PUBLIC void operator delete(void* block, std::size_t /*size*/,
                            std::align_val_t /*alignment*/) noexcept {
    release(block);
}
PUBLIC void operator delete[](void* block, std::size_t /*size*/,
                              std::align_val_t /*alignment*/) noexcept {
    release(block);
}
PUBLIC void operator delete(void* block, std::align_val_t /*alignment*/,
                            const std::nothrow_t& /*tag*/) noexcept {
    release(block);
}
PUBLIC void operator delete[](void* block, std::align_val_t /*alignment*/,
                              const std::nothrow_t& /*tag*/) noexcept {
    release(block);
}
