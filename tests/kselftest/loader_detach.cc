// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Uninstalling by force: whoever still uses the driver gets errors, and no harm.
#include "../drivers/test_probed.h"
#include "loader.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr const char* ring = "/dev/ring0";
constexpr std::size_t page = 4096;
constexpr int killed_by_sigbus = 128 + SIGBUS;

bool fails_with(ssize_t result, int error) {
    return result == -1 && errno == error;
}

// Two processes wait for each other by bytes in a pipe.
class signal_pipe {
  public:
    signal_pipe() {
        int ends[2] = {};
        if (pipe2(ends, O_CLOEXEC) != 0)
            throw failed("pipe");
        out_ = descriptor(ends[0]);
        in_ = descriptor(ends[1]);
    }
    void give() const {
        if (write(in_.get(), "x", 1) != 1)
            throw failed("pipe");
    }
    void take() const {
        char byte = 0;
        if (read(out_.get(), &byte, 1) != 1)
            throw failed("pipe");
    }

  private:
    descriptor out_;
    descriptor in_;
};

} // namespace

TEST(unused) {
    const no_trace check;
    instance driver("ring");
    expect_equal(driver.detach().error, 0);
    expect(!exists(ring));
}

TEST(every_call_on_an_open_file_fails) {
    const no_trace check;
    instance driver("ring");
    const descriptor file(ring, O_RDWR);
    const std::uint64_t id = driver.id();
    expect_equal(driver.detach().error, 0);
    char byte = 0;
    expect(fails_with(read(file.get(), &byte, 1), ENODEV));
    expect(fails_with(write(file.get(), &byte, 1), ENODEV));
    expect(fails_with(ioctl(file.get(), 0x5200, &byte), ENODEV));
    const void* map = mmap(nullptr, page, PROT_READ, MAP_SHARED, file.get(), 0);
    expect(map == MAP_FAILED && errno == ENODEV);
    pollfd what = {file.get(), POLLIN, 0};
    expect_equal(poll(&what, 1, -1), 1);
    expect((what.revents & (POLLHUP | POLLERR)) != 0);
    expect(!exists(ring));
    expect(open(ring, O_RDWR) < 0);
    expect_equal(detach(id).error, -ENOENT);
}

TEST(blocked_read_ends) {
    const no_trace check;
    instance driver("ring");
    process reader([] {
        const descriptor file(ring, O_RDWR);
        char byte = 0;
        return read(file.get(), &byte, 1) < 0 ? errno : 0;
    });
    require(eventually([&] { return info(driver.id()).holders == 1 && reader.state() == 'S'; }));
    expect_equal(driver.detach().error, 0);
    expect_equal(reader.wait(), ENODEV);
}

TEST(blocked_write_ends) {
    const no_trace check;
    instance driver("ring", {"size=4096"});
    process writer([] {
        const descriptor file(ring, O_RDWR);
        const bytes full(page);
        if (write(file.get(), full.data(), full.size()) != ssize_t{page})
            return 0;
        return write(file.get(), full.data(), 1) < 0 ? errno : 0;
    });
    require(eventually([&] { return info(driver.id()).holders == 1 && writer.state() == 'S'; }));
    expect_equal(driver.detach().error, 0);
    expect_equal(writer.wait(), ENODEV);
}

TEST(blocked_poll_ends) {
    const no_trace check;
    instance driver("ring");
    process poller([] {
        const descriptor file(ring, O_RDWR);
        pollfd what = {file.get(), POLLIN, 0};
        return poll(&what, 1, -1) == 1 && (what.revents & (POLLHUP | POLLERR)) != 0 ? 0 : 1;
    });
    require(eventually([&] { return info(driver.id()).holders == 1 && poller.state() == 'S'; }));
    expect_equal(driver.detach().error, 0);
    expect_equal(poller.wait(), 0);
}

TEST(mapped_page_is_gone) {
    const no_trace check;
    instance driver("ring");
    const signal_pipe mapped;
    const signal_pipe detached;
    process user([&] {
        const descriptor file(ring, O_RDWR);
        auto* map = static_cast<volatile char*>(
            mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0));
        if (map == MAP_FAILED)
            return 1;
        map[0] = 1;
        mapped.give();
        detached.take();
        map[0] = 2;
        return 2;
    });
    mapped.take();
    expect_equal(driver.detach().error, 0);
    detached.give();
    expect_equal(user.wait(), killed_by_sigbus);
}

