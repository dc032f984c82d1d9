// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: workloads RUNS FOLDER NAME=LIBRARY...
//
// Runs the programs of mimalloc-bench that lie in the folder with each of the
// allocators preloaded, turn by turn, and prints time and peak memory as ratios
// to glibc's: medians, and for the geometric means a bootstrap interval. An
// allocator without a library is the C library's own. ./launch, which lies in the
// folder of this program, starts and measures them.
#include "statistics.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

enum class metric { wall, after, inverse_before };

struct workload {
    const char* name;
    const char* command;
    metric kind;
    const char* marker; // The number stands after or before it.
};

const workload workloads[] = {
    {"cfrac", "./cfrac 17545186520507317056371138836327483", metric::wall, ""},
    {"espresso", "./espresso espresso.input", metric::wall, ""},
    {"alloc-test1", "./alloc-test 1", metric::wall, ""},
    {"glibc-simple", "./glibc-simple", metric::wall, ""},
    {"glibc-thread2", "./glibc-thread 2", metric::inverse_before, " iterations"},
    {"mleak", "./mleak 5", metric::wall, ""},
    {"malloc-large", "./malloc-large", metric::wall, ""},
    {"larson2", "./larson 1 8 1000 5000 100 4141 2", metric::after, "relative time: "},
    {"larson4", "./larson 1 8 1000 5000 100 4141 4", metric::after, "relative time: "},
    {"xmalloc2", "./xmalloc-test -w 2 -t 1 -s 64", metric::after, "rtime: "},
    {"cache-thrash2", "./cache-thrash 2 1000 1 1000000 2", metric::wall, ""},
    {"cache-scratch2", "./cache-scratch 2 1000 1 1000000 2", metric::wall, ""},
    {"mstress2", "./mstress 2 50 25", metric::wall, ""},
    {"mstress8", "./mstress 8 20 10", metric::wall, ""},
    {"rptest2", "./rptest 2 0 1 2 50 1000 100 8 16000", metric::inverse_before,
     " memory ops/CPU second"},
};

struct allocator {
    std::string name;
    std::string library;
};

struct measured {
    double time;
    double peak; // KiB
};

std::string launcher() {
    return std::filesystem::read_symlink("/proc/self/exe").replace_filename("launch");
}

[[noreturn]] void become(const workload& what, const allocator& with, int output,
                         const std::string& result) {
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (!with.library.empty())
        setenv("LAUNCH_PRELOAD", with.library.c_str(), 1);
    std::vector<std::string> words{launcher(), result};
    std::istringstream command(what.command);
    for (std::string word; command >> word;)
        words.push_back(word);
    std::vector<char*> arguments;
    for (std::string& each : words)
        arguments.push_back(each.data());
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
}

std::string read_all(int file) {
    std::string all;
    char part[4096];
    lseek(file, 0, SEEK_SET);
    for (ssize_t length = 0; (length = read(file, part, sizeof part)) > 0;)
        all.append(part, static_cast<std::size_t>(length));
    return all;
}

double number_after(const std::string& text, const std::string& marker) {
    const std::size_t place = text.find(marker);
    return place == std::string::npos ? 0 : std::atof(text.c_str() + place + marker.size());
}

double number_before(const std::string& text, const std::string& marker) {
    const std::size_t end = text.find(marker);
    if (end == std::string::npos)
        return 0;
    std::size_t first = end;
    while (first != 0 && std::isdigit(static_cast<unsigned char>(text[first - 1])) != 0)
        first--;
    return std::atof(text.c_str() + first);
}

double time_of(const workload& what, const std::string& output, double wall) {
    if (what.kind == metric::wall)
        return wall;
    const double number = what.kind == metric::after ? number_after(output, what.marker)
                                                     : number_before(output, what.marker);
    if (number <= 0) {
        std::fprintf(stderr, "%s printed no %s\n%s\n", what.name, what.marker, output.c_str());
        std::exit(1);
    }
    return what.kind == metric::after ? number : 1 / number;
}

// A file of its own, already unlinked, and how to open it again.
struct scratch_file {
    int file;
    std::string path;

