// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Character devices: opening, reading and writing, commands, polling; see the other shim_chrdev_*
// for mappings and for devices that go away.
#include "call_32bit.hpp"
#include "chrdev.hpp"
#include "kernel_log.hpp"
#include "test.hpp"

#include <banos/chrdev.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_chrdev", #name);                                                            \
    }
CHRDEV_CASES(CASE)

namespace {

constexpr std::int64_t device_size = std::int64_t{CHRDEV_PAGES} * 4096;

std::string read_text(int file, std::size_t size) {
    std::string text(size, '\0');
    const ssize_t count = read(file, text.data(), size);
    return count < 0 ? std::strerror(errno) : text.substr(0, static_cast<std::size_t>(count));
}

long read_byte(int file) {
    char byte = 0;
    return answer_of(read(file, &byte, 1));
}

long open_answer(const std::string& path, int flags) {
    const descriptor file(open(path.c_str(), flags));
    return file.get() < 0 ? -errno : 0;
}

short poll_once(int file, short events, int timeout_ms = 0) {
    pollfd one = {file, events, 0};
    require(poll(&one, 1, timeout_ms) >= 0);
    return one.revents;
}

} // namespace

TEST(node_is_as_asked_for) {
    chrdev_driver driver;
    for (const unsigned mode : {0U, 0400U, 0666U, 0751U}) {
        device_options options;
        options.mode = mode;
        const std::string path = driver.create(options);
        struct stat status = {};
        require_equal(stat(path.c_str(), &status), 0);
        expect(S_ISCHR(status.st_mode));
        expect_equal(status.st_mode & 07777, mode == 0 ? 0600 : mode);
        expect_equal(status.st_uid, 0U);
        expect(exists("/sys/class/banos/banostest/dev"));
        driver.destroy();
        expect(!exists(path));
        expect(!exists("/sys/class/banos/banostest"));
    }
}

TEST(mode_keeps_others_out) {
    chrdev_driver driver;
    device_options options;
    options.mode = 0600;
    const std::string path = driver.create(options);
    const auto open_as_user = [&] {
        return in_child([&] {
            if (setgroups(0, nullptr) != 0 || setgid(1000) != 0 || setuid(1000) != 0)
                return 1;
            return static_cast<int>(-open_answer(path, O_RDONLY));
        });
    };
    expect_equal(open_as_user(), EACCES);
    driver.destroy();
    options.mode = 0604;
    driver.create(options);
    expect_equal(open_as_user(), 0);
}

TEST(thousands_of_nodes) {
    chrdev_driver driver;
    const unsigned count = scaled(2000, 300);
    const auto nodes = [] {
        std::size_t found = 0;
        for (const std::string& name : entries_of("/dev"))
            found += name.starts_with("banosmany") ? 1U : 0U;
        return found;
    };
    require_equal(driver.command(CHRDEV_CREATE_MANY, count), 0);
    expect_equal(count_of(driver.id(), "character device"), std::uint64_t{count + 1});
    expect_equal(nodes(), std::size_t{count});
    for (const unsigned number : {0U, 1U, count / 2, count - 1})
        expect_equal(open_answer("/dev/banosmany" + std::to_string(number), O_RDWR), 0L);
    require_equal(driver.command(CHRDEV_DESTROY_MANY), 0);
    expect_equal(nodes(), std::size_t{0});
    driver.expect_balance();
}

TEST(each_open_has_one_release) {
    chrdev_driver driver;
    const std::string path = driver.create();
    descriptor first(path, O_RDWR);
    const descriptor second(path, O_RDONLY);
    expect_equal(driver.counts().opens, std::uint64_t{2});
    descriptor copy(dup(first.get()));
    first.close();
    expect_equal(driver.counts().releases, std::uint64_t{0});
    process child([&] {
        pause();
        return 0;
    });
    copy.close();
    expect_equal(driver.counts().releases, std::uint64_t{0});
    child.send(SIGKILL);
    child.wait();
    expect_equal(driver.counts().releases, std::uint64_t{1});
    expect_equal(driver.counts().opens, std::uint64_t{2});
}

TEST(open_file_survives_exec) {
    chrdev_driver driver;
    const std::string path = driver.create();
    process child([&] {
        if (open(path.c_str(), O_RDWR) < 0)
            return errno;
        execlp("sleep", "sleep", "1000", nullptr);
        return errno;
    });
    require(eventually([&] { return thread_name(child.id()) == "sleep"; }));
    expect_equal(driver.counts().opens, std::uint64_t{1});
    expect_equal(driver.counts().releases, std::uint64_t{0});
    child.send(SIGKILL);
    child.wait();
    expect_equal(driver.counts().releases, std::uint64_t{1});
}

