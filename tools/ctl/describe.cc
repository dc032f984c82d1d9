// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "describe.h"

#include "instances.h"
#include "relocate.h"
#include "text.h"

#include <banos/parameter.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

namespace banos::ctl {
namespace {

std::string text_or_empty(const char* text) {
    return text != nullptr ? text : "";
}

json import_json(const banos_symbol_info& symbol) {
    json entry{{"name", detail::text_of(symbol.name)}};
    if (symbol.provider != 0)
        entry["provider"] = symbol.provider;
    entry["gpl_only"] = (symbol.flags & BANOS_SYMBOL_GPL_ONLY) != 0;
    entry["weak"] = (symbol.flags & BANOS_SYMBOL_WEAK) != 0;
    entry["absent"] = (symbol.flags & BANOS_SYMBOL_ABSENT) != 0;
    return entry;
}

template<typename element, typename function>
json listed(const std::vector<element>& elements, function&& entry) {
    json all = json::array();
    std::ranges::transform(elements, std::back_inserter(all), entry);
    return all;
}

// The kernel offers them as files only. One that may not be read has no value.
json parameters_of(const std::filesystem::path& folder) {
    std::set<std::filesystem::path> files;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        files.insert(entry.path());
    json all = json::array();
    for (const auto& file : files) {
        json entry{{"name", file.filename().string()}};
        std::string value;
        if (std::ifstream in(file, std::ios::binary); in) {
            value.assign(std::istreambuf_iterator<char>(in), {});
            if (value.ends_with('\n'))
                value.pop_back();
            entry["value"] = value;
        }
        all.push_back(std::move(entry));
    }
    return all;
}

std::string type_text(std::uint32_t type) {
    switch (type) {
    case BANOS_PARAMETER_BOOL:
        return "bool";
    case BANOS_PARAMETER_INT32:
        return "int32";
    case BANOS_PARAMETER_UINT32:
        return "uint32";
    case BANOS_PARAMETER_INT64:
        return "int64";
    case BANOS_PARAMETER_UINT64:
        return "uint64";
    case BANOS_PARAMETER_STRING:
        return "string";
    default:
        return "type " + std::to_string(type);
    }
}

json parameter_json(const image_parameter& parameter) {
    json entry{{"name", parameter.name},
               {"type", type_text(parameter.type)},
               {"description", text_or_empty(parameter.description)},
               {"writable", (parameter.flags & BANOS_PARAMETER_WRITABLE) != 0},
               {"public", (parameter.flags & BANOS_PARAMETER_PUBLIC) != 0}};
    if (parameter.elements != 0)
        entry["elements"] = parameter.elements;
    if (parameter.type == BANOS_PARAMETER_STRING)
        entry["capacity"] = parameter.capacity;
    return entry;
}

// Those that the loader binds to symbols: not the compiler's thunks.
json imports_json(const parsed_image& parsed) {
    json all = json::array();
    for (const auto& import : parsed.imports()) {
        if (import.used && !relocate_is_thunk(import.name))
            all.push_back({{"name", import.name}, {"weak", import.weak}});
    }
    return all;
}

std::string cell_text(const json& value) {
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_null())
        return "";
    if (value.is_array() || value.is_object()) {
        std::vector<std::string> parts;
        for (const auto& [key, part] : value.items())
            parts.push_back(value.is_object() ? key + " " + cell_text(part) : cell_text(part));
        return parts.empty() ? "-" : joined(parts);
    }
    return json_text(value, -1);
}

std::string title_text(std::string text) {
    std::ranges::replace(text, '_', ' ');
    return text;
}

bool is_table(const json& value) {
    return value.is_array() && !value.empty() && value[0].is_object();
}

// The columns are the members of the rows, in the order in which they come.
void print_table(std::ostream& out, const std::string& title, const json& rows) {
    std::vector<std::string> members;
    for (const auto& row : rows) {
        for (const auto& [member, value] : row.items()) {
            if (std::ranges::find(members, member) == members.end())
                members.push_back(member);
        }
    }
    std::vector<table::column> columns;
    for (auto member : members) {
        std::ranges::transform(member, member.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
        columns.push_back({title_text(member)});
    }
    table printed(columns);
    for (const auto& row : rows) {
        std::vector<std::string> cells;
        for (const auto& member : members)
            cells.push_back(row.contains(member) ? cell_text(row[member]) : "-");
        printed.add(cells);
    }
    out << '\n' << title_text(title) << ":\n";
    printed.print(out);
}

} // namespace

json describe(const banos_instance_info& info, const std::filesystem::path& sysfs) {
    const auto title = title_of(info);
    auto description = to_json(info);
    description["exports"] =
        listed(asked(request::query, title, exports(info.id)), [](const auto& symbol) {
            return json{{"name", detail::text_of(symbol.name)}, {"offset", symbol.offset}};
        });
    description["imports"] = listed(asked(request::query, title, imports(info.id)), import_json);
    description["providers"] = asked(request::query, title, providers(info.id));
    description["dependents"] = asked(request::query, title, dependents(info.id));
    description["resources"] =
        listed(asked(request::query, title, resources(info.id)), [](const auto& one) {
            return json{{"kind", detail::text_of(one.kind)},
                        {"count", one.count},
                        {"holders", one.holders}};
        });
    description["parameters"] = parameters_of(sysfs / std::to_string(info.id) / "parameters");
    return description;
}

json describe(const parsed_image& parsed, const std::string& file) {
    const auto& driver = parsed->driver;
    json description;
    description["file"] = file;
    description["name"] = driver.name;
    description["version"] = version_text(driver.version);
    description["license"] = text_or_empty(driver.license);
    description["gpl_compatible"] = image_license_is_gpl(driver.license);
    description["description"] = text_or_empty(driver.description);
    description["author"] = text_or_empty(driver.author);
    description["machine"] = machine_text(parsed->header->e_machine);
    description["minimal_banos_version"] = version_text(driver.minimal_banos_version);
    description["driver_size"] = driver.driver_size;
    description["features"] = feature_names(parsed->features);
    description["file_size"] = parsed->size;
    description["memory"] = {{"text", parsed->pool_size[IMAGE_TEXT]},
                             {"rodata", parsed->pool_size[IMAGE_RODATA]},
                             {"data", parsed->pool_size[IMAGE_DATA]}};
    description["exports"] = json::array();
    for (const auto& symbol : parsed.exports())
        description["exports"].push_back({{"name", symbol.name}});
    description["imports"] = imports_json(parsed);
    description["parameters"] = json::array();
    for (const auto& parameter : parsed.parameters())
        description["parameters"].push_back(parameter_json(parameter));
    return description;
}

void print_description(std::ostream& out, const json& description) {
    std::size_t width = 0;
    for (const auto& [member, value] : description.items()) {
        if (!is_table(value))
            width = std::max(width, member.size());
    }
    for (const auto& [member, value] : description.items()) {
        if (is_table(value))
            continue;
        const auto title = title_text(member);
        out << title << ':' << std::string(width - title.size() + 2, ' ')
            << printable(cell_text(value)) << '\n';
    }
    for (const auto& [member, value] : description.items()) {
        if (is_table(value))
            print_table(out, member, value);
    }
}

} // namespace banos::ctl
