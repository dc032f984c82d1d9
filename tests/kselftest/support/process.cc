// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "process.hpp"

#include "system.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace banos::test {

namespace {

constexpr int killed = 128;
constexpr int threw = 99;

// No test may outlive its program, and no buffered output may appear twice.
[[noreturn]] void run_child(const std::function<int()>& body) {
    int status = threw;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    try {
        status = body();
    } catch (const std::exception& error) {
        std::printf("# in a child: %s\n", error.what());
    }
    std::fflush(stdout);
    _exit(status);
}

} // namespace

process::process(const std::function<int()>& body) {
    std::fflush(stdout);
    id_ = fork();
    if (id_ < 0)
        throw std::system_error(errno, std::generic_category(), "fork");
    if (id_ == 0)
        run_child(body);
}

process::~process() {
    if (id_ < 0)
        return;
    kill(id_, SIGKILL);
    while (waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

int process::wait() {
    int status = 0;
    while (waitpid(id_, &status, 0) < 0)
        if (errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "waitpid");
    id_ = -1;
    return WIFSIGNALED(status) ? killed + WTERMSIG(status) : WEXITSTATUS(status);
}

void process::send(int signal) const {
    kill(id_, signal);
}

char process::state() const {
    const std::string text = read_file("/proc/" + std::to_string(id_) + "/stat");
    const std::size_t end = text.rfind(')');
    return text.at(end + 2);
}

std::string process::stack() const {
    return read_file("/proc/" + std::to_string(id_) + "/stack");
}

int run_program(const std::vector<std::string>& words) {
    return in_child([&] {
        std::vector<char*> arguments;
        arguments.reserve(words.size() + 1);
        for (const std::string& word : words)
            arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        execvp(arguments[0], arguments.data());
        return 127;
    });
}

int in_child(const std::function<int()>& body) {
    return process(body).wait();
}

} // namespace banos::test