TEST(close_on_exec_releases) {
    chrdev_driver driver;
    const std::string path = driver.create();
    process child([&] {
        if (open(path.c_str(), O_RDWR | O_CLOEXEC) < 0)
            return errno;
        execlp("sleep", "sleep", "1000", nullptr);
        return errno;
    });
    require(eventually([&] { return thread_name(child.id()) == "sleep"; }));
    expect_equal(driver.counts().opens, std::uint64_t{1});
    // The kernel closes the file on the new program's way to its first instruction.
    expect(eventually([&] { return driver.counts().releases == 1; }));
}

TEST(driver_may_refuse_an_open) {
    chrdev_driver driver;
    const std::string path = driver.create();
    driver.set(CHRDEV_OPEN_ANSWER, -ENXIO);
    expect_equal(open_answer(path, O_RDWR), -ENXIO);
    driver.set(CHRDEV_OPEN_ANSWER, 1);
    expect_equal(open_answer(path, O_RDWR), -EIO);
    driver.set(CHRDEV_OPEN_ANSWER, -12345);
    expect_equal(open_answer(path, O_RDWR), -EIO);
    expect_equal(driver.counts().releases, std::uint64_t{0});
    driver.set(CHRDEV_OPEN_ANSWER, 0);
    expect_equal(open_answer(path, O_RDWR), 0);
    driver.expect_balance();
}

TEST(reads_and_writes_move_the_position) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const int fd = file.get();
    expect_equal(write(fd, "hello", 5), 5);
    expect_equal(write(fd, " world", 6), 6);
    expect_equal(lseek(fd, 0, SEEK_CUR), 11);
    expect_equal(lseek(fd, 0, SEEK_SET), 0);
    expect_equal(read_text(fd, 3), "hel");
    expect_equal(read_text(fd, 8), "lo world");
    expect_equal(lseek(fd, -3, SEEK_END), device_size - 3);
    expect_equal(read_text(fd, 10).size(), std::size_t{3});
    expect_equal(read_text(fd, 10), "");
    expect_equal(answer_of(write(fd, "x", 1)), -ENOSPC);
    expect_equal(lseek(fd, 0, SEEK_HOLE), device_size);
    expect_equal(lseek(fd, 7, SEEK_DATA), 7);
    expect_equal(answer_of(lseek(fd, -1, SEEK_SET)), -EINVAL);
    expect_equal(answer_of(lseek(fd, 0, 99)), -EINVAL);
    expect_equal(lseek(fd, 0, SEEK_CUR), 7);
}

TEST(reads_and_writes_at_an_offset_leave_the_position) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const int fd = file.get();
    char bytes[4] = {};
    const iovec parts[] = {{bytes, 1}, {bytes + 1, 3}};
    expect_equal(pwrite(fd, "abcd", 4, 5000), 4);
    expect_equal(pread(fd, bytes, 4, 5000), 4);
    expect_equal(std::string(bytes, 4), "abcd");
    expect_equal(preadv(fd, parts, 2, 5001), 4);
    expect_equal(std::string(bytes, 3), "bcd");
    expect_equal(lseek(fd, 0, SEEK_CUR), 0);
    expect_equal(pread(fd, bytes, 4, device_size), 0);
    expect_equal(answer_of(pread(fd, bytes, 4, -1)), -EINVAL);
}

TEST(two_files_have_two_positions) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor one(path, O_RDWR);
    const descriptor other(path, O_RDWR);
    const descriptor shared(dup(one.get()));
    expect_equal(write(one.get(), "hello", 5), 5);
    expect_equal(read_text(other.get(), 5), "hello");
    expect_equal(lseek(shared.get(), 1, SEEK_SET), 1);
    expect_equal(read_text(one.get(), 4), "ello");
}

TEST(stream_has_no_position) {
    chrdev_driver driver;
    device_options options;
    options.flags = BANOS_CHRDEV_STREAM;
    const std::string path = driver.create(options);
    const descriptor file(path, O_RDWR);
    char byte = 0;
    expect_equal(answer_of(lseek(file.get(), 0, SEEK_SET)), -ESPIPE);
    expect_equal(answer_of(lseek(file.get(), 0, SEEK_CUR)), -ESPIPE);
    expect_equal(answer_of(pread(file.get(), &byte, 1, 0)), -ESPIPE);
    expect_equal(answer_of(pwrite(file.get(), &byte, 1, 0)), -ESPIPE);
    expect_equal(write(file.get(), "a", 1), 1);
    expect_equal(read_text(file.get(), 1), "a");
}

