// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "memory_usage.hpp"

#include "system.hpp"
#include "test.hpp"

#include <algorithm>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace banos::test {

namespace {

std::uint64_t kilobytes_of(const std::string& meminfo, const std::string& line) {
    const std::size_t at = meminfo.find("\n" + line + ":");
    if (at == std::string::npos)
        throw failed("no " + line + " in /proc/meminfo");
    return std::stoull(meminfo.substr(at + line.size() + 2));
}

// "name active_objs num_objs objsize objperslab ..." below two lines of headings.
std::map<std::string, cache_usage> caches_of(const std::string& slabinfo) {
    std::map<std::string, cache_usage> caches;
    std::istringstream lines(slabinfo);
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string name;
        std::uint64_t total = 0;
        std::uint64_t size = 0;
        cache_usage usage;
        words >> name >> usage.objects >> total >> size >> usage.per_slab;
        caches[name] = usage;
    }
    return caches;
}

// Wherever it stands; both are of one size.
void replace(std::string& text, std::string_view from, std::string_view to) {
    std::size_t at = text.find(from);
    if (at == std::string::npos)
        throw failed("banos.ko is not as expected");
    for (; at != std::string::npos; at = text.find(from, at))
        text.replace(at, from.size(), to);
}

// Areas of vunmap() are taken apart later, many at once, or when the memory of a module is freed.
// So the kernel gets a module that it has to throw away again: banos.ko, under another name, with
// a symbol that nobody has.
void purge_lazy_areas() {
    using namespace std::string_view_literals;
    static const std::string module = [] {
        std::string text = read_file("../banos.ko");
        replace(text, "name=banos\0"sv, "name=xanos\0"sv);
        replace(text, "\0\0\0\0\0\0\0\0banos\0\0\0\0\0\0\0\0"sv,
                "\0\0\0\0\0\0\0\0xanos\0\0\0\0\0\0\0\0"sv);
        replace(text, "\0misc_register\0"sv, "\0misc_regisxer\0"sv);
        return text;
    }();
    if (syscall(SYS_init_module, module.data(), module.size(), "") == 0)
        throw failed("a broken module was loaded");
}

// A processor's own slabs count as in use. Aliases of caches are links, and shrink twice.
void shrink_slabs() {
    for (const std::string& cache : entries_of("/sys/kernel/slab"))
        write_file("/sys/kernel/slab/" + cache + "/shrink", "1");
}

} // namespace

memory_usage current_memory() {
    wait_for_grace_period();
    purge_lazy_areas();
    // After that: what was purged is kept for the next one, in a cache that can be dropped.
    write_file("/proc/sys/vm/drop_caches", "3");
    wait_for_grace_period();
    shrink_slabs();
    const std::string meminfo = read_file("/proc/meminfo");
    return {caches_of(read_file("/proc/slabinfo")), kilobytes_of(meminfo, "VmallocUsed"),
            kilobytes_of(meminfo, "Percpu")};
}

namespace {

// What a kernel that looks for mistakes keeps for that purpose.
bool is_for_debugging(const std::string& cache) {
    return cache == "debug_objects_cache" || cache.starts_with("kmemleak_");
}

// Of each the smaller figure.
memory_usage smallest(memory_usage one, const memory_usage& other) {
    for (auto& [name, cache] : one.caches) {
        const auto found = other.caches.find(name);
        cache.objects =
            found == other.caches.end() ? 0 : std::min(cache.objects, found->second.objects);
    }
    one.vmalloc = std::min(one.vmalloc, other.vmalloc);
    one.percpu = std::min(one.percpu, other.percpu);
    return one;
}

} // namespace

std::string growth(const memory_usage& before, const memory_usage& after, std::uint64_t objects,
                   std::uint64_t kilobytes) {
    std::ostringstream grown;
    const auto say = [&](const std::string& what, std::uint64_t from, std::uint64_t to,
                         std::uint64_t limit) {
        if (to >= from + limit)
            grown << what << ": " << from << ", then " << to << "\n";
    };
    const auto processors = static_cast<std::uint64_t>(sysconf(_SC_NPROCESSORS_ONLN));
    for (const auto& [name, cache] : after.caches) {
        if (is_for_debugging(name))
            continue;
        const auto found = before.caches.find(name);
        say("objects of " + name, found == before.caches.end() ? 0 : found->second.objects,
            cache.objects, objects + cache.per_slab * processors);
    }
    say("kB of vmalloc", before.vmalloc, after.vmalloc, kilobytes);
    say("kB per processor", before.percpu, after.percpu, kilobytes);
    return grown.str();
}

std::string lasting_growth(const memory_usage& before, std::uint64_t objects,
                           std::uint64_t kilobytes) {
    memory_usage least = current_memory();
    std::string grown;
    eventually(
        [&] {
            grown = growth(before, least, objects, kilobytes);
            if (!grown.empty())
                least = smallest(std::move(least), current_memory());
            return grown.empty();
        },
        30);
    return grown;
}

} // namespace banos::test
