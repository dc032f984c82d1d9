// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The kernel's memory as a whole, to find leaks that the loader doesn't count.
#ifndef BANOS_TESTS_MEMORY_USAGE_HPP
#define BANOS_TESTS_MEMORY_USAGE_HPP

#include <cstdint>
#include <map>
#include <string>

namespace banos::test {

// Objects in use of a slab cache. Those of the slab that a processor takes from at the moment all
// count as in use.
struct cache_usage {
    std::uint64_t objects = 0;
    std::uint64_t per_slab = 0;
};

// Of each slab cache, and kilobytes of the other kinds.
struct memory_usage {
    std::map<std::string, cache_usage> caches;
    std::uint64_t vmalloc = 0;
    std::uint64_t percpu = 0;
};

// After everything that the kernel keeps for later was given back: what is left is in use.
memory_usage current_memory();

// Names what grew by at least so many objects (and a slab for each processor) or kilobytes, a line
// each; empty if nothing did.
std::string growth(const memory_usage& before, const memory_usage& after, std::uint64_t objects,
                   std::uint64_t kilobytes);

// The same against the present, but what the kernel frees late, on a busy machine, doesn't count,
// nor what comes and goes: a leak stays, so each figure is the least of those of half a minute.
std::string lasting_growth(const memory_usage& before, std::uint64_t objects,
                           std::uint64_t kilobytes);

} // namespace banos::test

#endif