TEST(operations_that_are_left_out) {
    chrdev_driver driver;
    device_options options;
    options.operations = 0;
    const std::string path = driver.create(options);
    const descriptor file(path, O_RDWR);
    const int fd = file.get();
    expect_equal(read_byte(fd), -EINVAL);
    expect_equal(answer_of(write(fd, "a", 1)), -EINVAL);
    expect_equal(answer_of(ioctl(fd, NODE_ECHO, 1)), -ENOTTY);
    expect_equal(poll_once(fd, POLLIN | POLLOUT), POLLIN | POLLOUT);
    expect(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == ENODEV);
    expect_equal(lseek(fd, 1LL << 40, SEEK_SET), 1LL << 40);
    expect_equal(lseek(fd, -5, SEEK_CUR), (1LL << 40) - 5);
    expect_equal(answer_of(lseek(fd, 0, SEEK_END)), -EINVAL);
    expect_equal(answer_of(lseek(fd, -5, SEEK_SET)), -EINVAL);
    expect_equal(lseek(fd, INT64_MAX, SEEK_SET), INT64_MAX);
    expect_equal(answer_of(lseek(fd, 1, SEEK_CUR)), -EOVERFLOW);
}

TEST(release_may_be_left_out) {
    chrdev_driver driver;
    device_options options;
    options.operations = CHRDEV_HAS_READ;
    const std::string path = driver.create(options);
    const descriptor file(path, O_RDWR);
    expect_equal(read_byte(file.get()), 1);
    driver.destroy();
    expect_equal(read_byte(file.get()), -ENODEV);
}

TEST(commands_get_through) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const std::uint64_t argument = 0xfedcba9876543210;
    expect_equal(ioctl(file.get(), NODE_ECHO, argument), 0x3210);
    expect_equal(driver.counts().argument, argument);
    expect_equal(driver.counts().command, std::uint64_t{NODE_ECHO});
    expect_equal(answer_of(ioctl(file.get(), 0xffffffff, argument)), -ENOTTY);
    expect_equal(driver.counts().command, std::uint64_t{0xffffffff});
    driver.set(CHRDEV_IOCTL_ANSWER, 0x7fffffff);
    expect_equal(ioctl(file.get(), NODE_ECHO, 0), 0x7fffffff);
    driver.set(CHRDEV_IOCTL_ANSWER, -EBUSY);
    expect_equal(answer_of(ioctl(file.get(), NODE_ECHO, 0)), -EBUSY);
}

// The way in of 32-bit programs, which a 64-bit program can take as well.
TEST(calls_of_32_bit_programs) {
    need_32bit();
    const auto old_ioctl = [](int fd, unsigned command, unsigned argument) {
        return call_32bit(ioctl_of_32bit, fd, command, argument);
    };
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    expect_equal(ioctl(file.get(), NODE_IS_32BIT, 0), 0);
    expect_equal(old_ioctl(file.get(), NODE_IS_32BIT, 0), 1);
    expect_equal(old_ioctl(file.get(), NODE_ECHO, 0xfedcba98), 0xba98);
    expect_equal(driver.counts().argument, std::uint64_t{0xfedcba98});
    expect_equal(old_ioctl(file.get(), 0x1234, 0), -ENOTTY);
}

TEST(driver_sees_how_a_file_was_opened) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const auto flags_of = [&](int flags) {
        return ioctl(descriptor(path, flags).get(), NODE_FLAGS, 0);
    };
    expect_equal(flags_of(O_RDONLY), BANOS_FILE_READABLE);
    expect_equal(flags_of(O_WRONLY), BANOS_FILE_WRITABLE);
    expect_equal(flags_of(O_RDWR), BANOS_FILE_READABLE | BANOS_FILE_WRITABLE);
    expect_equal(flags_of(O_WRONLY | O_APPEND | O_NONBLOCK),
                 BANOS_FILE_WRITABLE | BANOS_FILE_APPEND | BANOS_FILE_NONBLOCKING);
    const descriptor file(path, O_RDONLY);
    require_equal(fcntl(file.get(), F_SETFL, O_NONBLOCK), 0);
    expect_equal(ioctl(file.get(), NODE_FLAGS, 0), BANOS_FILE_READABLE | BANOS_FILE_NONBLOCKING);
    expect_equal(answer_of(write(file.get(), "a", 1)), -EBADF);
    expect_equal(read_byte(descriptor(path, O_WRONLY).get()), -EBADF);
}

