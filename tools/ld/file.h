// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Files as banos-ld needs them. Everything throws failure (file_access).
#ifndef BANOS_LD_FILE_H
#define BANOS_LD_FILE_H

#include <filesystem>
#include <string>

#include "object.h"

namespace banos::ld {

[[nodiscard]] byte_vector read_file(const std::filesystem::path& path);

// Whole or not at all: written beside it under another name, then renamed, so
// that nobody ever finds half a file, or a bad one, under that name.
void write_file_atomically(const std::filesystem::path& path, byte_view bytes);

// A directory of our own, gone with everything in it at the end.
class temporary_directory {
  public:
    temporary_directory();
    ~temporary_directory();
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  private:
    std::filesystem::path path_;
};

} // namespace banos::ld

#endif
