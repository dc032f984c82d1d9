// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "gunzip.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <iostream>
#include <optional>

#include "file_name.hpp"
#include "output_file.hpp"

namespace banos::gunzip {

namespace {

bool exists(const std::string& path) {
    struct stat about;
    return ::lstat(path.c_str(), &about) == 0;
}

} // namespace

exit_status program::run() {
    for (const std::string& path : wanted_.files) {
        if (path == "-")
            do_standard_input();
        else
            do_file(path);
    }
    if (wanted_.list)
        listing_.finish();
    return end_;
}

void program::do_standard_input() {
    source from{.path = "stdin", .file = descriptor(::dup(STDIN_FILENO)), .about = {}};
    if (::fstat(from.file.number(), &from.about) != 0)
        return fail(from.path, errno);
    if (::isatty(STDIN_FILENO) && !wanted_.force && !wanted_.list)
        return fail("compressed data not read from a terminal. Use -f to force decompression.\n"
                    "For help, type: banos-gunzip -h");
    if (wanted_.test || wanted_.list)
        do_test_or_list(from, "stdout");
    else
        do_to_standard_output(from);
}

void program::do_file(const std::string& path) {
    source from;
    if (!open(path, from))
        return;
    if (S_ISDIR(from.about.st_mode))
        return warn(from.path + " is a directory -- ignored");
    const auto name = without_suffix(from.path, wanted_.suffix);
    if (wanted_.test || wanted_.list)
        do_test_or_list(from, name.value_or(from.path));
    else if (wanted_.to_stdout)
        do_to_standard_output(from);
    else
        do_in_place(from);
}

// Looks for the file under its usual names, too. In place, a symbolic link is not
// followed: what it leads to would stay, and the link go.
bool program::open(const std::string& path, source& from) {
    const bool in_place = !wanted_.to_stdout && !wanted_.test && !wanted_.list;
    const int flags =
        O_RDONLY | O_CLOEXEC | O_NOCTTY | (in_place && !wanted_.force ? O_NOFOLLOW : 0);
    const auto names = candidates(path, wanted_.suffix);
    for (const std::string& name : names) {
        from.file = descriptor(::open(name.c_str(), flags));
        from.path = name;
        if (from.file || errno != ENOENT)
            break;
    }
    const int number = errno;
    if (from.file && ::fstat(from.file.number(), &from.about) == 0)
        return true;
    // The name that would have been the usual one.
    if (number == ENOENT && names.size() > 1)
        from.path = names[1];
    fail(from.path, number);
    return false;
}

// Whether the compressed file may be taken away: only what gzip leaves behind.
bool program::may_be_replaced(const source& from) {
    const auto& about = from.about;
    if (!S_ISREG(about.st_mode))
        warn(from.path + " is not a directory or a regular file - ignored");
    else if (about.st_mode & S_ISUID)
        warn(from.path + " is set-user-ID on execution - ignored");
    else if (about.st_mode & S_ISGID)
        warn(from.path + " is set-group-ID on execution - ignored");
    else if (!wanted_.force && about.st_mode & S_ISVTX)
        warn(from.path + " has the sticky bit set - file ignored");
    else if (!wanted_.force && about.st_nlink > 1)
        warn(from.path + " has " + std::to_string(about.st_nlink - 1) + " other link" +
             (about.st_nlink > 2 ? "s" : "") + " -- file ignored");
    else
        return true;
    return false;
}

unpacked program::unpack(const source& from, int to, first_header& header) {
    const bool shown =
        !wanted_.quiet && ::isatty(STDERR_FILENO) && !(to == STDOUT_FILENO && ::isatty(to));
    const auto total = S_ISREG(from.about.st_mode) ? std::uint64_t(from.about.st_size) : 0;
    progress seen(from.path, total, shown);
    unpacker_.input.start(from.file.number());
    const bool copy_others = wanted_.force && to == STDOUT_FILENO;
    return unpacker_.unpack(to, copy_others, header, seen);
}

// Says what was wrong, and whether the output is nevertheless complete.
bool program::is_good(const source& from, const std::string& target, const unpacked& done) {
    switch (done.verdict) {
    case verdict::bad:
        fail(from.path + ": " + done.complaint);
        return false;
    case verdict::cannot_write:
        fail(target, errno);
        return false;
    case verdict::trailing_garbage:
        warn(from.path + ": decompression OK, trailing garbage ignored");
        return true;
    case verdict::trailing_zeros:
        // A tape's padding is worth a word only to those who want many.
        if (wanted_.verbose)
            warn(from.path + ": decompression OK, trailing zero bytes ignored");
        return true;
    case verdict::good:
        break;
    }
    return true;
}

std::string program::target_of(const source& from, const std::string& usual,
                               const first_header& header) const {
    if (!wanted_.restore_name)
        return usual;
    return beside(from.path, header.name()).value_or(usual);
}

void program::do_test_or_list(const source& from, const std::string& name) {
    first_header header;
    const unpacked done = unpack(from, -1, header);
    if (!is_good(from, name, done))
        return;
    if (wanted_.list)
        listing_.add({.compressed = done.compressed,
                      .length = done.length,
                      .overhead = done.overhead,
                      .checksum = done.checksum,
                      .modified = wanted_.restore_name && header.modified() != 0
                                      ? time_t(header.modified())
                                      : from.about.st_mtime,
                      .name = target_of(from, name, header)});
    else
        remark(from.path + ":\t OK");
}

void program::do_to_standard_output(const source& from) {
    first_header header;
    const unpacked done = unpack(from, STDOUT_FILENO, header);
    if (is_good(from, "stdout", done))
        remark_success(from, done, "replaced with stdout");
}

void program::do_in_place(const source& from) {
    if (!may_be_replaced(from))
        return;
    const auto usual = without_suffix(from.path, wanted_.suffix);
    if (!usual)
        return warn(from.path + ": unknown suffix -- ignored");
    // A stored name is known only later.
    const auto agreed = wanted_.restore_name ? overwriting::not_needed : ask_to_overwrite(*usual);
    if (agreed != overwriting::refused)
        save(from, *usual, agreed);
}

program::overwriting program::ask_to_overwrite(const std::string& path) {
    if (wanted_.force)
        return overwriting::agreed;
    if (!exists(path))
        return overwriting::not_needed;
    const std::string complaint = path + " already exists;";
    if (!::isatty(STDIN_FILENO)) {
        warn(complaint + "\tnot overwritten");
        return overwriting::refused;
    }
    std::cerr << "banos-gunzip: " << complaint << " do you wish to overwrite (y or n)? ";
    std::string answer;
    std::getline(std::cin, answer);
    if (answer.starts_with('y') || answer.starts_with('Y'))
        return overwriting::agreed;
    warn("\tnot overwritten");
    return overwriting::refused;
}

void program::save(const source& from, const std::string& usual, overwriting agreed) {
    output_file to(folder_of(usual));
    if (!to)
        return fail(usual, errno);
    first_header header;
    const unpacked done = unpack(from, to.number(), header);
    const std::string path = target_of(from, usual, header);
    if (!is_good(from, path, done))
        return;
    if (wanted_.restore_name)
        agreed = ask_to_overwrite(path);
    if (agreed == overwriting::refused)
        return;
    std::optional<time_t> modified;
    if (wanted_.restore_name && header.modified() != 0)
        modified = time_t(header.modified());
    if (!to.imitate(from.about, modified))
        warn(path + ": " + std::strerror(errno));
    if (!to.publish(path, agreed == overwriting::agreed, wanted_.synchronous))
        return fail(path, errno);
    if (!wanted_.keep && ::unlink(from.path.c_str()) != 0)
        warn(from.path + ": " + std::strerror(errno));
    remark_success(from, done, (wanted_.keep ? "created " : "replaced with ") + path);
}

void program::remark_success(const source& from, const unpacked& done,
                             const std::string& what) const {
    remark(from.path + ":\t" + ratio(done.length, done.compressed - done.overhead) + " -- " + what);
}

void program::remark(const std::string& text) const {
    if (wanted_.verbose)
        std::cerr << text << '\n';
}

void program::warn(const std::string& text) {
    if (!wanted_.quiet)
        std::cerr << "banos-gunzip: " << text << '\n';
    if (end_ == exit_status::ok)
        end_ = exit_status::warning;
}

void program::fail(const std::string& text) {
    std::cerr << "banos-gunzip: " << text << '\n';
    end_ = exit_status::error;
}

void program::fail(const std::string& path, int number) {
    fail(path + ": " + std::strerror(number));
}

} // namespace banos::gunzip
