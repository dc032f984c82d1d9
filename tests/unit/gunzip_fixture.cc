// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "gunzip_fixture.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

void redirect(const std::filesystem::path& path, int flags, int to) {
    const int file = ::open(path.c_str(), flags, 0600);
    if (file < 0 || ::dup2(file, to) < 0)
        ::_exit(126);
}

[[noreturn]] void execute(std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (std::string& argument : command)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

} // namespace

gunzip_folder::gunzip_folder() {
    std::string made = testing::TempDir() + "gunzip-XXXXXX";
    if (::mkdtemp(made.data()) == nullptr)
        throw std::runtime_error("no folder for a test");
    folder_ = made;
}

gunzip_folder::~gunzip_folder() {
    std::filesystem::remove_all(folder_);
}

void gunzip_folder::write(const std::string& name, const std::string& content) const {
    put(path(name), content);
}

std::string gunzip_folder::read(const std::string& name) const {
    return content_of(path(name));
}

bool gunzip_folder::has(const std::string& name) const {
    return std::filesystem::exists(path(name));
}

std::vector<std::string> gunzip_folder::names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
        all.push_back(entry.path().filename());
    std::ranges::sort(all);
    return all;
}

ending gunzip_folder::run(std::vector<std::string> command, const std::string& input,
                          const std::function<void()>& before) const {
    const gunzip_folder streams;
    streams.write("in", input);
    const pid_t child = ::fork();
    if (child == 0) {
        redirect(streams.path("in"), O_RDONLY, STDIN_FILENO);
        redirect(streams.path("out"), O_WRONLY | O_CREAT, STDOUT_FILENO);
        redirect(streams.path("err"), O_WRONLY | O_CREAT, STDERR_FILENO);
        if (::chdir(folder_.c_str()) != 0)
            ::_exit(126);
        if (before)
            before();
        execute(command);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), streams.read("out"),
            streams.read("err")};
}

ending gunzip_folder::gunzip(std::vector<std::string> arguments, const std::string& input) const {
    arguments.insert(arguments.begin(), BANOS_GUNZIP);
    return run(arguments, input);
}

std::string gzipped(const std::string& content, const std::string& name, unsigned modified) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    gz_header header{};
    header.name = reinterpret_cast<Bytef*>(const_cast<char*>(name.c_str()));
    header.time = modified;
    header.os = 3;
    if (!name.empty())
        deflateSetHeader(&stream, &header);
    std::string made(deflateBound(&stream, content.size()) + name.size() + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = unsigned(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(made.data());
    stream.avail_out = unsigned(made.size());
    deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
    made.resize(stream.total_out);
    return made;
}

std::string lines(std::size_t count) {
    std::string made;
    for (std::size_t i = 0; i < count; i++)
        made += std::to_string(i * i % 99'991) + (i % 7 ? " " : "\n");
    return made;
}
