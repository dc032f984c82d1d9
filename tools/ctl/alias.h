// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Which image is for which device: what `banosctl index` writes into a folder of images, and
// `banosctl probe` reads.
#ifndef BANOS_CTL_ALIAS_H
#define BANOS_CTL_ALIAS_H

#include "image.h"

#include <filesystem>
#include <string>
#include <vector>

namespace banos::ctl {

// A line of the file. "alias": devices whose MODALIAS is like the pattern; "driver": the driver of
// that name, for driver_override.
struct alias {
    std::string kind;
    std::string pattern;
    std::string file; // in the same folder

    auto operator<=>(const alias&) const = default;
};

// The patterns of an image, as the kernel makes those of its modules.
std::vector<std::string> patterns_of(const image& parsed);

// The name of the file in its folder.
inline constexpr const char* alias_file = "banos.alias";

// Each throws failure. A file that is replaced is so at once.
void write_aliases(const std::filesystem::path& folder, const std::vector<alias>& aliases);
std::vector<alias> read_aliases(const std::filesystem::path& folder);

// The images, as paths, each once: those of a MODALIAS, and that of a driver.
std::vector<std::string> images_for(const std::filesystem::path& folder,
                                    const std::vector<alias>& aliases, const std::string& modalias);
std::vector<std::string> images_of_driver(const std::filesystem::path& folder,
                                          const std::vector<alias>& aliases,
                                          const std::string& driver);

} // namespace banos::ctl

#endif
