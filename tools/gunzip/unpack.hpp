// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_GUNZIP_UNPACK_HPP
#define BANOS_GUNZIP_UNPACK_HPP

#include <array>
#include <banos/inflate.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

#include "input.hpp"
#include "progress.hpp"

namespace banos::gunzip {

// How the data of a file were.
enum class verdict : std::uint8_t {
    good,
    trailing_zeros,   // after the last member, as on tapes
    trailing_garbage, // after the last member, something else
    bad,
    cannot_write, // errno says why
};

// What is known of a file once it is decompressed.
struct unpacked {
    gunzip::verdict verdict = verdict::good;
    std::string complaint; // if bad, for a person
    std::uint64_t compressed = 0;
    std::uint64_t length = 0;
    std::uint64_t overhead = 0; // of header and trailer of the last member
    std::uint32_t checksum = 0; // of the last member
};

// The header of the first member.
class first_header {
  public:
    first_header() noexcept { fields.name = name_; }
    first_header(const first_header&) = delete;
    first_header& operator=(const first_header&) = delete;

    // Empty if there was none, or it was too long for any file system.
    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::uint32_t modified() const noexcept { return fields.modified; }

    inflate::gzip_header fields;

  private:
    std::array<std::byte, 4096> name_;
};

// Decompresses gzip files, one after the other, with one set of buffers.
class unpacker {
  public:
    gunzip::input input;

    // All members of the input, into the descriptor, or nowhere if that is -1. With
    // copy_others, what is no gzip data is copied as it is, also what follows some.
    unpacked unpack(int to, bool copy_others, first_header& header, progress& seen);

  private:
    bool unpack_member(unpacked& done, int to, progress& seen);
    bool is_member(bool copy_others);
    void skip_trailing(unpacked& done);
    void copy(unpacked& done, int to);
    void keep_history(std::size_t produced) noexcept;

    static constexpr std::size_t history = 32 * 1024;
    static constexpr std::size_t piece = 256 * 1024;

    inflate::decoder decoder_;
    std::size_t position_ = history; // in the buffer, which what was written precedes
    std::array<std::byte, history + piece> buffer_;
};

} // namespace banos::gunzip

#endif
