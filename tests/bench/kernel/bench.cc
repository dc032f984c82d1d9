// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
// What banos costs against ordinary modules: runs inside a VM, started by run.
//
//   bench install NAME ROUNDS   install against finit_module(2), drivers NAME.bko, native_NAME.ko
//   bench calls ROUNDS          read, write, ioctl, poll of /dev/ring0 and /dev/native_ring0
//   bench memory COUNT          kernel memory of COUNT small drivers
//   bench scale COUNT           install time as the number of instances grows to COUNT
//
// The rivals take turns within one run. Under QEMU's -icount a nanosecond of the guest is an
// instruction.

#include "loading.hpp"
#include "statistics.hpp"

#include "ring.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace {

using bench::fail;

const std::string folder = "/bench/";

void bench_install(const std::string& name, unsigned rounds) {
    bench::file image(folder + name + ".bko");
    bench::file module(folder + "native_" + name + ".ko");
    bench::loader loader;
    bench::comparison in{"install " + name, "us", {}, {}};
    bench::comparison out{"remove " + name, "us", {}, {}};
    for (unsigned round = 0; round < rounds; round++) {
        double install = 0, uninstall = 0, load = 0, unload = 0;
        loader.uninstall(loader.install(image, install), uninstall);
        bench::load_module(module, load);
        bench::unload_module("native_" + name, unload);
        in.ours.push_back(install / 1000);
        in.native.push_back(load / 1000);
        out.ours.push_back(uninstall / 1000);
        out.native.push_back(unload / 1000);
    }
    bench::print(in);
    bench::print(out);
}

// A device of either kind, and the calls that are compared.
class ring_device {
  public:
    explicit ring_device(const std::string& path) : descriptor_(open(path.c_str(), O_RDWR)) {
        if (descriptor_ < 0)
            fail(path);
    }
    ring_device(const ring_device&) = delete;
    ring_device& operator=(const ring_device&) = delete;
    ~ring_device() { close(descriptor_); }

    void write() const {
        if (::write(descriptor_, bytes, sizeof(bytes)) != sizeof(bytes))
            fail("write");
    }
    void read() {
        if (::read(descriptor_, bytes, sizeof(bytes)) != sizeof(bytes))
            fail("read");
    }
    void ioctl_size() const {
        unsigned long long size = 0;
        if (ioctl(descriptor_, RING_SIZE, &size) != 0 || size == 0)
            fail("ioctl");
    }
    void poll() const {
        pollfd request{descriptor_, POLLIN | POLLOUT, 0};
        if (::poll(&request, 1, 0) != 1)
            fail("poll");
    }

  private:
    int descriptor_;
    char bytes[64] = {};
};

// As many calls as fit into the ring, so that none has to wait. The number differs from round to
// round: when instructions are time, rounds of one length would meet the timer's tick in step.
unsigned batch_of(unsigned round) {
    return 300 + round * 37 % 211;
}

double time_batch(ring_device& device, const std::function<void(ring_device&)>& call,
                  unsigned batch) {
    double start = bench::now_ns();
    for (unsigned i = 0; i < batch; i++)
        call(device);
    return (bench::now_ns() - start) / batch;
}

void bench_calls(unsigned rounds) {
    ring_device ours("/dev/ring0");
    ring_device native("/dev/native_ring0");
    struct operation {
        const char* name;
        std::function<void(ring_device&)> call;
    };
    const operation operations[] = {
        {"write of 64 bytes", [](ring_device& device) { device.write(); }},
        {"read of 64 bytes", [](ring_device& device) { device.read(); }},
        {"ioctl", [](ring_device& device) { device.ioctl_size(); }},
        {"poll", [](ring_device& device) { device.poll(); }},
    };
    std::vector<bench::comparison> rows;
    for (const operation& operation : operations)
        rows.push_back({operation.name, "ns", {}, {}});
    for (unsigned round = 0; round < rounds; round++) {
        for (std::size_t i = 0; i < rows.size(); i++) {
            rows[i].ours.push_back(time_batch(ours, operations[i].call, batch_of(round)));
            rows[i].native.push_back(time_batch(native, operations[i].call, batch_of(round)));
        }
    }
    for (const bench::comparison& row : rows)
        bench::print(row);
}

