// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "linker.h"

#include <cerrno>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "embedded.h"
#include "failure.h"
#include "file.h"

namespace banos::ld {

namespace {

class spawn_actions {
  public:
    spawn_actions() { posix_spawn_file_actions_init(&actions_); }
    ~spawn_actions() { posix_spawn_file_actions_destroy(&actions_); }
    spawn_actions(const spawn_actions&) = delete;
    spawn_actions& operator=(const spawn_actions&) = delete;

    void redirect(int number, const std::filesystem::path& to) {
        posix_spawn_file_actions_addopen(&actions_, number, to.c_str(),
                                         O_WRONLY | O_CREAT | O_APPEND, 0600);
    }
    [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

// An object's name may begin with '-', which the linker takes for an option.
std::string argument_of(const std::filesystem::path& file) {
    const std::string name = file.string();
    return name.starts_with('-') ? "./" + name : name;
}

std::vector<std::string> command_of(const linker_run& run, const std::filesystem::path& script,
                                    const std::filesystem::path& output) {
    std::vector<std::string> command = {run.program,
                                        "-r",
                                        "-m",
                                        "elf_x86_64",
                                        "--force-group-allocation",
                                        "--build-id=none",
                                        "-z",
                                        "noexecstack",
                                        "-T",
                                        script.string(),
                                        "-o",
                                        output.string()};
    if (!run.map.empty())
        command.insert(command.end(), {"-Map", run.map.string()});
    for (const std::filesystem::path& file : run.files)
        command.push_back(argument_of(file));
    return command;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

// Answers wait()'s status. Both outputs of the program go to `output`.
int run_program(const std::vector<std::string>& command, const std::filesystem::path& output) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    spawn_actions actions;
    actions.redirect(STDOUT_FILENO, output);
    actions.redirect(STDERR_FILENO, output);
    pid_t child = 0;
    const int error =
        posix_spawnp(&child, arguments[0], actions.get(), nullptr, arguments.data(), environ);
    if (error != 0)
        throw failure(exit_status::linker_failed,
                      fmt::format("can't run the linker {}: {}; to mend: install binutils, or name "
                                  "another with --linker",
                                  command[0], std::strerror(error)));
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

std::string text_of(const std::filesystem::path& file) {
    const byte_vector bytes = read_file(file);
    std::string text(bytes.begin(), bytes.end());
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

} // namespace

byte_vector run_linker(const linker_run& run) {
    const std::filesystem::path script = run.scratch / "banos.lds";
    const std::filesystem::path output = run.scratch / "linked.o";
    const std::filesystem::path said = run.scratch / "linker.log";
    const std::string_view text = linker_script();
    write_file_atomically(script,
                          {reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    const std::vector<std::string> command = command_of(run, script, output);
    if (run.verbose)
        fmt::print(stderr, "banos-ld: {}\n", joined(command));
    const int status = run_program(command, said);
    const std::string messages = text_of(said);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw failure(exit_status::linker_failed,
                      fmt::format("{} failed ({} {}){}{}", run.program,
                                  WIFEXITED(status) ? "exit status" : "signal",
                                  WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status),
                                  messages.empty() ? "" : ":\n", messages));
    if (run.verbose && !messages.empty())
        fmt::print(stderr, "{}\n", messages);
    return read_file(output);
}

} // namespace banos::ld
