// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The commands. Each adds itself to the command line; the one that was given
// becomes the action, which runs after the whole line is understood.
#ifndef BANOS_CTL_COMMAND_H
#define BANOS_CTL_COMMAND_H

#include "session.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace banos::ctl {

using action = std::function<void(session&)>;

void add_install(CLI::App& line, action& chosen);
void add_uninstall(CLI::App& line, action& chosen);
void add_list(CLI::App& line, action& chosen);
void add_info(CLI::App& line, action& chosen);
void add_exports(CLI::App& line, action& chosen);
void add_graph(CLI::App& line, action& chosen);
void add_check(CLI::App& line, action& chosen);
void add_preflight(CLI::App& line, action& chosen);
void add_abi(CLI::App& line, action& chosen);
void add_statistics(CLI::App& line, action& chosen);
void add_lock_down(CLI::App& line, action& chosen);
void add_monitor(CLI::App& line, action& chosen);

// A subcommand without options of its own, or the start of one with them.
template<typename options>
std::shared_ptr<options> on_command(CLI::App* command, action& chosen,
                                    void (*run)(session&, const options&)) {
    auto given = std::make_shared<options>();
    command->callback(
        [&chosen, given, run] { chosen = [given, run](session& now) { run(now, *given); }; });
    return given;
}

} // namespace banos::ctl

#endif
