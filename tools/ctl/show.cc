// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// list, info and exports.
#include "command.h"
#include "describe.h"
#include "image_file.h"
#include "instances.h"
#include "text.h"

#include <cerrno>
#include <unistd.h>
#include <utility>
#include <variant>

namespace banos::ctl {
namespace {

// What is meant: an image in a file, or an instance. A path with a slash, a
// name that ends in .bko, and "-" are files; other names are instances first.
bool looks_like_file(const std::string& text) {
    return text == "-" || text.find('/') != text.npos || text.ends_with(".bko");
}

using subject = std::variant<banos_instance_info, image_source>;

subject find_subject(session& now, const std::string& text) {
    if (looks_like_file(text))
        return image_source(text, now.in);
    try {
        return find_instance(text);
    } catch (const failure& why) {
        const bool no_instance = why.end() == status::instance || why.end() == status::absent;
        if (no_instance && ::access(text.c_str(), F_OK) == 0)
            return image_source(text, now.in);
        throw;
    }
}

// One row for each export; @of is who offers it.
void add_exports_of(session& now, table& rows, const std::string& of, const json& entries) {
    for (const auto& entry : entries) {
        rows.add({of, entry["name"].get<std::string>()});
        now.document["exports"].push_back(entry);
    }
}

json exports_of(const banos_instance_info& instance) {
    json entries = json::array();
    for (const auto& symbol : asked(request::query, title_of(instance), exports(instance.id)))
        entries.push_back({{"id", instance.id},
                           {"driver", name_of(instance)},
                           {"name", detail::text_of(symbol.name)},
                           {"offset", symbol.offset}});
    return entries;
}

json exports_of(image_source& source) {
    const parsed_image parsed(source);
    json entries = json::array();
    for (const auto& symbol : parsed.exports())
        entries.push_back(
            {{"file", source.path()}, {"driver", parsed->driver.name}, {"name", symbol.name}});
    return entries;
}

void show_exports_of(session& now, table& rows, const std::string& text) {
    auto found = find_subject(now, text);
    if (auto* source = std::get_if<image_source>(&found))
        add_exports_of(now, rows, source->path(), exports_of(*source));
    else
        add_exports_of(now, rows, title_of(std::get<banos_instance_info>(found)),
                       exports_of(std::get<banos_instance_info>(found)));
}

} // namespace

void list_instances(session& now) {
    using side = table::side;
    table rows({{"ID", side::right},
                {"NAME"},
                {"VERSION"},
                {"STATE"},
                {"USERS", side::right},
                {"SIZE", side::right}});
    const auto all = all_instances();
    now.document["instances"] = json::array();
    for (const auto& info : all) {
        now.document["instances"].push_back(to_json(info));
        rows.add({std::to_string(info.id), name_of(info), version_text(info.version),
                  state_text(info.state), std::to_string(users_of(info)),
                  std::to_string(size_of(info))});
    }
    if (!now.json_wanted)
        rows.print(now.out);
}

void show_info(session& now, const target_line& line) {
    for (const auto& text : line.targets) {
        try {
            auto found = find_subject(now, text);
            json description;
            if (auto* source = std::get_if<image_source>(&found))
                description = describe(parsed_image(*source), source->path());
            else
                description = describe(std::get<banos_instance_info>(found), now.sysfs);
            if (!now.json_wanted)
                print_description(now.out, description);
            now.document["items"].push_back(std::move(description));
        } catch (const failure& why) {
            now.fail(why);
        }
    }
}

void show_exports(session& now, const target_line& line) {
    table rows({{"FROM"}, {"NAME"}});
    const auto all = line.targets.empty() ? all_instances() : std::vector<banos_instance_info>();
    now.document["exports"] = json::array();
    for (const auto& instance : all)
        add_exports_of(now, rows, title_of(instance), exports_of(instance));
    for (const auto& text : line.targets) {
        try {
            show_exports_of(now, rows, text);
        } catch (const failure& why) {
            now.fail(why);
        }
    }
    if (!now.json_wanted)
        rows.print(now.out);
}

} // namespace banos::ctl
