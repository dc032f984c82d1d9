// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What stays resident: 1 GiB of blocks of 8 to 1000 bytes, then all freed, or
// all but a random hundredth; whichever allocator is preloaded.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <sys/mman.h>
#include <unistd.h>

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;
constexpr std::size_t payload = 1024 * mebibyte;
constexpr std::size_t most_blocks = payload / 400;

double resident() {
    std::FILE* file = std::fopen("/proc/self/statm", "r");
    unsigned long all = 0;
    unsigned long pages = 0;
    if (file == nullptr || std::fscanf(file, "%lu %lu", &all, &pages) != 2)
        std::abort();
    std::fclose(file);
    return static_cast<double>(pages * 4096) / static_cast<double>(mebibyte);
}

struct block {
    char* start;
    std::size_t size;
};

// Not from the allocator that is measured.
template<typename entry>
entry* map(std::size_t count) {
    void* start = mmap(nullptr, count * sizeof(entry), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    return static_cast<entry*>(start);
}

double live_pages(const block* blocks, std::size_t count) {
    std::uint64_t pages = 0;
    std::uintptr_t* seen = map<std::uintptr_t>(2 * count);
    std::size_t next = 0;
    for (std::size_t each = 0; each < count; each++) {
        const auto start = reinterpret_cast<std::uintptr_t>(blocks[each].start);
        seen[next++] = start / 4096;
        seen[next++] = (start + blocks[each].size - 1) / 4096;
    }
    std::qsort(seen, next, sizeof *seen, [](const void* left, const void* right) {
        const auto one = *static_cast<const std::uintptr_t*>(left);
        const auto other = *static_cast<const std::uintptr_t*>(right);
        return one < other ? -1 : one > other ? 1 : 0;
    });
    for (std::size_t each = 0; each < next; each++)
        pages += each == 0 || seen[each] != seen[each - 1] ? 1 : 0;
    munmap(seen, 2 * count * sizeof *seen);
    return static_cast<double>(pages * 4096) / static_cast<double>(mebibyte);
}

void measure(block* blocks, std::size_t kept_of_thousand) {
    std::mt19937_64 random(1);
    std::size_t count = 0;
    std::size_t bytes = 0;
    const double before = resident();
    for (; bytes < payload && count < most_blocks; count++) {
        const std::size_t size = 8 + random() % 993;
        blocks[count] = {static_cast<char*>(std::malloc(size)), size};
        std::memset(blocks[count].start, 1, size);
        bytes += size;
    }
    const double live = resident() - before;
    for (std::size_t each = count; each > 1; each--)
        std::swap(blocks[each - 1], blocks[random() % each]);
    const std::size_t kept = count * kept_of_thousand / 1000;
    for (std::size_t each = kept; each < count; each++)
        std::free(blocks[each].start);
    const double pages = live_pages(blocks, kept);
    const double left = resident() - before;
    std::printf("kept %4.1f%%: payload %.0f MiB, live %.0f MiB (%.3f), after free %.1f MiB "
                "(%.1f%%), pages with a live block %.1f MiB\n",
                static_cast<double>(kept_of_thousand) / 10,
                static_cast<double>(bytes) / static_cast<double>(mebibyte), live,
                live * static_cast<double>(mebibyte) / static_cast<double>(bytes), left,
                100 * left / live, pages);
    for (std::size_t each = 0; each < kept; each++)
        std::free(blocks[each].start);
}

} // namespace

int main(int count, char** words) {
    measure(map<block>(most_blocks), count > 1 ? static_cast<std::size_t>(std::atoi(words[1])) : 0);
}