// Free memory once everything that can be dropped has been.
double free_kib() {
    std::ofstream("/proc/sys/vm/drop_caches") << "3";
    usleep(500000);
    std::ifstream meminfo("/proc/meminfo");
    std::string word;
    double value = 0;
    while (meminfo >> word) {
        if (word == "MemFree:") {
            meminfo >> value;
            return value;
        }
    }
    fail("MemFree");
}

void bench_memory(unsigned count) {
    bench::file image(folder + "nothing.bko");
    bench::module_copies copies(folder + "native_nothing.ko", "native_nothing");
    bench::loader loader;
    std::vector<std::uint64_t> ids;
    std::vector<std::string> names;
    double ignored = 0;

    // One of each first: what only the first one costs is nobody's.
    loader.uninstall(loader.install(image, ignored), ignored);
    bench::unload_module(copies.load(0), ignored);

    double before = free_kib();
    for (unsigned i = 0; i < count; i++)
        ids.push_back(loader.install(image, ignored));
    double ours = (before - free_kib()) / count;
    for (std::uint64_t id : ids)
        loader.uninstall(id, ignored);

    before = free_kib();
    for (unsigned i = 0; i < count; i++)
        names.push_back(copies.load(i));
    double native = (before - free_kib()) / count;
    for (const std::string& name : names)
        bench::unload_module(name, ignored);

    // The arenas are there before the first install; /bench/arenas says how large.
    double arenas = 0;
    std::ifstream(folder + "arenas") >> arenas;
    bench::print(
        {"memory of one of " + std::to_string(count) + " drivers", "KiB", {ours}, {native}});
    bench::print(
        {"the same, with its part of the arenas", "KiB", {ours + arenas / count}, {native}});
}

void bench_scale(unsigned count) {
    constexpr unsigned samples = 41;
    bench::file image(folder + "nothing.bko");
    bench::loader loader;
    std::vector<std::uint64_t> ids;
    std::vector<double> times;
    double elapsed = 0, ignored = 0, first = 0;
    std::puts("| instances | install, us | of the first row |");
    std::puts("| --- | --- | --- |");
    for (unsigned population : {1u, 10u, 100u, 300u, 1000u}) {
        if (population > count)
            break;
        while (ids.size() < population)
            ids.push_back(loader.install(image, ignored));
        times.clear();
        for (unsigned i = 0; i < samples; i++) {
            std::uint64_t id = loader.install(image, elapsed);
            times.push_back(elapsed / 1000);
            loader.uninstall(id, ignored);
        }
        double median = bench::median(times);
        first = first > 0 ? first : median;
        std::printf("| %u | %.1f | %.3f |\n", population, median, median / first);
        std::fflush(stdout);
    }
    for (std::uint64_t id : ids)
        loader.uninstall(id, ignored);
}

} // namespace

int main(int count, char** arguments) {
    std::string what = count > 1 ? arguments[1] : "";
    auto number = [&](int index) {
        return static_cast<unsigned>(std::strtoul(arguments[index], nullptr, 10));
    };
    if (what == "header") {
        bench::print_header();
    } else if (what == "install" && count == 4) {
        bench_install(arguments[2], number(3));
    } else if (what == "calls" && count == 3) {
        bench_calls(number(2));
    } else if (what == "memory" && count == 3) {
        bench_memory(number(2));
    } else if (what == "scale" && count == 3) {
        bench_scale(number(2));
    } else {
        std::fputs("usage: bench header | install NAME ROUNDS | calls ROUNDS | memory COUNT | "
                   "scale COUNT\n",
                   stderr);
        return 2;
    }
    return 0;
}
