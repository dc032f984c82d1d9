// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The commands: what each takes from the command line, and what runs it. A
// command throws failure where it can't go on.
#ifndef BANOS_CTL_COMMAND_H
#define BANOS_CTL_COMMAND_H

#include "session.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace banos::ctl {

struct install_line {
    std::vector<std::string> operands; // images, each before its parameters
    bool keep_going = false;
};

struct uninstall_line {
    std::vector<std::string> targets;
    bool all = false;
    bool detach = false;
    double timeout = 0; // seconds; 0: the kernel's default
};

struct target_line {
    std::vector<std::string> targets;
};

struct graph_line {
    bool dot = false;
};

struct check_line {
    std::vector<std::string> files;
};

struct preflight_line {
    std::vector<std::string> files;
    std::string listing;               // a file; empty: none was given
    std::optional<std::string> kernel; // a name
};

struct index_line {
    std::string folder;
};

struct probe_line {
    std::string modalias;
    std::string folder;
    std::string device; // its folder in sysfs; empty: none was given
    bool dry_run = false;
};

struct monitor_line {
    std::uint64_t count = 0; // 0: for ever
};

void install_images(session& now, const install_line& line);
void uninstall_instances(session& now, const uninstall_line& line);
void list_instances(session& now);
void show_info(session& now, const target_line& line);
void show_exports(session& now, const target_line& line);
void show_graph(session& now, const graph_line& line);
void check_images(session& now, const check_line& line);
void preflight_images(session& now, const preflight_line& line);
void index_images(session& now, const index_line& line);
void probe_device(session& now, const probe_line& line);
void show_abi(session& now);
void show_statistics(session& now);
void lock_down_kernel(session& now);
void monitor_events(session& now, const monitor_line& line);

} // namespace banos::ctl

#endif