// What was never touched has no page yet: it must not get one now.
TEST(mapping_that_was_never_touched) {
    const no_trace check;
    instance driver("ring");
    const signal_pipe mapped;
    const signal_pipe detached;
    process user([&] {
        const descriptor file(ring, O_RDWR);
        auto* map = static_cast<volatile char*>(
            mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0));
        if (map == MAP_FAILED)
            return 1;
        mapped.give();
        detached.take();
        return map[0] == 0 ? 2 : 3;
    });
    mapped.take();
    expect_equal(driver.detach().error, 0);
    detached.give();
    expect_equal(user.wait(), killed_by_sigbus);
}

// A program can end its mapping, also in parts, when there is nothing behind it any more.
TEST(dead_mapping_can_be_unmapped) {
    const no_trace check;
    instance driver("ring");
    const descriptor file(ring, O_RDWR);
    void* map = mmap(nullptr, 4 * page, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    require(map != MAP_FAILED);
    static_cast<volatile char*>(map)[0] = 1;
    expect_equal(driver.detach().error, 0);
    expect_equal(munmap(static_cast<char*>(map) + page, page), 0);
    expect_equal(munmap(map, 4 * page), 0);
}

TEST(open_and_mapped_and_being_read) {
    const no_trace check;
    instance driver("ring");
    const descriptor file(ring, O_RDWR);
    void* map = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    require(map != MAP_FAILED);
    static_cast<volatile char*>(map)[0] = 1;
    process reader([&] {
        char byte = 0;
        return read(file.get(), &byte, 1) < 0 ? errno : 0;
    });
    require(eventually([&] { return reader.state() == 'S'; }));
    expect_equal(driver.detach().error, 0);
    expect_equal(reader.wait(), ENODEV);
    // Through the kernel a missing page is an error, not a signal.
    const descriptor null("/tmp", O_TMPFILE | O_RDWR);
    expect(fails_with(write(null.get(), map, page), EFAULT));
    char byte = 0;
    expect(fails_with(read(file.get(), &byte, 1), ENODEV));
    munmap(map, page);
}

TEST(new_instance_does_not_revive_old_files) {
    const no_trace check;
    instance driver("ring");
    const descriptor old(ring, O_RDWR);
    expect_equal(driver.detach().error, 0);
    const instance next("ring");
    const descriptor fresh(ring, O_RDWR);
    expect_equal(write(fresh.get(), "A", 1), ssize_t{1});
    char byte = 0;
    expect(fails_with(read(old.get(), &byte, 1), ENODEV));
    expect_equal(read(fresh.get(), &byte, 1), ssize_t{1});
}

TEST(dependents_refuse) {
    const no_trace check;
    instance provider("provider");
    const instance consumer("consumer");
    const answer result = provider.detach();
    expect_equal(result.error, -EBUSY);
    expect_contains(result.log, "(consumer) is bound to provider");
    expect_equal(info(provider.id()).state, std::uint32_t{BANOS_LIVE});
}

// A call that sleeps where nobody can wake it: the time limit, and a second try.
TEST(running_call_is_waited_for) {
    const no_trace check;
    instance driver("test_probed");
    process sleeper([] {
        const descriptor file("/dev/test_probed0", O_RDWR);
        return ioctl(file.get(), TEST_PROBED_SLEEP, 6000) < 0 ? errno : 0;
    });
    require(eventually([&] { return info(driver.id()).holders == 1 && sleeper.state() == 'D'; }));
    const answer first = driver.detach(100);
    expect_equal(first.error, -ETIMEDOUT);
    expect_contains(first.log, "is detached, but calls into it still run");
    expect_equal(info(driver.id()).state, std::uint32_t{BANOS_LEAVING});
    expect_equal(driver.attribute("state"), "leaving");
    refused(driver.uninstall(), -EBUSY, "use --detach");
    expect_equal(driver.detach(60000).error, 0);
    // Its call was already in the driver, and has its answer.
    expect_equal(sleeper.wait(), 0);
}

TEST(only_one_uninstall_at_a_time) {
    const no_trace check;
    instance driver("test_probed");
    process sleeper([] {
        const descriptor file("/dev/test_probed0", O_RDWR);
        return ioctl(file.get(), TEST_PROBED_SLEEP, 4000) < 0 ? errno : 0;
    });
    require(eventually([&] { return info(driver.id()).holders == 1 && sleeper.state() == 'D'; }));
    process other([&] { return -detach(driver.id(), 60000).error; });
    require(eventually([&] { return driver.attribute("state") == "leaving"; }));
    refused(detach(driver.id()), -EALREADY, "is just being uninstalled");
    refused(uninstall(driver.id()), -EALREADY, "is just being uninstalled");
    expect_equal(other.wait(), 0);
    driver.forget();
    expect_equal(sleeper.wait(), 0);
}
