// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "link.h"

#include <fmt/format.h>

#include "check.h"
#include "file.h"
#include "finish.h"
#include "inputs.h"
#include "linker.h"
#include "rules.h"

namespace banos::ld {

namespace {

byte_vector link_inputs(const std::vector<input>& inputs, const link_options& options,
                        const temporary_directory& scratch) {
    linker_run run{options.linker, {}, scratch.path(), {}, options.verbose};
    for (const input& one : inputs)
        run.files.push_back(one.path);
    if (!options.map.empty())
        run.map = scratch.path() / "map";
    return run_linker(run);
}

// With the names that the user knows in place of ours.
void write_map(const std::vector<input>& inputs, const link_options& options,
               const temporary_directory& scratch) {
    const byte_vector bytes = read_file(scratch.path() / "map");
    std::string text(bytes.begin(), bytes.end());
    const auto replace_all = [&](const std::string& from, const std::string& to) {
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
            text.replace(at, from.size(), to);
    };
    for (const input& one : inputs)
        replace_all(one.path.string(), one.content.name);
    replace_all((scratch.path() / "linked.o").string(), options.output.string());
    write_file_atomically(options.map,
                          {reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

void tell_inputs(const std::vector<input>& inputs) {
    for (const input& one : inputs)
        fmt::print(stderr, "banos-ld: links {}\n", one.content.name);
}

} // namespace

void link_image(const link_options& options) {
    const temporary_directory scratch;
    const rule_options rules{options.allow_floating_point};
    const std::vector<input> inputs = gather_inputs({options.files, scratch.path()});
    if (options.verbose)
        tell_inputs(inputs);
    throw_if_any(check_inputs(inputs, rules));
    for (const problem& one : check_branch_tracking(inputs))
        fmt::print(stderr, "banos-ld: warning: {}\n", to_text(one));

    object image = read_object(options.output.string(), link_inputs(inputs, options, scratch));
    rename_compiler_functions(image);
    throw_if_any(drop_sections(image, options.keep_debug));
    settle_symbols(image);
    throw_if_any(check_imports(image, inputs));
    add_note(image, inputs);

    const byte_vector bytes = write_object(image);
    check_image(options.output.string(), bytes);
    if (!options.map.empty())
        write_map(inputs, options, scratch);
    write_file_atomically(options.output, bytes);
    if (options.verbose)
        fmt::print(stderr, "{}", describe_image(options.output.string(), bytes));
}

} // namespace banos::ld
