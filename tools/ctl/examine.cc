// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// check and preflight: what can be said about images without installing them.
#include "command.h"
#include "image_file.h"
#include "kernel_listing.h"
#include "listing.h"
#include "preflight.h"
#include "text.h"

#include <optional>

namespace banos::ctl {
namespace {

void check_one(session& now, const std::string& file) {
    image_source source(file, now.in);
    const parsed_image parsed(source);
    const auto& driver = parsed->driver;
    now.tell_log(parsed.log());
    now.document["images"].push_back({{"file", source.path()},
                                      {"good", true},
                                      {"name", driver.name},
                                      {"version", version_text(driver.version)}});
    if (!now.json_wanted)
        now.out << printable(source.path()) << ": good: " << driver.name << ' '
                << version_text(driver.version) << '\n';
}

json to_json(const std::vector<lack>& lacks) {
    json entries = json::array();
    for (const auto& one : lacks) {
        json entry{{"kind", one.kind}, {"sentence", one.sentence}};
        if (!one.symbol.empty())
            entry["symbol"] = one.symbol;
        entries.push_back(std::move(entry));
    }
    return entries;
}

// Each lack is a failure of its own: all of them are worth knowing at once.
void examine(session& now, const std::string& file, const std::vector<lack>& lacks,
             const listing& offered) {
    now.document["images"].push_back(
        {{"file", file}, {"installs", lacks.empty()}, {"lacks", to_json(lacks)}});
    for (const auto& one : lacks)
        now.fail({one.end, file, one.sentence});
    if (lacks.empty() && !now.json_wanted)
        now.out << printable(file) << ": installs on " << printable(offered.kernel_release)
                << " with banos " << version_text(offered.version) << '\n';
}

listing wanted_listing(session& now, const preflight_line& line) {
    if (line.kernel)
        return listing_of_file(kernel_listing(*line.kernel), now.in);
    return line.listing.empty() ? listing_of_kernel() : listing_of_file(line.listing, now.in);
}

} // namespace

void check_images(session& now, const check_line& line) {
    now.document["images"] = json::array();
    for (const auto& file : line.files) {
        try {
            check_one(now, file);
        } catch (const failure& why) {
            now.document["images"].push_back({{"file", why.subject()}, {"good", false}});
            now.fail(why);
        }
    }
}

void preflight_images(session& now, const preflight_line& line) {
    const auto offered = wanted_listing(now, line);
    std::vector<std::pair<std::string, parsed_image>> images;
    hash_set<std::string> offered_too;
    now.document["images"] = json::array();
    for (const auto& file : line.files) {
        try {
            image_source source(file, now.in);
            images.emplace_back(source.path(), source);
        } catch (const failure& why) {
            now.document["images"].push_back({{"file", why.subject()}, {"installs", false}});
            now.fail(why);
        }
    }
    for (const auto& [file, parsed] : images) {
        for (const auto& symbol : parsed.exports())
            offered_too.insert(symbol.name);
    }
    for (const auto& [file, parsed] : images)
        examine(now, file, lacks_of(*parsed, offered, offered_too), offered);
}

} // namespace banos::ctl
