// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "alloc_model.hpp"

#include <banos/malloc.h>

#include <algorithm>
#include <cstring>

bool random_choices::next(std::uint64_t& choice) {
    if (left_ == 0)
        return false;
    left_--;
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    choice = mixed ^ (mixed >> 31);
    return true;
}

namespace {

// Mostly small, some of all sizes up to 64 KiB, seldom more.
std::size_t size_of(std::uint64_t choice) {
    const std::uint64_t number = choice >> 32;
    const std::uint64_t kind = choice % 512;
    if (kind == 0)
        return number % 600000;
    if (kind < 8)
        return number % 70000;
    if (kind < 64)
        return number % 5000;
    return number % 600;
}

// Only the ends of larger blocks are written: the rest is for the soak test.
std::size_t checked_bytes(std::size_t size) {
    return std::min<std::size_t>(size, 64);
}

bool holds(const unsigned char* start, std::size_t size, unsigned char pattern) {
    return std::all_of(start, start + size, [&](unsigned char byte) { return byte == pattern; });
}

} // namespace

alloc_model::~alloc_model() {
    for (block& each : blocks_)
        banos_free(each.start);
}

void alloc_model::run(choice_source& source) {
    std::uint64_t choice = 0;
    while (complaint_.empty() && source.next(choice))
        step(choice);
}

void alloc_model::step(std::uint64_t choice) {
    operations_++;
    block& at = blocks_[(choice >> 8) % blocks_.size()];
    const std::uint64_t next = choice * 0x9e3779b97f4a7c15U + operations_;
    if (at.start == nullptr)
        make(at, next);
    else if (choice % 8 == 0)
        resize(at, next);
    else
        release(at);
}

void alloc_model::make(block& at, std::uint64_t choice) {
    const std::size_t size = size_of(choice);
    if (choice >> 8 & 15) {
        accept(at, banos_malloc(size), size, 16);
    } else if (choice >> 12 & 1) {
        accept(at, banos_calloc(1, size), size, 16);
        if (at.start != nullptr && !holds(at.start, size, 0))
            complain("calloc left something in a block", size);
    } else {
        const std::size_t alignment = std::size_t{16} << (choice >> 13) % 12;
        accept(at, banos_aligned_alloc(alignment, size), size, alignment);
    }
    fill(at, choice);
}

void alloc_model::resize(block& at, std::uint64_t choice) {
    const std::size_t size = size_of(choice) + 1;
    check(at, at.size);
    const std::size_t kept = std::min(size, at.size);
    void* resized = banos_realloc(at.start, size);
    accept(at, resized, size, 16);
    if (at.start != nullptr && !holds(at.start, checked_bytes(kept), at.pattern))
        complain("realloc lost what the block held", size);
    fill(at, choice);
}

void alloc_model::release(block& at) {
    check(at, at.size);
    banos_free(at.start);
    at.start = nullptr;
}

void alloc_model::accept(block& at, void* start, std::size_t size, std::size_t alignment) {
    at.start = static_cast<unsigned char*>(start);
    at.size = size;
    if (start == nullptr)
        complain("there was no memory", size);
    else if (reinterpret_cast<std::uintptr_t>(start) % alignment != 0)
        complain("a block was not aligned", size);
    else if (banos_malloc_usable_size(start) < size)
        complain("a block was too small", size);
}

void alloc_model::check(const block& at, std::size_t size) {
    const std::size_t bytes = checked_bytes(size);
    if (!holds(at.start, bytes, at.pattern) || !holds(at.start + size - bytes, bytes, at.pattern))
        complain("a block did not hold what was written", size);
}

void alloc_model::fill(block& at, std::uint64_t choice) {
    if (at.start == nullptr)
        return;
    at.pattern = static_cast<unsigned char>(choice >> 24);
    const std::size_t bytes = checked_bytes(at.size);
    if (bytes != 0) {
        std::memset(at.start, at.pattern, bytes);
        std::memset(at.start + at.size - bytes, at.pattern, bytes);
    }
}

void alloc_model::complain(const char* sentence, std::size_t size) {
    if (complaint_.empty())
        complaint_ = std::string(sentence) + ", of " + std::to_string(size) + " bytes, operation " +
                     std::to_string(operations_);
}
