// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
// What a disk of a driver image costs against the same one as an ordinary module: runs inside a
// VM, started by run-disk.
//
//   disk_bench OURS NATIVE ROUNDS   4 KiB at random places, past the kernel's memory
//
// The rivals take turns within one run. Under QEMU's -icount a nanosecond of the guest is an
// instruction.

#include "loading.hpp"
#include "statistics.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>

namespace {

constexpr std::size_t piece = 4096;
constexpr unsigned pieces = 4096;

class disk {
  public:
    explicit disk(const char* path)
        : descriptor_(open(path, O_RDWR | O_DIRECT)),
          memory_(static_cast<char*>(std::aligned_alloc(piece, piece)), std::free) {
        if (descriptor_ < 0)
            bench::fail(path);
    }
    disk(const disk&) = delete;
    disk& operator=(const disk&) = delete;
    ~disk() { close(descriptor_); }

    void read() { check(pread(descriptor_, memory_.get(), piece, place())); }
    void write() { check(pwrite(descriptor_, memory_.get(), piece, place())); }

  private:
    off_t place() { return static_cast<off_t>(random_() % pieces * piece); }
    static void check(ssize_t done) {
        if (done != static_cast<ssize_t>(piece))
            bench::fail("4 KiB of a disk");
    }

    int descriptor_;
    std::unique_ptr<char, decltype(&std::free)> memory_;
    std::minstd_rand random_;
};

// The number differs from round to round: when instructions are time, rounds of one length would
// meet the timer's tick in step.
unsigned batch_of(unsigned round) {
    return 1000 + round * 37 % 211;
}

double time_batch(disk& target, void (disk::*operation)(), unsigned batch) {
    const double start = bench::now_ns();
    for (unsigned i = 0; i < batch; i++)
        (target.*operation)();
    return (bench::now_ns() - start) / batch;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 4)
        bench::fail("usage: disk_bench OURS NATIVE ROUNDS");
    disk ours(arguments[1]);
    disk native(arguments[2]);
    const auto rounds = static_cast<unsigned>(std::strtoul(arguments[3], nullptr, 10));
    bench::comparison reads{"read of 4 KiB at random", "ns", {}, {}};
    bench::comparison writes{"write of 4 KiB at random", "ns", {}, {}};
    // The first accesses of all memory are nobody's.
    time_batch(ours, &disk::write, pieces);
    time_batch(native, &disk::write, pieces);
    for (unsigned round = 0; round < rounds; round++) {
        const unsigned batch = batch_of(round);
        reads.ours.push_back(time_batch(ours, &disk::read, batch));
        reads.native.push_back(time_batch(native, &disk::read, batch));
        writes.ours.push_back(time_batch(ours, &disk::write, batch));
        writes.native.push_back(time_batch(native, &disk::write, batch));
    }
    bench::print_header();
    bench::print(reads);
    bench::print(writes);
    return 0;
}
