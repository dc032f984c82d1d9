// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "probe.hpp"

#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace banos::test {

namespace {

const std::string module = "/sys/module/banos_test_probe/parameters/";

int tell(const std::string& command) {
    return write_file(module + "command", command);
}

} // namespace

prober::prober() {
    const std::string file = "../banos_test_probe.ko";
    if (!exists(file))
        skip("this kernel has no kprobes (CONFIG_KPROBES)");
    const descriptor image(file, O_RDONLY);
    if (syscall(SYS_finit_module, image.get(), "", 0) != 0)
        throw failed(std::string("banos_test_probe.ko: ") + std::strerror(errno));
}

prober::~prober() {
    if (syscall(SYS_delete_module, "banos_test_probe", O_NONBLOCK) != 0)
        fail(__FILE__, __LINE__, std::string("banos_test_probe: ") + std::strerror(errno));
}

probe::probe(std::string_view name, std::string_view function, unsigned offset) : name_(name) {
    error_ = tell("add " + name_ + " " + std::string(function) + " " + std::to_string(offset));
    there_ = error_ == 0;
}

probe::~probe() {
    if (!there_)
        return;
    const int error = remove();
    if (error != 0)
        fail(__FILE__, __LINE__, "removing probe " + name_ + ": error " + std::to_string(error));
}

int probe::enable(bool on) const {
    return tell((on ? "on " : "off ") + name_);
}

int probe::remove() {
    const int error = tell("remove " + name_);
    there_ = there_ && error != 0;
    return error;
}

unsigned long probe::hits() const {
    std::istringstream lines(read_file(module + "hits"));
    std::string name;
    unsigned long hits = 0;
    while (lines >> name >> hits)
        if (name == name_)
            return hits;
    throw failed("no probe " + name_);
}

std::string symbol_lines(std::string_view name) {
    std::istringstream lines(read_file("/proc/kallsyms"));
    const std::string wanted = " " + std::string(name);
    std::string line;
    std::string found;
    while (std::getline(lines, line)) {
        const std::string symbol = line.substr(0, line.find('\t'));
        if (symbol.ends_with(wanted))
            found += line + "\n";
    }
    return found;
}

} // namespace banos::test
