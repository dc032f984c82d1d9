// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// index: what devices the images of a folder are for.
#include "alias.h"
#include "command.h"
#include "image_file.h"
#include "text.h"

#include <algorithm>
#include <cctype>

namespace banos::ctl {
namespace {

bool is_image(const std::filesystem::path& path) {
    const std::string name = path.filename();
    return name.ends_with(".bko") || name.ends_with(".bko.gz");
}

std::vector<std::string> images_in(const std::filesystem::path& folder) {
    std::vector<std::string> files;
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
        if (is_image(entries->path()))
            files.push_back(entries->path());
    }
    if (error)
        throw file_failure(folder, error.value());
    std::ranges::sort(files);
    return files;
}

// A name ends with its line.
bool has_control_characters(const std::string& name) {
    return std::ranges::any_of(name, [](unsigned char c) { return std::iscntrl(c) != 0; });
}

// An image that is for no device needs no line.
void add_image(session& now, const std::string& path, std::vector<alias>& aliases) {
    const std::string file = std::filesystem::path(path).filename();
    if (has_control_characters(file))
        throw failure(status::file, path, "its name has characters that no line can hold");
    image_source source(path, now.in);
    const parsed_image parsed(source);
    const auto patterns = patterns_of(*parsed);
    for (const auto& pattern : patterns)
        aliases.push_back({"alias", pattern, file});
    if (!patterns.empty())
        aliases.push_back({"driver", parsed->driver.name, file});
}

json to_json(const std::vector<alias>& aliases) {
    json entries = json::array();
    for (const auto& line : aliases)
        entries.push_back({{"kind", line.kind}, {"pattern", line.pattern}, {"file", line.file}});
    return entries;
}

} // namespace

void index_images(session& now, const index_line& line) {
    const std::filesystem::path folder = line.folder;
    std::vector<alias> aliases;
    const auto files = images_in(folder);
    for (const auto& file : files) {
        try {
            add_image(now, file, aliases);
        } catch (const failure& why) {
            now.fail(why);
        }
    }
    std::ranges::sort(aliases);
    const auto [first, last] = std::ranges::unique(aliases);
    aliases.erase(first, last);
    write_aliases(folder, aliases);
    now.document["aliases"] = to_json(aliases);
    if (!now.json_wanted)
        now.out << printable((folder / alias_file).string()) << ": "
                << std::ranges::count(aliases, "alias", &alias::kind) << " patterns of "
                << files.size() << " images\n";
}

} // namespace banos::ctl
