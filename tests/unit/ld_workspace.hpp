// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A directory in which a test compiles objects and runs banos-ld on them.
#ifndef BANOS_TESTS_LD_WORKSPACE_HPP
#define BANOS_TESTS_LD_WORKSPACE_HPP

#include <filesystem>
#include <string>
#include <vector>

#include "file.h"
#include "object.h"

namespace banos::ld::testing {

struct outcome {
    int status = -1; // exit status; -1 if a signal ended it
    std::string output;
    std::string errors;
};

// Runs a program, found in PATH, in a directory.
outcome run_in(const std::filesystem::path& directory, const std::vector<std::string>& command);

class workspace {
  public:
    [[nodiscard]] std::filesystem::path path(const std::string& file) const {
        return directory_.path() / file;
    }
    void write(const std::string& file, const std::string& text) const;
    [[nodiscard]] byte_vector read(const std::string& file) const { return read_file(path(file)); }
    [[nodiscard]] bool has(const std::string& file) const {
        return std::filesystem::exists(path(file));
    }

    // Everything runs in the directory, so that messages name plain files.
    outcome run(const std::vector<std::string>& command) const {
        return run_in(directory_.path(), command);
    }
    outcome link(std::vector<std::string> arguments) const;

    // Compiles source text to `object`, with the driver kit's options and these
    // behind them. The language is that of the object's name: a.c.o, a.cc.o.
    void compile(const std::string& object, const std::string& source,
                 const std::vector<std::string>& options = {},
                 const std::string& compiler = BANOS_GCC) const;

    // The same with these options alone.
    void compile_plainly(const std::string& object, const std::string& source,
                         const std::vector<std::string>& options,
                         const std::string& compiler = BANOS_GCC) const;

    [[nodiscard]] object read_image(const std::string& file) const {
        return read_object(file, read(file));
    }

  private:
    temporary_directory directory_;
};

// Options, without those of the kit, that leave floating-point registers to the
// compiler.
std::vector<std::string> floating_point_options();

// Source of a driver whose init() returns the given expression.
std::string driver_source(const std::string& init_expression = "0", const std::string& before = "");

std::vector<std::string> names_of_imports(const object& image);
const symbol* find_symbol(const object& image, const std::string& name);
const section* find_section(const object& image, const std::string& name);

} // namespace banos::ld::testing

#endif
