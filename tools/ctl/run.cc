// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "run.h"

#include "command.h"

#include <algorithm>
#include <cctype>
#include <new>

namespace banos::ctl {
namespace {

// Both stand before the command or behind it.
void add_common_options(CLI::App& line, session& now) {
    line.add_flag("--json", now.json_wanted, "Print one JSON document instead of text");
    line.add_flag("-v,--verbose", now.verbose, "Also print everything that the loader says");
}

void add_commands(CLI::App& line, action& chosen) {
    add_install(line, chosen);
    add_uninstall(line, chosen);
    add_list(line, chosen);
    add_info(line, chosen);
    add_exports(line, chosen);
    add_graph(line, chosen);
    add_check(line, chosen);
    add_preflight(line, chosen);
    add_abi(line, chosen);
    add_statistics(line, chosen);
    add_monitor(line, chosen);
    add_lock_down(line, chosen);
}

// One sentence of ours, whatever lines the parser's has.
std::string sentence_of(const CLI::ParseError& problem) {
    std::string sentence = problem.what();
    std::ranges::replace(sentence, '\n', ' ');
    while (!sentence.empty() && std::isspace(static_cast<unsigned char>(sentence.back())))
        sentence.pop_back();
    return sentence;
}

// False: there is nothing more to do.
bool understand(CLI::App& line, const std::vector<std::string>& arguments, session& now) {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        line.parse(reversed);
        return true;
    } catch (const CLI::CallForHelp&) {
        const auto given = line.get_subcommands();
        now.out << (given.empty() ? line.help() : given[0]->help("banosctl"));
    } catch (const CLI::CallForVersion&) {
        now.out << "banosctl " BANOS_PROJECT_VERSION "\n";
    } catch (const CLI::ParseError& problem) {
        // The flag may not have been reached before the mistake was.
        now.json_wanted = std::ranges::count(arguments, "--json") > 0;
        now.fail({status::usage, "", sentence_of(problem) + " (see banosctl --help)"});
    }
    return false;
}

void act(const action& chosen, session& now) {
    try {
        chosen(now);
    } catch (const failure& why) {
        now.fail(why);
    } catch (const std::bad_alloc&) {
        now.fail({status::resources, "", "out of memory"});
    }
}

} // namespace

int run(const std::vector<std::string>& arguments, session& now) {
    CLI::App line("Install drivers on any kernel that has a banos.ko, and look after them.",
                  "banosctl");
    action chosen;
    line.require_subcommand(1);
    line.set_version_flag("--version", BANOS_PROJECT_VERSION, "Print the version and end");
    add_common_options(line, now);
    add_commands(line, chosen);
    for (auto* command : line.get_subcommands(nullptr))
        add_common_options(*command, now);
    if (understand(line, arguments, now))
        act(chosen, now);
    now.finish();
    return static_cast<int>(now.end);
}

} // namespace banos::ctl
