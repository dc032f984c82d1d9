// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "options.hpp"

#include "retained.hpp"
#include "statistics.hpp"
#include "system.hpp"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

extern char** environ; // NOLINT: the name is POSIX's.

namespace banos::alloc {

namespace {

enum class report_form { none, text, json };

report_form form = report_form::none;
// A copy: programs that set their title write over the environment.
char report_file[4096];

// getenv may not be ready when the first allocation comes.
const char* option(const char* name) noexcept {
    if (environ == nullptr)
        return nullptr;
    const std::size_t length = std::strlen(name);
    for (char** each = environ; *each != nullptr; each++) {
        if (std::strncmp(*each, name, length) == 0 && (*each)[length] == '=')
            return *each + length + 1;
    }
    return nullptr;
}

void write_report() noexcept {
    const keep_errno kept;
    static figures counted;
    const int file = report_file[0] == '\0'
                         ? STDERR_FILENO
                         : open(report_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file < 0)
        return;
    statistics_count(counted);
    if (form == report_form::json)
        statistics_write_json(file, counted);
    else
        statistics_write_text(file, counted);
    if (file != STDERR_FILENO)
        close(file);
}

void handle_signal(int /*number*/) {
    write_report();
}

void read_signal() noexcept {
    const char* number = option("BANOS_MALLOC_SIGNAL");
    if (number == nullptr)
        return;
    struct sigaction action {};
    action.sa_handler = handle_signal;
    action.sa_flags = SA_RESTART;
    sigaction(std::atoi(number), &action, nullptr);
}

} // namespace

void options_read() noexcept {
    const char* retain = option("BANOS_MALLOC_RETAIN");
    retain_pages = retain == nullptr || std::strcmp(retain, "0") != 0;
}

void options_apply() noexcept {
    const char* path = option("BANOS_MALLOC_STATS_FILE");
    if (path != nullptr && std::strlen(path) < sizeof report_file)
        std::strcpy(report_file, path);
    if (const char* wanted = option("BANOS_MALLOC_STATS"))
        form = std::strcmp(wanted, "json") == 0 ? report_form::json : report_form::text;
    read_signal();
}

// After all other destructors of the program that the loader knows.
__attribute__((destructor(101))) static void report_at_exit() noexcept {
    if (form != report_form::none)
        write_report();
}

} // namespace banos::alloc
