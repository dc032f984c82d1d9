// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "instances.h"

#include "text.h"

#include <array>
#include <cerrno>

#include <banos/hash_map.hpp>

namespace banos::ctl {
namespace {

std::string ids_of(const std::vector<const banos_instance_info*>& found) {
    std::vector<std::string> ids;
    ids.reserve(found.size());
    for (const auto* info : found)
        ids.push_back(std::to_string(info->id));
    return joined(ids);
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes)
        text += {digits[byte >> 4], digits[byte & 0xf]};
    return text;
}

} // namespace

void require_banos() {
    if (const auto answer = available(); !answer)
        throw refused(request::open, "", answer.error());
}

std::vector<banos_instance_info> all_instances() {
    require_banos();
    std::vector<banos_instance_info> all;
    for (const auto id : asked(request::query, "", list())) {
        auto answer = info(id);
        if (answer)
            all.push_back(*answer);
        else if (answer.error().number() != ENOENT)
            throw refused(request::query, std::to_string(id), answer.error());
    }
    return all;
}

const banos_instance_info& find_instance(std::span<const banos_instance_info> all,
                                         const std::string& text) {
    const auto id = decimal(text);
    std::vector<const banos_instance_info*> found;
    for (const auto& info : all) {
        if (id ? info.id == *id : name_of(info) == text)
            found.push_back(&info);
    }
    if (found.empty())
        throw failure(status::instance, text, "there is no such instance");
    if (found.size() > 1)
        throw failure(status::usage, text,
                      "several instances have this name: give one of the ids " + ids_of(found));
    return *found[0];
}

banos_instance_info find_instance(const std::string& text) {
    require_banos();
    if (const auto id = decimal(text))
        return asked(request::query, text, info(*id));
    return find_instance(all_instances(), text);
}

std::string title_of(const banos_instance_info& info) {
    return std::to_string(info.id) + " (" + name_of(info) + ")";
}

std::string name_of(const banos_instance_info& info) {
    return std::string(detail::text_of(info.name));
}

std::string state_text(std::uint32_t state) {
    switch (state) {
    case BANOS_INSTALLING:
        return "installing";
    case BANOS_LIVE:
        return "live";
    case BANOS_LEAVING:
        return "leaving";
    default:
        return "state " + std::to_string(state);
    }
}

std::uint64_t size_of(const banos_instance_info& info) {
    return info.text_size + info.rodata_size + info.data_size + info.heap_size;
}

std::uint64_t users_of(const banos_instance_info& info) {
    return std::uint64_t{info.dependents} + info.holders;
}

std::vector<std::string> feature_names(std::uint32_t features) {
    constexpr std::array<std::pair<std::uint32_t, const char*>, 4> known{{
        {BANOS_IMAGE_IBT, "ibt"},
        {BANOS_IMAGE_RETURN_THUNKS, "return-thunks"},
        {BANOS_IMAGE_INDIRECT_THUNKS, "indirect-thunks"},
        {BANOS_IMAGE_STACK_PROTECTOR, "stack-protector"},
    }};
    std::vector<std::string> names;
    for (const auto& [bit, name] : known) {
        if ((features & bit) != 0)
            names.emplace_back(name);
    }
    return names;
}

json to_json(const banos_instance_info& info) {
    json entry;
    entry["id"] = info.id;
    entry["name"] = name_of(info);
    entry["version"] = version_text(info.version);
    entry["state"] = state_text(info.state);
    entry["license"] = detail::text_of(info.license);
    entry["gpl_compatible"] = info.gpl_compatible != 0;
    entry["description"] = detail::text_of(info.description);
    entry["author"] = detail::text_of(info.author);
    entry["minimal_banos_version"] = version_text(info.minimal_banos_version);
    entry["features"] = feature_names(info.features);
    entry["size"] = size_of(info);
    entry["memory"] = {{"text", info.text_size},
                       {"rodata", info.rodata_size},
                       {"data", info.data_size},
                       {"heap", info.heap_size}};
    entry["users"] = users_of(info);
    entry["counts"] = {{"exports", info.exports},     {"imports", info.imports},
                       {"providers", info.providers}, {"dependents", info.dependents},
                       {"resources", info.resources}, {"holders", info.holders}};
    entry["installed"] = time_text(info.installed_ns);
    entry["installed_ns"] = info.installed_ns;
    entry["image_sha256"] = hexadecimal(info.image_hash);
    return entry;
}

needs_of needs_among(std::span<const banos_instance_info> all) {
    hash_map<std::uint64_t, std::size_t> positions;
    for (std::size_t i = 0; i < all.size(); i++)
        positions.emplace(all[i].id, i);
    needs_of needs(all.size());
    for (std::size_t i = 0; i < all.size(); i++) {
        const auto answer = all[i].providers > 0
                                ? providers(all[i].id)
                                : result<std::vector<std::uint64_t>>(std::vector<std::uint64_t>());
        if (!answer && answer.error().number() != ENOENT)
            throw refused(request::query, std::to_string(all[i].id), answer.error());
        if (!answer)
            continue;
        for (const auto id : *answer) {
            if (const auto found = positions.find(id); found != positions.end())
                needs[i].push_back({found->value});
        }
    }
    return needs;
}

} // namespace banos::ctl
