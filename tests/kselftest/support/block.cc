// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "block.hpp"

#include "test.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>
#include <sys/utsname.h>
#include <unistd.h>

namespace banos::test {

namespace {

char byte_of(unsigned seed, std::size_t place) {
    return static_cast<char>(seed * 31 + place / 512 * 7 + place % 251);
}

} // namespace

void aligned_buffer::fill(unsigned seed) const {
    for (std::size_t i = 0; i < size_; i++)
        data()[i] = byte_of(seed, i);
}

bool aligned_buffer::holds(unsigned seed) const {
    for (std::size_t i = 0; i < size_; i++)
        if (data()[i] != byte_of(seed, i))
            return false;
    return true;
}

int write_at(int file, const aligned_buffer& from, std::uint64_t offset) {
    const ssize_t done = pwrite(file, from.data(), from.size(), static_cast<off_t>(offset));
    if (done < 0)
        return -errno;
    return static_cast<std::size_t>(done) == from.size() ? 0 : -EIO;
}

int read_at(int file, const aligned_buffer& to, std::uint64_t offset) {
    const ssize_t done = pread(file, to.data(), to.size(), static_cast<off_t>(offset));
    if (done < 0)
        return -errno;
    return static_cast<std::size_t>(done) == to.size() ? 0 : -EIO;
}

int exercise(int file, std::uint64_t capacity, std::size_t size, unsigned times) {
    std::mt19937 random(size);
    const aligned_buffer buffer(size);
    for (unsigned i = 0; i < times; i++) {
        const std::uint64_t offset = random() % (capacity / size) * size;
        buffer.fill(i);
        if (const int error = write_at(file, buffer, offset))
            return error;
        buffer.fill(i + 1);
        if (const int error = read_at(file, buffer, offset))
            return error;
        if (!buffer.holds(i))
            return -EILSEQ;
    }
    return 0;
}

block_driver::~block_driver() {
    try {
        command(BLOCK_LET_GO);
        command(BLOCK_DESTROY);
        command(BLOCK_CLOSE);
    } catch (const std::exception& error) {
        fail(__FILE__, __LINE__, error.what());
    }
}

int block_driver::try_create(const disk_options& options) const {
    block_create copy = {options.capacity,
                         options.flags,
                         options.queues,
                         options.queue_depth,
                         options.logical_block_size,
                         options.physical_block_size,
                         options.max_transfer,
                         options.max_segments,
                         options.max_segment_size,
                         options.segment_boundary,
                         options.discard_granularity,
                         options.max_discard,
                         options.max_write_zeroes,
                         options.timeout_ns};
    return command(BLOCK_CREATE, &copy);
}

void block_driver::create(const disk_options& options) const {
    require_equal(try_create(options), 0);
    require(eventually([] { return exists(test_disk); }));
}

void block_driver::destroy() const {
    require_equal(command(BLOCK_DESTROY), 0);
    const block_counts now = counts();
    expect_equal(now.wrong, std::uint64_t{0});
    expect_equal(now.late, std::uint64_t{0});
    expect_equal(now.waiting, std::uint64_t{0});
}

void block_driver::set(block_setting setting, std::int64_t value) const {
    block_change change = {static_cast<std::uint32_t>(setting), 0, value};
    require_equal(command(BLOCK_SET, &change), 0);
}

block_counts block_driver::counts() const {
    block_counts counts = {};
    require_equal(command(BLOCK_COUNT, &counts), 0);
    return counts;
}

int block_driver::open_other(std::string_view path) const {
    char name[64] = {};
    path.copy(name, sizeof(name) - 1);
    return command(BLOCK_OPEN, name);
}

std::string queue_attribute(std::string_view disk, std::string_view name) {
    std::string text = read_file("/sys/block/" + std::string(disk) + "/queue/" + std::string(name));
    return text.substr(0, text.find('\n'));
}

bool warns_of_writing_without_disk() {
    utsname name = {};
    unsigned major = 0;
    unsigned minor = 0;
    require(uname(&name) == 0 && std::sscanf(name.release, "%u.%u", &major, &minor) == 2);
    return major == 5 && minor < 13;
}

} // namespace banos::test
