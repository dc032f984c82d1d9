// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
// What a file system of a driver costs against Linux's own ramfs: runs inside a VM, started by
// run-files.
//
//   bench_files ROUNDS      /ours and /native are mounts of memoryfs and ramfs
//
// The rivals take turns within one run. Under QEMU's -icount a nanosecond of the guest is an
// instruction.
#include "loading.hpp"
#include "statistics.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace {

using bench::fail;

char bytes[4096];

void check(bool right, const char* what) {
    if (!right)
        fail(what);
}

int open_file(const std::string& path, int flags) {
    const int file = open(path.c_str(), flags, 0600);
    check(file >= 0, "open");
    return file;
}

// A file comes, gets some bytes and goes: what the goal is about.
void create_write_unlink(const std::string& folder, std::size_t size) {
    const std::string path = folder + "/file";
    const int file = open_file(path, O_CREAT | O_EXCL | O_WRONLY);
    check(write(file, bytes, size) == static_cast<ssize_t>(size), "write");
    close(file);
    check(unlink(path.c_str()) == 0, "unlink");
}

void create_and_unlink(const std::string& folder) {
    const std::string path = folder + "/file";
    close(open_file(path, O_CREAT | O_EXCL | O_WRONLY));
    check(unlink(path.c_str()) == 0, "unlink");
}

void make_and_remove(const std::string& folder) {
    const std::string path = folder + "/folder";
    check(mkdir(path.c_str(), 0700) == 0, "mkdir");
    check(rmdir(path.c_str()) == 0, "rmdir");
}

void look(const std::string& folder) {
    struct stat attributes = {};
    check(stat((folder + "/there").c_str(), &attributes) == 0, "stat");
}

void open_read_close(const std::string& folder) {
    const int file = open_file(folder + "/there", O_RDONLY);
    check(read(file, bytes, sizeof(bytes)) == sizeof(bytes), "read");
    close(file);
}

void overwrite(const std::string& folder) {
    const int file = open_file(folder + "/there", O_WRONLY);
    check(write(file, bytes, sizeof(bytes)) == sizeof(bytes), "write");
    close(file);
}

struct operation {
    const char* name;
    std::function<void(const std::string&)> run;
};

const operation operations[] = {
    {"create, write 64 bytes, unlink", [](auto& folder) { create_write_unlink(folder, 64); }},
    {"create, write 4 KiB, unlink", [](auto& folder) { create_write_unlink(folder, 4096); }},
    {"create, unlink", create_and_unlink},
    {"mkdir, rmdir", make_and_remove},
    {"stat", look},
    {"open, read 4 KiB, close", open_read_close},
    {"open, write 4 KiB over, close", overwrite},
};

// Short, so that most rounds meet no tick of the timer, which is worth hundreds of operations; and
// of different lengths, so that none meets it in step.
double time_batch(const operation& operation, const std::string& folder, unsigned round) {
    const unsigned batch = 8 + round * 37 % 11;
    const double start = bench::now_ns();
    for (unsigned i = 0; i < batch; i++)
        operation.run(folder);
    return (bench::now_ns() - start) / batch;
}

} // namespace

int main(int count, char** words) {
    check(count == 2, "usage: bench_files ROUNDS");
    const auto rounds = static_cast<unsigned>(std::atoi(words[1]));
    std::vector<bench::comparison> rows;
    for (const std::string folder : {"/ours", "/native"}) {
        const int file = open_file(folder + "/there", O_CREAT | O_WRONLY);
        check(write(file, bytes, sizeof(bytes)) == sizeof(bytes), "write");
        close(file);
    }
    for (const operation& operation : operations)
        rows.push_back({operation.name, "ns", {}, {}});
    for (unsigned round = 0; round < rounds; round++) {
        for (std::size_t i = 0; i < rows.size(); i++) {
            rows[i].ours.push_back(time_batch(operations[i], "/ours", round));
            rows[i].native.push_back(time_batch(operations[i], "/native", round));
        }
    }
    bench::print_header();
    for (const bench::comparison& row : rows)
        bench::print(row);
}
