// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What files are called before and after.
#ifndef BANOS_GUNZIP_FILE_NAME_HPP
#define BANOS_GUNZIP_FILE_NAME_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace banos::gunzip {

// The name without its suffix: the given one, or one of gzip's (.gz, .z, -gz, -z,
// _z in any case; .tgz and .taz become .tar). Nothing if it has none.
std::optional<std::string> without_suffix(std::string_view path, std::string_view suffix);

// Where to look for a file that was asked for: there, and if it has no suffix, with
// each of the usual ones.
std::vector<std::string> candidates(const std::string& path, const std::string& suffix);

// In the folder of `path`, with the stored name's last part, which is not trusted
// to stay there otherwise. Nothing if that is no name.
std::optional<std::string> beside(std::string_view path, std::string_view stored);

// The folder, or ".".
std::string folder_of(std::string_view path);

} // namespace banos::gunzip

#endif
