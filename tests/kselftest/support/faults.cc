// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "faults.hpp"

#include "test.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace banos::test {

namespace {

const std::string settings = "/sys/kernel/debug/";
const std::string control = "/proc/thread-self/fail-nth";

void set(const std::string& name, std::string_view value) {
    const int error = write_file(settings + name, value);
    if (error != 0)
        throw failed(name + ": " + std::strerror(-error));
}

// By default no allocation that may sleep fails, and no single page: nearly all of them.
void let_everything_fail() {
    set("failslab/ignore-gfp-wait", "N");
    set("fail_page_alloc/ignore-gfp-wait", "N");
    set("fail_page_alloc/min-order", "0");
    set("failslab/verbose", "0");
    set("fail_page_alloc/verbose", "0");
}

} // namespace

fault_injection::fault_injection() {
    if (!exists(control) || !exists(settings + "failslab"))
        skip("this kernel injects no faults (CONFIG_FAULT_INJECTION)");
    let_everything_fail();
    fail_nth_ = descriptor(control, O_RDWR);
}

fault_injection::outcome fault_injection::run(unsigned nth,
                                              const std::function<int()>& operation) const {
    const std::string number = std::to_string(nth);
    char left[16] = {};
    if (pwrite(fail_nth_.get(), number.data(), number.size(), 0) < 0)
        throw failed(std::string("fail-nth: ") + std::strerror(errno));
    const int error = operation();
    const ssize_t size = pread(fail_nth_.get(), left, sizeof(left) - 1, 0);
    if (size <= 0 || pwrite(fail_nth_.get(), "0", 1, 0) != 1)
        throw failed(std::string("fail-nth: ") + std::strerror(errno));
    return {error, std::atoi(left) == 0};
}

unsigned sweep(const fault_injection& faults, const faulty_operation& operation) {
    unsigned count = 0;
    for (unsigned nth = 1;; nth += operation.stride, count++) {
        const fault_injection::outcome outcome = faults.run(nth, operation.attempt);
        if (outcome.error == 0)
            operation.undo();
        operation.check();
        if (!outcome.injected) {
            expect_equal(outcome.error, 0);
            expect(count > 0);
            return count;
        }
    }
}

} // namespace banos::test