// What is not in the list of errors is not for programs; the log says so once.
TEST(odd_answers_become_eio) {
    chrdev_driver driver;
    kernel_log log;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const int fd = file.get();
    for (const int error : {-133, -512, -4095, -70000, INT32_MIN}) {
        driver.set(CHRDEV_READ_ANSWER, error);
        driver.set(CHRDEV_WRITE_ANSWER, error);
        driver.set(CHRDEV_SEEK_ANSWER, error);
        driver.set(CHRDEV_IOCTL_ANSWER, error);
        expect_equal(read_byte(fd), -EIO);
        expect_equal(answer_of(write(fd, "a", 1)), -EIO);
        expect_equal(answer_of(lseek(fd, 0, SEEK_SET)), -EIO);
        expect_equal(answer_of(ioctl(fd, NODE_ECHO, 0)), -EIO);
    }
    expect_equal(log.count("which is no error of banos"), std::size_t{1});
    for (const int error : {-EDOM, -EINTR, -EKEYREJECTED, -EPERM}) {
        driver.set(CHRDEV_READ_ANSWER, error);
        expect_equal(read_byte(fd), error);
    }
    expect_equal(log.count("which is no error of banos"), std::size_t{1});
}

TEST(nonblocking_file_does_not_wait) {
    chrdev_driver driver;
    const std::string path = driver.create();
    driver.set(CHRDEV_READ_WAITS, 1);
    const descriptor file(path, O_RDWR | O_NONBLOCK);
    expect_equal(read_byte(file.get()), -EAGAIN);
    expect_equal(answer_of(ioctl(file.get(), NODE_WAIT, 0)), -EAGAIN);
    driver.add_token();
    expect_equal(read_byte(file.get()), 1);
    expect_equal(read_byte(file.get()), -EAGAIN);
}

TEST(waiting_read_is_woken) {
    chrdev_driver driver;
    const std::string path = driver.create();
    driver.set(CHRDEV_READ_WAITS, 1);
    const descriptor file(path, O_RDWR);
    const auto child =
        driver.start_waiting([&] { return static_cast<int>(read_byte(file.get())); });
    driver.add_token();
    expect_equal(child->wait(), 1);
}

TEST(signal_ends_a_waiting_read) {
    chrdev_driver driver;
    const std::string path = driver.create();
    driver.set(CHRDEV_READ_WAITS, 1);
    const descriptor file(path, O_RDWR);
    const auto child = driver.start_waiting([&] {
        catch_signal(SIGUSR1);
        return static_cast<int>(-read_byte(file.get()));
    });
    child->send(SIGUSR1);
    expect_equal(child->wait(), EINTR);
    const auto patient = driver.start_waiting([&] {
        catch_signal(SIGUSR1, true);
        return static_cast<int>(read_byte(file.get()));
    });
    patient->send(SIGUSR1);
    require(eventually([&] { return driver.counts().waiting == 1 && patient->state() == 'S'; }));
    driver.add_token();
    expect_equal(patient->wait(), 1);
}

TEST(each_token_wakes_one_reader) {
    constexpr unsigned readers = 4;
    chrdev_driver driver;
    const std::string path = driver.create();
    driver.set(CHRDEV_READ_WAITS, 1);
    const descriptor file(path, O_RDWR);
    std::vector<std::unique_ptr<process>> children;
    for (unsigned i = 0; i < readers; i++)
        children.push_back(
            driver.start_waiting([&] { return static_cast<int>(read_byte(file.get())); }));
    for (unsigned i = 0; i < readers; i++) {
        driver.add_token();
        require(eventually([&] { return driver.counts().waiting == readers - 1 - i; }));
    }
    for (const auto& child : children)
        expect_equal(child->wait(), 1);
}

