// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "kernel_listing.h"

#include "status.h"
#include "text.h"

#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>
#include <vector>

namespace banos::ctl {
namespace {

namespace fs = std::filesystem;

constexpr const char* extension = ".json";

// Nothing that could lead out of a folder.
bool is_name(const std::string& kernel) {
    constexpr const char* allowed =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_+~";
    return !kernel.empty() && kernel.front() != '.' &&
           kernel.find_first_not_of(allowed) == std::string::npos;
}

// Relative to the program, so that an installation may be moved as a whole.
fs::path installed_folder() {
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error);
    return (program.parent_path() / BANOS_ABI_FROM_PROGRAM).lexically_normal();
}

std::vector<fs::path> folders() {
    const char* path = std::getenv("BANOS_ABI_PATH");
    if (path == nullptr || *path == '\0')
        return {installed_folder()};
    std::vector<fs::path> found;
    std::istringstream words(path);
    for (std::string folder; std::getline(words, folder, ':');) {
        if (!folder.empty())
            found.emplace_back(folder);
    }
    return found;
}

// A folder that is not there has none.
std::set<std::string> kernels_in(const fs::path& folder) {
    std::set<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == extension)
            names.insert(entry->path().stem().string());
    }
    return names;
}

std::string joined(const std::set<std::string>& words) {
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ", ") + printable(word);
    return text;
}

[[noreturn]] void refuse(const std::string& kernel, const std::vector<fs::path>& searched) {
    std::set<std::string> places;
    std::set<std::string> kernels;
    for (const auto& folder : searched) {
        places.insert(folder.string());
        kernels.merge(kernels_in(folder));
    }
    throw failure(status::file, kernel,
                  "there is no listing of such a kernel in " + joined(places) +
                      (kernels.empty() ? ", nor of any other" : "; there are " + joined(kernels)));
}

} // namespace

std::string kernel_listing(const std::string& kernel) {
    if (!is_name(kernel))
        throw failure(status::usage, kernel, "that is no name of a kernel, such as 6.12 or 7.2-rt");
    const auto searched = folders();
    for (const auto& folder : searched) {
        const auto path = folder / (kernel + extension);
        std::error_code error;
        if (fs::exists(path, error))
            return path.string();
    }
    refuse(kernel, searched);
}

} // namespace banos::ctl
