// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "report.hpp"

#include "allocate.hpp"
#include "large.hpp"
#include "text.hpp"

#include <cstdlib>

namespace banos::alloc {

namespace {

void describe_slot(text& out, const slab& of, const void* address) noexcept {
    const auto offset = static_cast<const char*>(address) - of.start;
    if (offset < 0) {
        out.add("no block: it lies before the first of its slab");
        return;
    }
    const std::size_t slot = static_cast<std::size_t>(offset) / of.size;
    const std::size_t inside = static_cast<std::size_t>(offset) % of.size;
    const bool free = (of.free_anyhow() >> slot & 1) != 0;
    if (inside != 0)
        out.number(inside).add(" bytes into ");
    out.add(free ? "a block that is free already, of " : "a block in use, of ");
    out.number(of.size).add(" bytes at ").address(of.start + slot * of.size);
}

void describe_small(text& out, region& in, const void* address) noexcept {
    const slab& of = slab_at(in, address);
    if (of.owner.load() == owner_pool)
        out.add("no block: it lies in memory that is free or was never a block");
    else
        describe_slot(out, of, address);
}

const char* name_of_state(large_state state) noexcept {
    switch (state) {
    case large_state::unmapped:
        return "a large block that is free already and was unmapped, of ";
    case large_state::kept:
    case large_state::hollow:
        return "a large block that is free already, of ";
    default:
        return "a large block in use, of ";
    }
}

void describe_large(text& out, const void* address) noexcept {
    large_block found = large_at(address);
    if (found.state == large_state::unknown)
        found = large_around(address);
    if (found.state == large_state::unknown) {
        out.add("no block of this allocator");
        return;
    }
    if (address != found.start)
        out.number(static_cast<std::size_t>(static_cast<const char*>(address) - found.start))
            .add(" bytes into ");
    out.add(name_of_state(found.state)).number(found.bytes).add(" bytes at ").address(found.start);
}

} // namespace

void report_free(const void* address) noexcept {
    text out(2);
    out.add("banos: free of ").address(address).add(", which is ");
    if (region* in = region_of(address))
        describe_small(out, *in, address);
    else
        describe_large(out, address);
    out.add("\n").flush();
    std::abort();
}

} // namespace banos::alloc
