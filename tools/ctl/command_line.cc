// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "command_line.h"

#include "command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>

namespace banos::ctl {
namespace {

// A command without operands or options of its own.
void add_command(CLI::App& line, action& chosen, const char* name, const char* what,
                 void (*run)(session&)) {
    line.add_subcommand(name, what)->callback([&chosen, run] { chosen = run; });
}

// What a command takes is filled in while the line is read; the command itself
// runs after the whole line is understood.
template<typename given_line>
struct described_command {
    CLI::App* command;
    std::shared_ptr<given_line> given = std::make_shared<given_line>();

    described_command(CLI::App& line, action& chosen, const char* name, const char* what,
                      void (*run)(session&, const given_line&))
        : command(line.add_subcommand(name, what)) {
        command->callback([&chosen, run, line = given] {
            chosen = [run, line](session& now) { run(now, *line); };
        });
    }
};

void add_install(CLI::App& line, action& chosen) {
    const described_command install(line, chosen, "install",
                                    "Install driver images, providers first", install_images);
    install.command
        ->add_option("image", install.given->operands,
                     "Images, \"-\" for standard input, each followed by its name=value parameters")
        ->required();
    install.command->add_flag("-k,--keep-going", install.given->keep_going,
                              "After a failure go on, and keep what is installed");
}

// As a command line gives it; the parser's own range lets "nan" through.
std::string why_no_time_limit(const std::string& text) {
    char* end = nullptr;
    const double seconds = std::strtod(text.c_str(), &end);
    const bool good = *end == '\0' && seconds >= 0.001 && seconds <= 4294967;
    return good ? "" : "a time limit is 0.001 to 4294967 seconds, not \"" + text + "\"";
}

void add_uninstall(CLI::App& line, action& chosen) {
    const described_command uninstall(line, chosen, "uninstall",
                                      "Uninstall instances, dependents first", uninstall_instances);
    uninstall.command->add_option("instance", uninstall.given->targets,
                                  "Ids, or names that only one instance has");
    uninstall.command->add_flag("-a,--all", uninstall.given->all, "Every instance");
    auto* detach = uninstall.command->add_flag("--detach", uninstall.given->detach,
                                               "Also while its devices are open: they become dead");
    uninstall.command
        ->add_option("--timeout", uninstall.given->timeout,
                     "With --detach: how many seconds to wait for running calls (default 10)")
        ->check(why_no_time_limit)
        ->needs(detach);
}

void add_info(CLI::App& line, action& chosen) {
    const described_command info(line, chosen, "info", "Show everything about instances or images",
                                 show_info);
    info.command
        ->add_option("target", info.given->targets, "Ids or names of instances, or image files")
        ->required();
}

void add_exports(CLI::App& line, action& chosen) {
    const described_command exports(line, chosen, "exports",
                                    "List what drivers offer to other drivers", show_exports);
    exports.command->add_option("target", exports.given->targets,
                                "Ids or names of instances, or image files; none: every instance");
}

void add_graph(CLI::App& line, action& chosen) {
    const described_command graph(line, chosen, "graph", "Show which instances need which",
                                  show_graph);
    graph.command->add_flag("--dot", graph.given->dot, "For Graphviz instead of a text tree");
}

void add_check(CLI::App& line, action& chosen) {
    const described_command check(line, chosen, "check", "Check images as the loader does, offline",
                                  check_images);
    check.command->add_option("image", check.given->files, "Image files, \"-\" for standard input")
        ->required();
}

void add_preflight(CLI::App& line, action& chosen) {
    const described_command preflight(line, chosen, "preflight",
                                      "Tell whether images would install on some kernel",
                                      preflight_images);
    preflight.command
        ->add_option("image", preflight.given->files, "Image files; they may need each other")
        ->required();
    auto* file = preflight.command->add_option(
        "--abi", preflight.given->listing,
        "What \"banosctl abi --json\" printed there; default: this kernel");
    preflight.command
        ->add_option("--kernel", preflight.given->kernel,
                     "Name of a kernel whose listing is installed, such as 6.12")
        ->excludes(file);
}

void add_index(CLI::App& line, action& chosen) {
    const described_command index(line, chosen, "index",
                                  "Write down which devices the images of a folder are for",
                                  index_images);
    index.command->add_option("folder", index.given->folder, "Of images")->required();
}

void add_probe(CLI::App& line, action& chosen) {
    const described_command probe(line, chosen, "probe", "Install what a device needs",
                                  probe_device);
    probe.given->folder = BANOS_DRIVER_FOLDER;
    probe.command
        ->add_option("modalias", probe.given->modalias, "What the kernel says that the device is")
        ->required();
    probe.command->add_option("--folder", probe.given->folder,
                              "Of images, with an index (default " BANOS_DRIVER_FOLDER ")");
    probe.command->add_option("--device", probe.given->device,
                              "The device in sysfs: left alone if it has a driver");
    probe.command->add_flag("-n,--dry-run", probe.given->dry_run,
                            "Print the images, and install nothing");
}

void add_monitor(CLI::App& line, action& chosen) {
    const described_command monitor(line, chosen, "monitor",
                                    "Print installs and uninstalls as they happen", monitor_events);
    monitor.command->add_option("-n,--count", monitor.given->count, "End after so many events")
        ->check(CLI::PositiveNumber);
}

// In the order in which the help lists them.
void add_commands(CLI::App& line, action& chosen) {
    add_install(line, chosen);
    add_uninstall(line, chosen);
    add_command(line, chosen, "list", "List the instances", list_instances);
    add_info(line, chosen);
    add_exports(line, chosen);
    add_graph(line, chosen);
    add_check(line, chosen);
    add_preflight(line, chosen);
    add_index(line, chosen);
    add_probe(line, chosen);
    add_command(line, chosen, "abi", "List what this kernel's banos offers to drivers", show_abi);
    add_command(line, chosen, "statistics", "Show the counters of banos.ko", show_statistics);
    add_monitor(line, chosen);
    add_command(line, chosen, "lock-down", "Refuse every install from now on, until reboot",
                lock_down_kernel);
}

// Both stand before the command or behind it.
void add_common_options(CLI::App& line, session& now) {
    line.add_flag("--json", now.json_wanted, "Print one JSON document instead of text");
    line.add_flag("-v,--verbose", now.verbose, "Also print everything that the loader says");
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
bool parse(CLI::App& line, const std::vector<std::string>& arguments, session& now) {
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

} // namespace

action understand(const std::vector<std::string>& arguments, session& now) {
    CLI::App line("Install drivers on any kernel that has a banos.ko, and look after them.",
                  "banosctl");
    action chosen;
    line.require_subcommand(1);
    line.set_version_flag("--version", BANOS_PROJECT_VERSION, "Print the version and end");
    add_common_options(line, now);
    add_commands(line, chosen);
    for (auto* command : line.get_subcommands(nullptr))
        add_common_options(*command, now);
    return parse(line, arguments, now) ? chosen : nullptr;
}

} // namespace banos::ctl
