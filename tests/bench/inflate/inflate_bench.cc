// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: inflate_bench ROUNDS LEVELS RIVALS FILE...
//        inflate_bench --once banos|RIVAL FILE.gz SIZE
//
// The decoder against rivals (modules of rival.h, separated by colons), on gzip data
// of zlib at each level (digits): MB/s of output, medians of rounds in turns, in CPU
// time. With --once, one decoding, for callgrind: what is to be counted is in run_once().
#include <banos/inflate.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <zlib.h>

extern "C" {
#include "rival.h"
}

namespace {

using bytes = std::vector<std::byte>;

[[noreturn]] void die(const std::string& why) {
    std::fprintf(stderr, "inflate_bench: %s\n", why.c_str());
    std::exit(1);
}

bytes read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(in)), {});
    if (all.empty())
        die(path + " is empty");
    auto view = std::as_bytes(std::span(all));
    return {view.begin(), view.end()};
}

const rival& load(const std::string& path) {
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    void* found = module != nullptr ? dlsym(module, "banos_bench_rival") : nullptr;
    if (found == nullptr)
        die(dlerror());
    return *static_cast<const rival*>(found);
}

int ours_whole(const void* data, size_t length, void* output, size_t size) {
    static banos::inflate::decoder decoder({.format = banos::inflate::format::gzip});
    auto answer = decoder.decode_whole({static_cast<const std::byte*>(data), length},
                                       {static_cast<std::byte*>(output), size});
    return answer.status == banos::inflate::status::done;
}

int ours_pieces(const void* data, size_t length, void* output, size_t piece) {
    static banos::inflate::decoder decoder({.format = banos::inflate::format::gzip});
    std::span all(static_cast<const std::byte*>(data), length);
    std::span<std::byte> room(static_cast<std::byte*>(output), piece);
    decoder.reset();
    banos::inflate::status status;
    do {
        auto input = all.first(std::min(piece, all.size()));
        all = all.subspan(input.size());
        do {
            auto step = decoder.decode(input, room, all.empty());
            input = input.subspan(step.consumed);
            status = step.status;
        } while (status == banos::inflate::status::needs_output);
    } while (status == banos::inflate::status::needs_input);
    return status == banos::inflate::status::done;
}

constexpr rival ours = {"banos", ours_whole, ours_pieces};

