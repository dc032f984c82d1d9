// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// banos-ld: objects in, driver image out; see docs/man/banos-ld.1.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "check.h"
#include "failure.h"
#include "file.h"
#include "link.h"

namespace {

using namespace banos::ld;

struct command_line {
    link_options link;
    bool check = false;
};

void describe(CLI::App& program, command_line& command) {
    program.set_version_flag("--version", "banos-ld " BANOS_LD_VERSION);
    program.add_option("files", command.link.files, "Objects, and archives of objects")
        ->required()
        ->type_name("FILE");
    CLI::Option* output =
        program.add_option("-o,--output", command.link.output, "The image to write")
            ->type_name("IMAGE");
    CLI::Option* check =
        program.add_flag("--check", command.check,
                         "Write nothing; check that FILE... are images, and say what they are");
    program.add_flag("-g,--keep-debug", command.link.keep_debug, "Keep debug information");
    program.add_option("--map", command.link.map, "Write the linker's map to MAP")
        ->type_name("MAP");
    program.add_option("--linker", command.link.linker, "The linker to run")
        ->type_name("PROGRAM")
        ->capture_default_str();
    program.add_flag("--allow-floating-point", command.link.allow_floating_point,
                     "The driver saves the registers of programs by itself");
    program.add_flag("-v,--verbose", command.link.verbose, "Say what is done");
    check->excludes(output);
    program.footer("Exit status: 0 done, 1 a rule is broken, 2 wrong usage, 3 a file can't be read "
                   "or written, 4 the linker failed.");
}

void check_images(const std::vector<std::string>& files) {
    for (const std::string& file : files)
        fmt::print("{}", describe_image(file, read_file(file)));
}

int complain(exit_status status, std::string_view text) {
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        fmt::print(stderr, "banos-ld: {}\n", text.substr(at, end - at));
        at = end + 1;
    }
    return static_cast<int>(status);
}

int run(command_line& command) {
    if (command.check) {
        check_images(command.link.files);
        return static_cast<int>(exit_status::success);
    }
    if (command.link.output.empty())
        return complain(exit_status::usage, "no -o IMAGE: expected the image to write");
    link_image(command.link);
    return static_cast<int>(exit_status::success);
}

} // namespace

int main(int argument_count, char** arguments) {
    try {
        CLI::App program("Links objects into a driver image for banos.", "banos-ld");
        command_line command;
        describe(program, command);
        try {
            program.parse(argument_count, arguments);
        } catch (const CLI::ParseError& error) {
            const int status = program.exit(error);
            return status == 0 ? 0 : static_cast<int>(exit_status::usage);
        }
        return run(command);
    } catch (const failure& error) {
        return complain(error.status(), error.what());
    } catch (const std::exception& error) {
        return complain(exit_status::file_access, error.what());
    }
}
