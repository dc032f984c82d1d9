// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "command.h"
#include "image_file.h"
#include "instances.h"
#include "interruption.h"
#include "order.h"
#include "text.h"

#include <algorithm>
#include <map>
#include <optional>

namespace banos::ctl {
namespace {

// An image of the command line, and the parameters that follow it there.
struct job {
    std::string file;
    std::vector<std::string> parameters;
    std::optional<image_source> source;
};

struct installed {
    std::string file;
    std::uint64_t id;
};

// "name=value" where name could be a parameter's. A file that looks so is
// written "./name=value".
bool is_parameter(std::string_view operand) {
    const auto equals = operand.find('=');
    if (equals == operand.npos || equals == 0)
        return false;
    return std::ranges::all_of(operand.substr(0, equals), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

std::vector<job> jobs_of(const std::vector<std::string>& operands) {
    std::vector<job> jobs;
    for (const auto& operand : operands) {
        if (!is_parameter(operand))
            jobs.push_back({operand, {}, {}});
        else if (jobs.empty())
            throw failure(status::usage, operand,
                          "a parameter comes after the image that it is for");
        else
            jobs.back().parameters.push_back(operand);
    }
    if (std::ranges::count(jobs, "-", &job::file) > 1)
        throw failure(status::usage, "-", "standard input can be read only once");
    return jobs;
}

// Runs @body for each job; with --keep-going those that fail are left out.
template<typename function>
void for_each_job(session& now, std::vector<job>& jobs, bool keep_going, function&& body) {
    std::erase_if(jobs, [&](job& one) {
        try {
            body(one);
            return false;
        } catch (const failure& why) {
            if (!keep_going)
                throw;
            now.fail(why);
            return true;
        }
    });
}

needs_of needs_among(const std::vector<parsed_image>& images) {
    std::multimap<std::string_view, std::size_t> providers;
    for (std::size_t i = 0; i < images.size(); i++) {
        for (const auto& symbol : images[i].exports())
            providers.emplace(symbol.name, i);
    }
    needs_of needs(images.size());
    for (std::size_t i = 0; i < images.size(); i++) {
        for (const auto& import : images[i].imports()) {
            const auto [first, last] = providers.equal_range(import.name);
            for (auto found = first; import.used && found != last; ++found)
                needs[i].push_back({found->second, import.weak});
        }
    }
    return needs;
}

[[noreturn]] void refuse_cycle(const std::vector<job>& jobs,
                               const std::vector<std::size_t>& cycle) {
    std::vector<std::string> files;
    for (const auto node : cycle)
        files.push_back(jobs[node].file);
    files.push_back(jobs[cycle[0]].file);
    throw failure(status::symbols, jobs[cycle[0]].file,
                  "these images need each other in a circle, so that none can be the first: " +
                      joined(files, " needs "));
}

// Only where the order matters: alone, an image is the kernel's to judge.
void put_in_order(session& now, std::vector<job>& jobs, bool keep_going) {
    if (jobs.size() < 2)
        return;
    std::vector<parsed_image> images;
    for_each_job(now, jobs, keep_going, [&](job& one) { images.emplace_back(*one.source); });
    const auto [order, cycle] = providers_first(needs_among(images));
    if (!cycle.empty())
        refuse_cycle(jobs, cycle);
    std::vector<job> sorted;
    for (const auto node : order)
        sorted.push_back(std::move(jobs[node]));
    jobs = std::move(sorted);
}

installed install_one(session& now, const job& one) {
    std::string log;
    bool init_called = false;
    const auto id = one.source->install(
        {.parameters = one.parameters, .log = &log, .init_called = &init_called});
    if (!id)
        throw refused(init_called ? request::init : request::install, one.source->path(),
                      id.error(), log);
    now.tell_log(log);
    return {one.source->path(), *id};
}

json to_json(const std::vector<installed>& done) {
    json entries = json::array();
    for (const auto& [file, id] : done)
        entries.push_back({{"file", file}, {"id", id}});
    return entries;
}

void undo(session& now, const std::vector<installed>& done) {
    for (auto next = done.rbegin(); next != done.rend(); ++next) {
        const auto& [file, id] = *next;
        std::string log;
        const auto answer = uninstall(id, {.log = &log});
        if (answer)
            continue;
        const auto why = refused(request::uninstall, file, answer.error(), log);
        now.fail({why.end(), file,
                  "it stays installed, as instance " + std::to_string(id) + ": " + why.what(),
                  why.number(), log});
    }
}

// Answers those that are installed; fewer than the jobs if one failed.
std::vector<installed> install_all(session& now, std::vector<job>& jobs, bool keep_going) {
    std::vector<installed> done;
    try {
        for_each_job(now, jobs, keep_going, [&](const job& one) {
            if (interruption::caught() != 0)
                throw failure(status::other, one.source->path(),
                              "not installed: interrupted by a signal");
            done.push_back(install_one(now, one));
        });
    } catch (const failure& why) {
        now.fail(why);
        undo(now, done);
        now.document["uninstalled_again"] = to_json(done);
        done.clear();
    }
    return done;
}

} // namespace

void install_images(session& now, const install_line& line) {
    auto jobs = jobs_of(line.operands);
    require_banos();
    const interruption guard;
    for_each_job(now, jobs, line.keep_going,
                 [&](job& one) { one.source.emplace(one.file, now.in); });
    put_in_order(now, jobs, line.keep_going);
    const auto done = install_all(now, jobs, line.keep_going);
    now.document["installed"] = to_json(done);
    for (const auto& [file, id] : done) {
        if (!now.json_wanted)
            now.out << printable(file) << ": instance " << id << '\n';
    }
    if (now.end != status::done)
        now.caught_signal = interruption::caught();
}

} // namespace banos::ctl