    scratch_file() {
        char name[] = "/tmp/banos-bench-XXXXXX";
        file = mkstemp(name);
        unlink(name);
        path = "/proc/self/fd/" + std::to_string(file);
    }
    ~scratch_file() { close(file); }
    scratch_file(const scratch_file&) = delete;
    scratch_file& operator=(const scratch_file&) = delete;
};

measured run(const workload& what, const allocator& with) {
    const scratch_file output;
    const scratch_file result;
    const pid_t child = fork();
    if (child == 0)
        become(what, with, output.file, result.path);
    waitpid(child, nullptr, 0);
    const std::string text = read_all(output.file);
    std::istringstream figures(read_all(result.file));
    double wall = 0;
    double peak = 0;
    int status = 1;
    figures >> wall >> peak >> status;
    if (!figures || status != 0) {
        std::fprintf(stderr, "%s with %s ended with status %d\n%s\n", what.name, with.name.c_str(),
                     status, text.c_str());
        std::exit(1);
    }
    return {time_of(what, text, wall), peak};
}

// By allocator and workload, the ratios to the neighbouring run of the first.
struct ratios {
    std::map<std::string, std::vector<std::vector<double>>> time;
    std::map<std::string, std::vector<std::vector<double>>> peak;
};

void print_table(const char* title, const std::vector<allocator>& allocators,
                 const std::map<std::string, std::vector<std::vector<double>>>& samples,
                 const std::vector<double>& absolute) {
    std::printf("\n%s, ratio to %s\n\n| workload | %s |", title, allocators[0].name.c_str(),
                allocators[0].name.c_str());
    for (std::size_t each = 1; each < allocators.size(); each++)
        std::printf(" %s |", allocators[each].name.c_str());
    std::printf("\n|---|---|");
    for (std::size_t each = 1; each < allocators.size(); each++)
        std::printf("---|");
    for (std::size_t row = 0; row < std::size(workloads); row++) {
        std::printf("\n| %s | %.4g |", workloads[row].name, absolute[row]);
        for (std::size_t each = 1; each < allocators.size(); each++)
            std::printf(" %.2f |", bench::median(samples.at(allocators[each].name)[row]));
    }
    std::printf("\n| **geometric mean** | 1 |");
    for (std::size_t each = 1; each < allocators.size(); each++) {
        const bench::interval mean = bench::geometric_mean(samples.at(allocators[each].name));
        std::printf(" **%.3f** (%.3f-%.3f) |", mean.value, mean.low, mean.high);
    }
    std::printf("\n");
}

} // namespace

int main(int count, char** words) {
    if (count < 4 || chdir(words[2]) != 0) {
        std::fprintf(stderr, "usage: workloads RUNS FOLDER NAME=LIBRARY...\n");
        return 2;
    }
    std::vector<allocator> allocators;
    for (int each = 3; each < count; each++) {
        const std::string word = words[each];
        const std::size_t place = word.find('=');
        allocators.push_back({word.substr(0, place), word.substr(place + 1)});
    }
    ratios all;
    std::vector<std::vector<double>> time(std::size(workloads));
    std::vector<std::vector<double>> peak(std::size(workloads));
    for (const allocator& each : allocators) {
        all.time[each.name].resize(std::size(workloads));
        all.peak[each.name].resize(std::size(workloads));
    }
    for (int turn = 0; turn < std::atoi(words[1]); turn++) {
        for (std::size_t row = 0; row < std::size(workloads); row++) {
            measured first{};
            for (std::size_t each = 0; each < allocators.size(); each++) {
                const measured now = run(workloads[row], allocators[each]);
                first = each == 0 ? now : first;
                if (each == 0) {
                    time[row].push_back(now.time);
                    peak[row].push_back(now.peak);
                }
                all.time[allocators[each].name][row].push_back(now.time / first.time);
                all.peak[allocators[each].name][row].push_back(now.peak / first.peak);
            }
            std::fprintf(stderr, "run %d %s\n", turn + 1, workloads[row].name);
        }
    }
    std::vector<double> seconds_of_first;
    std::vector<double> peak_of_first;
    for (std::size_t row = 0; row < std::size(workloads); row++) {
        seconds_of_first.push_back(bench::median(time[row]));
        peak_of_first.push_back(bench::median(peak[row]) / 1024);
    }
    print_table("Time", allocators, all.time, seconds_of_first);
    print_table("Peak RSS (MiB)", allocators, all.peak, peak_of_first);
}