bytes compress(std::span<const std::byte> data, int level) {
    z_stream stream{};
    deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    bytes result(deflateBound(&stream, data.size()) + 64);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(data.data()));
    stream.avail_in = uInt(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = uInt(result.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        die("deflate() failed");
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

// What is decoded in a row: the file, or slices from all over it.
struct workload {
    std::vector<bytes> streams;
    std::size_t size; // of each, decoded
};

workload slices(const bytes& file, std::size_t size, int level) {
    workload made = {{}, std::min(size, file.size())};
    std::size_t stride = std::max(made.size, file.size() / 32);
    for (std::size_t at = 0; at + made.size <= file.size(); at += stride)
        made.streams.push_back(compress(std::span(file).subspan(at, made.size), level));
    return made;
}

double cpu_seconds() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

// MB/s, in so many calls that it takes some milliseconds.
double speed(const workload& work, const std::function<void()>& decode) {
    constexpr double least = 0.005;
    double start = cpu_seconds();
    double taken = 0;
    unsigned calls = 0;
    for (; taken < least; taken = cpu_seconds() - start, calls++)
        decode();
    return double(work.size * work.streams.size()) * calls / taken / 1e6;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// One of the sets of figures: what a piece is, 0 for whole buffers, and a slice.
struct set {
    const char* title;
    std::size_t piece;
    std::size_t slice;
};

constexpr std::array sets = {
    set{"whole buffers", 0, SIZE_MAX},         set{"in pieces of 64 KiB", 65536, SIZE_MAX},
    set{"in pieces of 4 KiB", 4096, SIZE_MAX}, set{"slices of 64 KiB", 0, 65536},
    set{"slices of 4 KiB", 0, 4096},           set{"slices of 1 KiB", 0, 1024}};

class figures {
  public:
    figures(const set& of, unsigned rounds, const std::vector<const rival*>& all)
        : set_(of), rounds_(rounds) {
        for (const rival* one : all)
            if (of.piece == 0 || one->pieces != nullptr)
                who_.push_back(one);
        sums_.resize(who_.size());
        worst_.resize(who_.size(), HUGE_VAL);
        std::printf("\n### %s\n\n| file | level |", of.title);
        for (const rival* one : who_)
            std::printf(" %s |", one->name);
        for (std::size_t i = 1; i < who_.size(); i++)
            std::printf(" / %s |", who_[i]->name);
        std::printf("\n|---|---|");
        for (std::size_t i = 1; i < 2 * who_.size(); i++)
            std::printf("---|");
        std::printf("\n");
    }

    void add(const std::string& name, const bytes& file, int level) {
        workload work = slices(file, set_.slice, level);
        std::vector<std::vector<double>> speeds(who_.size());
        bytes output(set_.piece != 0 ? set_.piece : work.size);
        for (unsigned round = 0; round < rounds_; round++)
            for (std::size_t i = 0; i < who_.size(); i++)
                speeds[i].push_back(speed(work, [&] { decode(*who_[i], work, output); }));
        print(name, level, speeds);
    }

    void print_means() {
        std::printf("| geometric mean | |");
        for (std::size_t i = 0; i < who_.size(); i++)
            std::printf(" |");
        for (std::size_t i = 1; i < who_.size(); i++)
            std::printf(" %.3f |", std::exp(sums_[i] / count_));
        std::printf("\n| worst | |");
        for (std::size_t i = 0; i < who_.size(); i++)
            std::printf(" |");
        for (std::size_t i = 1; i < who_.size(); i++)
            std::printf(" %.3f |", worst_[i]);
        std::printf("\n");
    }

  private:
    void decode(const rival& by, const workload& work, bytes& output) const {
        for (const bytes& stream : work.streams)
            if ((set_.piece == 0
                     ? by.whole(stream.data(), stream.size(), output.data(), output.size())
                     : by.pieces(stream.data(), stream.size(), output.data(), output.size())) == 0)
                die(std::string(by.name) + " failed");
    }

    void print(const std::string& name, int level, const std::vector<std::vector<double>>& speeds) {
        std::printf("| %s | %d |", name.c_str(), level);
        for (const auto& one : speeds)
            std::printf(" %.0f |", median(one));
        for (std::size_t i = 1; i < speeds.size(); i++) {
            std::vector<double> ratios;
            for (std::size_t k = 0; k < speeds[i].size(); k++)
                ratios.push_back(speeds[0][k] / speeds[i][k]);
            double ratio = median(ratios);
            sums_[i] += std::log(ratio);
            worst_[i] = std::min(worst_[i], ratio);
            std::printf(" %.3f |", ratio);
        }
        std::printf("\n");
        std::fflush(stdout);
        count_++;
    }

    set set_;
    unsigned rounds_;
    std::vector<const rival*> who_;
    std::vector<double> sums_;  // of the logarithms of ratios
    std::vector<double> worst_; // ratios
    int count_ = 0;
};

std::vector<const rival*> load_all(std::string paths) {
    std::vector<const rival*> all = {&ours};
    for (std::size_t end; !paths.empty(); paths.erase(0, end + (end < paths.size()))) {
        end = std::min(paths.find(':'), paths.size());
        all.push_back(&load(paths.substr(0, end)));
    }
    return all;
}

void compare(char** arguments, int count) {
    auto rounds = unsigned(std::atoi(arguments[0]));
    std::string levels = arguments[1];
    std::vector<const rival*> all = load_all(arguments[2]);
    for (const set& one : sets) {
        figures table(one, rounds, all);
        for (int i = 3; i < count; i++) {
            std::string path = arguments[i];
            bytes file = read(path);
            for (char level : levels)
                table.add(path.substr(path.rfind('/') + 1), file, level - '0');
        }
        table.print_means();
    }
}

} // namespace

// Has a name that callgrind's --toggle-collect knows.
extern "C" __attribute__((noinline)) int run_once(const rival* by, const void* data, size_t length,
                                                  void* output, size_t size);
int run_once(const rival* by, const void* data, size_t length, void* output, size_t size) {
    return by->whole(data, length, output, size);
}

int main(int count, char** arguments) {
    if (count == 5 && std::strcmp(arguments[1], "--once") == 0) {
        const rival& by = std::strcmp(arguments[2], "banos") == 0 ? ours : load(arguments[2]);
        bytes data = read(arguments[3]);
        bytes output(std::strtoul(arguments[4], nullptr, 10));
        return run_once(&by, data.data(), data.size(), output.data(), output.size()) != 0 ? 0 : 1;
    }
    if (count < 5)
        die("see the first lines of inflate_bench.cc");
    compare(arguments + 1, count - 1);
}
