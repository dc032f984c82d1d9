// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "output_file.hpp"

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>

namespace banos::gunzip {

namespace {

// What a signal has to remove: a name, or "". Changed with signals blocked.
char to_remove[PATH_MAX];

constexpr int deadly[] = {SIGINT, SIGHUP, SIGTERM, SIGPIPE, SIGXCPU, SIGXFSZ};

void remove_and_die(int signal) {
    if (to_remove[0] != '\0')
        ::unlink(to_remove);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

sigset_t deadly_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int signal : deadly)
        sigaddset(&set, signal);
    return set;
}

// Signals that someone ignores for us stay ignored.
void catch_signals() {
    static const bool once = [] {
        for (int signal : deadly) {
            struct sigaction before {};
            sigaction(signal, nullptr, &before);
            if (before.sa_handler != SIG_IGN)
                std::signal(signal, remove_and_die);
        }
        return true;
    }();
    (void)once;
}

// Runs a function between two signals.
template<typename function>
auto undisturbed(function run) {
    const sigset_t set = deadly_signals();
    sigset_t before;
    sigprocmask(SIG_BLOCK, &set, &before);
    auto answer = run();
    const int number = errno;
    sigprocmask(SIG_SETMASK, &before, nullptr);
    errno = number;
    return answer;
}

void remember(const std::string& path) {
    if (path.size() < sizeof to_remove)
        std::strcpy(to_remove, path.c_str());
}

// A new file of a name that nobody else has.
descriptor create_temporary(const std::string& folder, std::string& path) {
    path = folder + "/.banos-gunzip-XXXXXX";
    return undisturbed([&] {
        descriptor file(::mkostemp(path.data(), O_CLOEXEC));
        if (file)
            remember(path);
        else
            path.clear();
        return file;
    });
}

// Not every file system knows how not to replace a file; those mostly have links.
bool rename_to(const std::string& from, const std::string& to, bool replace) {
    if (replace)
        return ::rename(from.c_str(), to.c_str()) == 0;
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    return errno == EINVAL && ::link(from.c_str(), to.c_str()) == 0 && ::unlink(from.c_str()) == 0;
}

} // namespace

output_file::output_file(const std::string& folder, bool nameless) : folder_(folder) {
    catch_signals();
    // A nameless file gets its name by a path in /proc.
    if (nameless && ::access("/proc/self/fd", X_OK) == 0)
        file_ =
            descriptor(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR));
    // File systems that have none answer one of many errors.
    if (!file_)
        file_ = create_temporary(folder, temporary_);
}

output_file::~output_file() {
    if (temporary_.empty())
        return;
    undisturbed([&] {
        to_remove[0] = '\0';
        return ::unlink(temporary_.c_str());
    });
}

bool output_file::imitate(const struct stat& other, std::optional<time_t> modified) const noexcept {
    mode_t mode = other.st_mode & 0777;
    // The group alone can often be given; if not, our own gets no rights.
    if (::fchown(number(), other.st_uid, other.st_gid) != 0 &&
        ::fchown(number(), uid_t(-1), other.st_gid) != 0)
        mode &= ~mode_t(S_IRWXG);
    timespec times[2] = {other.st_atim, other.st_mtim};
    if (modified)
        times[1] = {.tv_sec = *modified, .tv_nsec = 0};
    return ::fchmod(number(), mode) == 0 && ::futimens(number(), times) == 0;
}

bool output_file::publish(const std::string& path, bool replace, bool synchronous) {
    if (synchronous && ::fsync(number()) != 0)
        return false;
    if (temporary_.empty() && !publish_nameless(path, replace))
        return false;
    if (!temporary_.empty()) {
        const bool renamed = undisturbed([&] {
            if (!rename_to(temporary_, path, replace))
                return false;
            to_remove[0] = '\0';
            return true;
        });
        if (!renamed)
            return false;
        temporary_.clear();
    }
    if (!synchronous)
        return true;
    const descriptor folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder && ::fsync(folder.number()) == 0;
}

// A link cannot replace a file: then it gets a temporary name first, for rename().
bool output_file::publish_nameless(const std::string& path, bool replace) {
    const std::string self = "/proc/self/fd/" + std::to_string(number());
    const auto link = [&](const std::string& to) {
        return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, to.c_str(), AT_SYMLINK_FOLLOW) == 0;
    };
    if (link(path))
        return true;
    if (errno != EEXIST || !replace)
        return false;
    for (int attempt = 0; attempt < 100; attempt++) {
        const std::string name = folder_ + "/.banos-gunzip-" + std::to_string(::getpid()) + "-" +
                                 std::to_string(attempt);
        const bool linked = undisturbed([&] {
            if (!link(name))
                return false;
            remember(name);
            return true;
        });
        if (linked) {
            temporary_ = name;
            return true;
        }
        if (errno != EEXIST)
            return false;
    }
    return false;
}

} // namespace banos::gunzip
