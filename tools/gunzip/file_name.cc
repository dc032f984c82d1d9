// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "file_name.hpp"

#include <algorithm>
#include <cctype>

namespace banos::gunzip {

namespace {

constexpr std::string_view known[] = {".gz", ".z", ".taz", ".tgz", "-gz", "-z", "_z"};

std::string lower(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(),
                           [](unsigned char c) { return char(std::tolower(c)); });
    return made;
}

// A suffix alone, in its folder, is a name and no suffix.
bool ends_with(std::string_view path, std::string_view suffix) {
    return !suffix.empty() && path.size() > suffix.size() && path.ends_with(suffix) &&
           path[path.size() - suffix.size() - 1] != '/';
}

} // namespace

std::optional<std::string> without_suffix(std::string_view path, std::string_view suffix) {
    const auto stem = [&](std::string_view end) {
        return std::string(path.substr(0, path.size() - end.size()));
    };
    if (ends_with(path, suffix))
        return stem(suffix);
    const std::string folded = lower(path);
    for (std::string_view one : known)
        if (ends_with(folded, one))
            return stem(one) + (one == ".taz" || one == ".tgz" ? ".tar" : "");
    return {};
}

std::vector<std::string> candidates(const std::string& path, const std::string& suffix) {
    std::vector<std::string> all = {path};
    if (without_suffix(path, suffix))
        return all;
    if (suffix != ".gz")
        all.push_back(path + suffix);
    for (const char* usual : {".gz", ".z", "-z", ".Z"})
        all.push_back(path + usual);
    return all;
}

std::optional<std::string> beside(std::string_view path, std::string_view stored) {
    const std::string_view last = stored.substr(stored.rfind('/') + 1);
    if (last.empty() || last == "." || last == "..")
        return {};
    return std::string(path.substr(0, path.rfind('/') + 1)).append(last);
}

std::string folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos)
        return ".";
    return std::string(path.substr(0, std::max<std::size_t>(slash, 1)));
}

} // namespace banos::gunzip