TEST(poll_tells_what_is_possible) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const short all = POLLIN | POLLOUT | POLLPRI | POLLRDNORM | POLLWRNORM | POLLRDHUP;
    expect_equal(poll_once(file.get(), all), 0);
    driver.add_token();
    expect_equal(poll_once(file.get(), all), POLLIN | POLLRDNORM);
    expect_equal(poll_once(file.get(), POLLOUT), 0);
    driver.set(CHRDEV_POLL_ANSWER, BANOS_POLL_OUT | BANOS_POLL_WRNORM | BANOS_POLL_PRI);
    expect_equal(poll_once(file.get(), all), POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM | POLLPRI);
    driver.set(CHRDEV_POLL_ANSWER, BANOS_POLL_ERR | BANOS_POLL_HUP);
    expect_equal(poll_once(file.get(), 0), POLLERR | POLLHUP);
    // What is none of the events stays inside.
    require_equal(driver.command(CHRDEV_TAKE_TOKEN), 1);
    driver.set(CHRDEV_POLL_ANSWER, static_cast<std::int64_t>(0xffffdc20U));
    expect_equal(poll_once(file.get(), static_cast<short>(0xffff)), 0);
}

TEST(waiting_poll_is_woken) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    process child([&] { return poll_once(file.get(), POLLIN, -1) == POLLIN ? 0 : 1; });
    require(eventually([&] { return child.state() == 'S'; }));
    driver.add_token();
    expect_equal(child.wait(), 0);
}

TEST(waiting_select_is_woken) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const auto wait = [&](timeval* limit) {
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(file.get(), &readable);
        return select(file.get() + 1, &readable, nullptr, nullptr, limit);
    };
    timeval now = {};
    expect_equal(wait(&now), 0);
    process child([&] { return wait(nullptr); });
    require(eventually([&] { return child.state() == 'S'; }));
    driver.add_token();
    expect_equal(child.wait(), 1);
}

// Each of many queues makes it look again, also those for which no room was at first.
TEST(poll_waits_in_many_queues) {
    chrdev_driver driver;
    const std::string path = driver.create();
    for (const unsigned queues : {1U, 4U, 5U, 9U}) {
        driver.set(CHRDEV_POLL_QUEUES, queues);
        for (unsigned queue = 0; queue < queues; queue++) {
            const descriptor file(path, O_RDWR);
            driver.set(CHRDEV_POLL_ANSWER, 0);
            process child([&] { return poll_once(file.get(), POLLPRI, -1) == POLLPRI ? 0 : 1; });
            require(eventually([&] { return child.state() == 'S'; }));
            driver.set(CHRDEV_POLL_ANSWER, BANOS_POLL_PRI);
            driver.wake(queue);
            expect_equal(child.wait(), 0);
        }
    }
}

TEST(poll_goes_on_when_nothing_has_changed) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    process child([&] { return poll_once(file.get(), POLLIN, -1); });
    require(eventually([&] { return child.state() == 'S'; }));
    for (int i = 0; i < 10; i++)
        driver.wake(0);
    require(eventually([&] { return child.state() == 'S'; }));
    driver.add_token();
    expect_equal(child.wait(), POLLIN);
}

TEST(epoll_is_told_of_changes) {
    chrdev_driver driver;
    const std::string path = driver.create();
    for (const std::uint32_t how : {0U, std::uint32_t{EPOLLET}, std::uint32_t{EPOLLEXCLUSIVE}}) {
        const descriptor file(path, O_RDWR);
        const descriptor set(epoll_create1(0));
        epoll_event event = {EPOLLIN | how, {}};
        const auto wait = [&](int timeout_ms) {
            epoll_event seen = {};
            return epoll_wait(set.get(), &seen, 1, timeout_ms);
        };
        require_equal(epoll_ctl(set.get(), EPOLL_CTL_ADD, file.get(), &event), 0);
        expect_equal(wait(0), 0);
        process child([&] { return wait(-1); });
        require(eventually([&] { return child.state() == 'S'; }));
        driver.add_token();
        expect_equal(child.wait(), 1);
        // Edge-triggered, the one look of the child was all.
        expect_equal(wait(0), how == EPOLLET ? 0 : 1);
        require_equal(driver.command(CHRDEV_TAKE_TOKEN), 1);
        expect_equal(wait(0), 0);
    }
}

TEST(holders_are_named) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const std::string me = std::to_string(getpid()) + " (shim_chrdev)";
    const answer refused = uninstall(driver.id());
    expect_equal(refused.error, -EBUSY);
    expect_contains(refused.log, "/dev/banostest is open in process " + me);
    expect_contains(refused.log, "/dev/test_chrdev is open in process " + me);
    expect_equal(info(driver.id()).holders, 2U);
    expect_equal(read_byte(file.get()), 1);
}
