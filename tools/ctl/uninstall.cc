// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "command.h"
#include "instances.h"
#include "order.h"
#include "text.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace banos::ctl {
namespace {

struct target {
    std::uint64_t id;
    std::string title;
};

std::chrono::milliseconds milliseconds_of(double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
}

// Dependents first. Drivers that found each other at run time may depend on
// each other; then the kernel says who has to go first.
std::vector<target> dependents_first(const std::vector<banos_instance_info>& chosen) {
    auto needs = needs_among(chosen);
    for (auto& of_one : needs) {
        for (auto& one : of_one)
            one.weak = true;
    }
    std::vector<target> targets;
    for (const auto node : providers_first(needs).order)
        targets.push_back({chosen[node].id, title_of(chosen[node])});
    std::ranges::reverse(targets);
    return targets;
}

// All of them are found before the first one goes.
std::vector<target> find_targets(const std::vector<std::string>& texts) {
    if (texts.size() == 1 && decimal(texts[0]))
        return {{*decimal(texts[0]), texts[0]}};
    const auto all = all_instances();
    std::vector<banos_instance_info> chosen;
    for (const auto& text : texts) {
        const auto& found = find_instance(all, text);
        if (std::ranges::count(chosen, found.id, &banos_instance_info::id) == 0)
            chosen.push_back(found);
    }
    std::ranges::sort(chosen, {}, &banos_instance_info::id);
    return dependents_first(chosen);
}

// False: it went by itself meanwhile, and nobody named it.
bool uninstall_one(session& now, const uninstall_line& line, const target& one) {
    std::string log;
    const auto answer = uninstall(
        one.id, {.detach = line.detach, .timeout = milliseconds_of(line.timeout), .log = &log});
    if (!answer && line.all && answer.error().number() == ENOENT)
        return false;
    if (!answer)
        throw refused(request::uninstall, one.title, answer.error(), log);
    now.tell_log(log);
    return true;
}

} // namespace

void uninstall_instances(session& now, const uninstall_line& line) {
    if (line.all == !line.targets.empty())
        throw failure(status::usage, "", "uninstall takes ids or names, or --all");
    require_banos();
    const auto targets = line.all ? dependents_first(all_instances()) : find_targets(line.targets);
    now.document["uninstalled"] = json::array();
    for (const auto& one : targets) {
        try {
            if (uninstall_one(now, line, one))
                now.document["uninstalled"].push_back(one.id);
        } catch (const failure& why) {
            now.fail(why);
        }
    }
}

} // namespace banos::ctl
