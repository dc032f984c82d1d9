// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The parser and the builder as tests use them, with an allocator that fails on demand.
#ifndef BANOS_TESTS_IMAGE_FIXTURE_HPP
#define BANOS_TESTS_IMAGE_FIXTURE_HPP

#include "driver_image.hpp"
#include "image.h"

#include <array>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace banos::test {

// The parser's allocations. Tests see to it that all are freed.
struct allocations {
    static long outstanding;
    static long until_failure; // how many more succeed; negative: all
};

// A parse, and what came of it. The bytes are copied into a block of exactly their size.
class parse_result {
  public:
    explicit parse_result(bytes file);
    ~parse_result();
    parse_result(const parse_result&) = delete;
    parse_result& operator=(const parse_result&) = delete;

    [[nodiscard]] int error() const { return error_; }
    [[nodiscard]] const std::string& log() const { return log_; }
    [[nodiscard]] const struct image& image() const { return image_; }
    const struct image* operator->() const { return &image_; }
    [[nodiscard]] std::uint32_t section(std::string_view name) const;
    [[nodiscard]] std::uint32_t import(std::string_view name) const;

  private:
    bytes file_;
    int error_ = 0;
    std::string log_;
    struct image image_ = {};
};

// Is the file refused with this error and a sentence that holds this text?
testing::AssertionResult refused(const bytes& file, std::string_view sentence, int error = ENOEXEC);
testing::AssertionResult accepted(const bytes& file);

// Addresses as the kernel has them.
constexpr std::uint64_t text_address = 0xffffffffc0100000;
constexpr std::uint64_t rodata_address = 0xffffffffc0800000;
constexpr std::uint64_t data_address = 0xffffffffc0c00000;
constexpr std::uint64_t missing_address = 0xffffffffa0000010;
constexpr std::uint64_t import_address = 0xffffffffa0001000; // of the first
constexpr std::uint64_t import_size = 16;                    // from one to the next
constexpr std::uint64_t print_address = 0xffffffffa0000100;
constexpr std::uint64_t lookup_address = 0xffffffffa0000200;
constexpr std::uint64_t instance_address = 0xffff888001234500;

// An image built for these addresses, unless the test changes some first.
class build_result {
  public:
    explicit build_result(const parse_result& parsed);

    void set_import(std::string_view name, std::uint64_t address);
    int build();

    image_addresses addresses = {};
    [[nodiscard]] const std::string& log() const { return log_; }
    [[nodiscard]] const bytes& pool(image_pool pool) const { return pools_[pool]; }
    [[nodiscard]] std::uint64_t address_of(std::uint64_t section, std::uint64_t offset = 0) const;

    // What was built at this place of the image.
    [[nodiscard]] std::uint8_t byte(std::uint32_t section, std::uint64_t offset) const;
    [[nodiscard]] std::uint32_t get32(std::uint32_t section, std::uint64_t offset) const;
    [[nodiscard]] std::uint64_t get64(std::uint32_t section, std::uint64_t offset) const;
    // Where the 32-bit distance at this place leads to.
    [[nodiscard]] std::uint64_t target(std::uint32_t section, std::uint64_t offset) const;

  private:
    const parse_result& parsed_;
    std::vector<std::uint64_t> imports_;
    std::array<bytes, IMAGE_POOLS> pools_;
    std::string log_;
};

} // namespace banos::test

#endif
