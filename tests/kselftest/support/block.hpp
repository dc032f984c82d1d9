// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The driver of tests/drivers/shim/test_block.c and its disk, and reading and writing disks past
// the kernel's memory.
#ifndef BANOS_TESTS_BLOCK_HPP
#define BANOS_TESTS_BLOCK_HPP

#include "suite.hpp"
#include "system.hpp"
#include "test_block.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace banos::test {

// Memory that disks can read and write by themselves.
class aligned_buffer {
  public:
    explicit aligned_buffer(std::size_t size)
        : size_(size), memory_(static_cast<char*>(std::aligned_alloc(4096, size)), std::free) {}
    char* data() const { return memory_.get(); }
    std::size_t size() const { return size_; }
    void fill(unsigned seed) const; // with bytes that the next seed does not make
    bool holds(unsigned seed) const;

  private:
    std::size_t size_;
    std::unique_ptr<char, decltype(&std::free)> memory_;
};

// 0 or a negative errno number; a short answer is -EIO.
int write_at(int file, const aligned_buffer& from, std::uint64_t offset);
int read_at(int file, const aligned_buffer& to, std::uint64_t offset);

// Writes and reads back at many places; the first error, or -EILSEQ: it was something else.
int exercise(int file, std::uint64_t capacity, std::size_t size, unsigned times);

// struct block_create, member by member.
struct disk_options {
    std::uint64_t capacity = BLOCK_CAPACITY;
    std::uint32_t flags = 0;
    std::uint32_t queues = 0;
    std::uint32_t queue_depth = 0;
    std::uint32_t logical_block_size = 0;
    std::uint32_t physical_block_size = 0;
    std::uint32_t max_transfer = 0;
    std::uint32_t max_segments = 0;
    std::uint32_t max_segment_size = 0;
    std::uint32_t segment_boundary = 0;
    std::uint32_t discard_granularity = 0;
    std::uint64_t max_discard = 0;
    std::uint64_t max_write_zeroes = 0;
    std::uint64_t timeout_ns = 0;
};

// Before 5.13 the kernel warns of what goes to its memory, not yet to the disk, when the disk is
// gone, whoever's it was.
bool warns_of_writing_without_disk();

constexpr const char* test_disk = "/dev/banosdisk";

class block_driver {
  public:
    block_driver() = default;
    ~block_driver(); // destroys the disk, if there is one
    block_driver(const block_driver&) = delete;
    block_driver& operator=(const block_driver&) = delete;

    std::uint64_t id() const { return suite_.id(); }
    int command(unsigned number, std::uint64_t argument = 0) const {
        return suite_.command(number, argument);
    }
    int command(unsigned number, void* argument) const { return suite_.command(number, argument); }

    int try_create(const disk_options& options = {}) const;
    void create(const disk_options& options = {}) const;
    void destroy() const; // nothing of it may have been wrong
    void set(block_setting setting, std::int64_t value) const;
    block_counts counts() const;
    int open_other(std::string_view path) const;

  private:
    suite_driver suite_{"test_block"};
};

// An attribute of a disk's queue in /sys.
std::string queue_attribute(std::string_view disk, std::string_view name);

} // namespace banos::test

#endif
