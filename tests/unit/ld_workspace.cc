// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ld_workspace.hpp"

#include <fstream>
#include <map>
#include <sstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace banos::ld::testing {

namespace {

std::string text_of(const std::filesystem::path& file) {
    const byte_vector bytes = read_file(file);
    return {bytes.begin(), bytes.end()};
}

void redirect(int number, const std::filesystem::path& file) {
    const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (opened < 0 || dup2(opened, number) < 0)
        _exit(126);
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

bool is_cxx(const std::string& object) {
    return object.ends_with(".cc.o");
}

// Asked for once for each compiler.
const std::vector<std::string>& kit_options(const std::string& compiler, bool cxx) {
    static std::map<std::string, std::vector<std::string>> known;
    auto& options = known[compiler + (cxx ? "++" : "")];
    if (options.empty()) {
        std::vector<std::string> command = {BANOS_DRIVER_KIT "/banos-cflags"};
        if (cxx)
            command.emplace_back("--c++");
        command.push_back(compiler);
        const outcome asked = run_in("/", command);
        EXPECT_EQ(asked.status, 0) << asked.errors;
        options = words_of(asked.output);
    }
    return options;
}

} // namespace

outcome run_in(const std::filesystem::path& directory, const std::vector<std::string>& command) {
    const temporary_directory scratch;
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        redirect(STDOUT_FILENO, scratch.path() / "output");
        redirect(STDERR_FILENO, scratch.path() / "errors");
        if (chdir(directory.c_str()) == 0)
            execvp(arguments[0], arguments.data());
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(scratch.path() / "output"),
            text_of(scratch.path() / "errors")};
}

void workspace::write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories(path(file).parent_path());
    std::ofstream(path(file), std::ios::binary) << text;
}

outcome workspace::link(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), BANOS_LD_PROGRAM);
    return run(arguments);
}

void workspace::compile(const std::string& object, const std::string& source,
                        const std::vector<std::string>& options,
                        const std::string& compiler) const {
    std::vector<std::string> all = kit_options(compiler, is_cxx(object));
    all.insert(all.end(), {"-I", BANOS_DRIVER_INCLUDE, "-O2"});
    all.insert(all.end(), options.begin(), options.end());
    compile_plainly(object, source, all, compiler);
}

void workspace::compile_plainly(const std::string& object, const std::string& source,
                                const std::vector<std::string>& options,
                                const std::string& compiler) const {
    const std::string file = object.substr(0, object.size() - 2);
    write(file, source);
    std::vector<std::string> command = {compiler};
    command.insert(command.end(), options.begin(), options.end());
    if (is_cxx(object))
        command.emplace_back("-std=c++20");
    command.insert(command.end(), {"-c", file, "-o", object});
    const outcome compiled = run(command);
    ASSERT_EQ(compiled.status, 0) << compiled.errors;
}

std::vector<std::string> floating_point_options() {
    return {"-O2",
            "-ffreestanding",
            "-fno-pic",
            "-mcmodel=kernel",
            "-mno-red-zone",
            "-msse2",
            "-fcf-protection=branch",
            "-fno-asynchronous-unwind-tables",
            "-I",
            BANOS_DRIVER_INCLUDE};
}

std::string driver_source(const std::string& init_expression, const std::string& before) {
    return "#include <banos/driver.h>\n" + before +
           "\n"
           "static int example_init(struct banos_driver *driver)\n"
           "{ (void)driver; return " +
           init_expression +
           "; }\n"
           "BANOS_DRIVER(example, .version = BANOS_VERSION(1, 2, 3), .license = \"GPL\",\n"
           "             .init = example_init);\n";
}

std::vector<std::string> names_of_imports(const object& image) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i < image.symbols.size(); ++i) {
        if (image.symbols[i].undefined())
            names.push_back(image.symbols[i].name);
    }
    return names;
}

const symbol* find_symbol(const object& image, const std::string& name) {
    for (const symbol& one : image.symbols) {
        if (one.name == name)
            return &one;
    }
    return nullptr;
}

const section* find_section(const object& image, const std::string& name) {
    for (const section& one : image.sections) {
        if (one.name == name)
            return &one;
    }
    return nullptr;
}

} // namespace banos::ld::testing
