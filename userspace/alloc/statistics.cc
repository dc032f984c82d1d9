// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "statistics.hpp"

#include "bitmap.hpp"
#include "metadata.hpp"
#include "pool.hpp"
#include "text.hpp"
#include "thread.hpp"

namespace banos::alloc {

namespace {

void count_slab(figures& into, const slab& of) noexcept {
    class_figures& sum = into.of_class[of.index];
    const auto free = std::size_t{count_bits(of.free_anyhow())};
    const std::size_t slots = of.shape().slots;
    const std::size_t live = free > slots ? 0 : slots - free;
    sum.slabs++;
    sum.free_blocks += slots - live;
    sum.live_blocks += live;
    into.live_blocks += live;
    into.live_bytes += live * of.size;
    if (!of.shares_page())
        into.retained_bytes += std::size_t{count_bits(idle_pages(of))} * page_bytes;
}

void count_region(figures& into, const region& of) noexcept {
    into.regions++;
    into.mapped_bytes += region_bytes;
    into.retained_bytes += of.dirty_page_count * page_bytes;
    each_run(of.numbers, [&](unsigned first, unsigned count) {
        for (unsigned number = first == 0 ? 1 : first; number < first + count; number++) {
            if (of.slabs[number].start != nullptr)
                count_slab(into, of.slabs[number]);
        }
        return false;
    });
}

void count_regions(figures& into) noexcept {
    const bool locked = pool_try_lock();
    for (const region* of = pool_regions(); of != nullptr; of = of->all.next)
        count_region(into, *of);
    if (locked)
        pool_unlock();
}

void count_large(figures& into) noexcept {
    if (!large_try_lock())
        return;
    into.large = large_count();
    large_unlock();
    into.live_blocks += into.large.live_blocks;
    into.live_bytes += into.large.live_bytes;
    into.retained_bytes += into.large.kept_bytes;
    into.mapped_bytes += into.large.live_bytes + into.large.kept_bytes + into.large.hollow_bytes;
    into.metadata_bytes += into.large.table_bytes;
}

struct figure {
    const char* name;
    std::size_t value;
};

void write_figures(text& out, const char* before, const char* between, const char* behind,
                   const figures& counted) noexcept {
    const figure all[] = {
        {"live_blocks", counted.live_blocks},
        {"live_bytes", counted.live_bytes},
        {"retained_bytes", counted.retained_bytes},
        {"mapped_bytes", counted.mapped_bytes},
        {"metadata_bytes", counted.metadata_bytes},
        {"regions", counted.regions},
        {"threads", counted.threads},
        {"slabs_ever", counted.slabs_ever},
        {"large_ever", counted.large.mapped_ever},
        {"large_blocks", counted.large.live_blocks},
        {"large_bytes", counted.large.live_bytes},
        {"large_kept_bytes", counted.large.kept_bytes},
    };
    for (const figure& each : all)
        out.add(before).add(each.name).add(between).number(each.value).add(behind);
}

} // namespace

void statistics_count(figures& into) noexcept {
    into = {};
    into.metadata_bytes = metadata_mapped();
    into.threads = thread_heaps_count();
    into.slabs_ever = pool_slabs_ever();
    count_regions(into);
    count_large(into);
}

void statistics_write_text(int file, const figures& counted) noexcept {
    text out(file);
    out.add("banos allocator\n");
    write_figures(out, "  ", ": ", "\n", counted);
    out.add("  size      slabs       live       free\n");
    for (unsigned index = 0; index < class_count; index++) {
        const class_figures& of = counted.of_class[index];
        if (of.slabs != 0)
            out.number(classes[index].size, 6)
                .number(of.slabs, 11)
                .number(of.live_blocks, 11)
                .number(of.free_blocks, 11)
                .add("\n");
    }
}

void statistics_write_json(int file, const figures& counted) noexcept {
    text out(file);
    out.add("{");
    write_figures(out, "\"", "\": ", ", ", counted);
    out.add("\"classes\": [");
    const char* separator = "";
    for (unsigned index = 0; index < class_count; index++) {
        const class_figures& of = counted.of_class[index];
        if (of.slabs == 0)
            continue;
        out.add(separator).add("{\"size\": ").number(classes[index].size);
        out.add(", \"slabs\": ").number(of.slabs).add(", \"live\": ").number(of.live_blocks);
        out.add(", \"free\": ").number(of.free_blocks).add("}");
        separator = ", ";
    }
    out.add("]}\n");
}

} // namespace banos::alloc
