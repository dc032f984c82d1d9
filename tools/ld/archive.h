// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Archives of objects, as GNU and LLVM ar write them for Linux.
#ifndef BANOS_LD_ARCHIVE_H
#define BANOS_LD_ARCHIVE_H

#include "object.h"

#include <string>
#include <vector>

namespace banos::ld {

struct archive_member {
    std::string name;
    byte_view bytes; // of the archive
};

[[nodiscard]] bool is_archive(byte_view bytes);

// Members in the order of the archive, without its index. Throws failure: thin
// archives, which hold no members, and damaged ones.
[[nodiscard]] std::vector<archive_member> read_archive(const std::string& file, byte_view bytes);

} // namespace banos::ld

#endif
