// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Character devices that are destroyed, or whose driver is detached, while programs use them.
#include "chrdev.hpp"
#include "kernel_log.hpp"
#include "test.hpp"

#include <atomic>
#include <banos/wait.h>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr std::size_t page = 4096;

long read_byte(int file) {
    char byte = 0;
    return answer_of(read(file, &byte, 1));
}

short poll_once(int file, int timeout_ms) {
    pollfd one = {file, POLLIN, 0};
    require(poll(&one, 1, timeout_ms) >= 0);
    return one.revents;
}

void expect_dead(int file) {
    expect_equal(read_byte(file), -ENODEV);
    expect_equal(answer_of(write(file, "a", 1)), -ENODEV);
    expect_equal(answer_of(ioctl(file, NODE_ECHO, 1)), -ENODEV);
    expect_equal(answer_of(lseek(file, 0, SEEK_SET)), -ENODEV);
    expect(mmap(nullptr, page, PROT_READ, MAP_SHARED, file, 0) == MAP_FAILED && errno == ENODEV);
    const short events = poll_once(file, 0);
    expect((events & (POLLERR | POLLHUP)) == (POLLERR | POLLHUP));
}

} // namespace

TEST(open_file_of_a_destroyed_device_is_dead) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const descriptor copy(dup(file.get()));
    expect_equal(read_byte(file.get()), 1);
    driver.destroy();
    driver.expect_balance();
    expect_equal(driver.counts().releases, std::uint64_t{1});
    expect_dead(file.get());
    expect_dead(copy.get());
    expect(!exists(path));
    expect_equal(answer_of(open(path.c_str(), O_RDWR)), -ENOENT);
}

TEST(name_is_free_at_once) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor old(path, O_RDWR);
    driver.destroy();
    driver.create({}, 1);
    const descriptor file(path, O_RDWR);
    expect_equal(read_byte(file.get()), 1);
    expect_dead(old.get());
}

TEST(release_is_not_called_twice) {
    chrdev_driver driver;
    {
        const std::string path = driver.create();
        const descriptor first(path, O_RDWR);
        const descriptor second(path, O_RDWR);
        descriptor(path, O_RDWR).close();
        expect_equal(driver.counts().releases, std::uint64_t{1});
        driver.destroy();
        expect_equal(driver.counts().releases, std::uint64_t{3});
    }
    expect_equal(driver.counts().releases, std::uint64_t{3});
    driver.expect_balance();
}

TEST(waiting_operations_end) {
    chrdev_driver driver;
    for (const unsigned flags :
         {0U, unsigned{BANOS_WAIT_INTERRUPTIBLE}, unsigned{BANOS_WAIT_KILLABLE}}) {
        const std::string path = driver.create();
        const descriptor file(path, O_RDWR);
        driver.set(CHRDEV_READ_WAITS, 1);
        driver.set(CHRDEV_WAIT_FLAGS, flags);
        process reader([&] { return static_cast<int>(-read_byte(file.get())); });
        process caller([&] { return ioctl(file.get(), NODE_WAIT, 0) < 0 ? errno : 0; });
        // Whatever comes of this: nothing but the end of the device ends waits without flags.
        expect(eventually([&] { return driver.counts().waiting == 2; }));
        driver.destroy();
        expect_equal(reader.wait(), ENODEV);
        expect_equal(caller.wait(), ENODEV);
        driver.expect_balance();
    }
}

TEST(waiting_polls_end) {
    chrdev_driver driver;
    for (const unsigned queues : {0U, 1U, 9U}) {
        const std::string path = driver.create();
        const descriptor file(path, O_RDWR);
        driver.set(CHRDEV_POLL_QUEUES, queues);
        process poller([&] {
            const short events = poll_once(file.get(), -1);
            return (events & (POLLERR | POLLHUP)) == (POLLERR | POLLHUP) ? 0 : 1;
        });
        process epoller([&] {
            const descriptor set(epoll_create1(0));
            epoll_event event = {EPOLLIN | EPOLLET, {}};
            if (epoll_ctl(set.get(), EPOLL_CTL_ADD, file.get(), &event) != 0)
                return 2;
            if (epoll_wait(set.get(), &event, 1, -1) != 1)
                return 3;
            return (event.events & (EPOLLERR | EPOLLHUP)) == (EPOLLERR | EPOLLHUP) ? 0 : 1;
        });
        require(eventually([&] { return poller.state() == 'S' && epoller.state() == 'S'; }));
        driver.destroy();
        expect_equal(poller.wait(), 0);
        expect_equal(epoller.wait(), 0);
        driver.expect_balance();
    }
}

// It may know the queues of a device that is gone.
TEST(epoll_goes_on_with_a_dead_file) {
    chrdev_driver driver;
    const descriptor set(epoll_create1(0));
    epoll_event event = {EPOLLIN, {}};
    {
        const descriptor file(driver.create(), O_RDWR);
        driver.set(CHRDEV_POLL_QUEUES, 9);
        require_equal(epoll_ctl(set.get(), EPOLL_CTL_ADD, file.get(), &event), 0);
        expect_equal(epoll_wait(set.get(), &event, 1, 0), 0);
        driver.destroy();
        expect_equal(epoll_wait(set.get(), &event, 1, 0), 1);
        expect((event.events & (EPOLLERR | EPOLLHUP)) == (EPOLLERR | EPOLLHUP));
    }
    expect_equal(epoll_wait(set.get(), &event, 1, 0), 0);
}

TEST(running_operations_are_waited_for) {
    constexpr std::int64_t fifty_milliseconds = 50'000'000;
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    driver.set(CHRDEV_LINGER_NS, fifty_milliseconds);
    process caller([&] { return ioctl(file.get(), NODE_ECHO, 7); });
    require(eventually([&] { return driver.counts().inside == 1; }));
    driver.destroy();
    expect_equal(caller.wait(), 7);
    driver.expect_balance();
}

TEST(opens_under_way_are_waited_for) {
    constexpr std::int64_t fifty_milliseconds = 50'000'000;
    chrdev_driver driver;
    const std::string path = driver.create();
    driver.set(CHRDEV_LINGER_NS, fifty_milliseconds);
    process opener([&] {
        const int file = open(path.c_str(), O_RDWR);
        return file < 0 ? errno : static_cast<int>(-read_byte(file));
    });
    require(eventually([&] { return driver.counts().inside == 1; }));
    driver.destroy();
    expect_equal(opener.wait(), ENODEV);
    driver.expect_balance();
}

TEST(uninstalled_by_detach_while_in_use) {
    const usage before = current_usage();
    {
        instance driver("test_chrdev");
        descriptor control("/dev/test_chrdev", O_RDWR);
        chrdev_request request = {0, 0666, 0, CHRDEV_HAS_ALL, "banostest"};
        chrdev_change change = {0, CHRDEV_READ_WAITS, 1};
        require_equal(ioctl(control.get(), CHRDEV_CLEAR, 0), 0);
        require_equal(ioctl(control.get(), CHRDEV_CREATE, &request), 0);
        require_equal(ioctl(control.get(), CHRDEV_SET, &change), 0);
        const descriptor file("/dev/banostest", O_RDWR);
        process reader([&] { return static_cast<int>(-read_byte(file.get())); });
        process poller([&] { return poll_once(file.get(), -1) & POLLHUP ? 0 : 1; });
        require(eventually([&] { return reader.state() == 'S' && poller.state() == 'S'; }));
        expect_equal(driver.uninstall().error, -EBUSY);
        expect_equal(driver.detach().error, 0);
        expect_equal(reader.wait(), ENODEV);
        expect_equal(poller.wait(), 0);
        expect_dead(file.get());
        expect(!exists("/dev/banostest"));
        {
            chrdev_driver again;
            const descriptor fresh(again.create(), O_RDWR);
            expect_equal(read_byte(fresh.get()), 1);
            expect_dead(file.get());
        }
    }
    expect_equal(current_usage(), before);
}

namespace {

// Threads that use a device in every way until it is gone, again and again.
class crowd {
  public:
    explicit crowd(std::string path) : path_(std::move(path)) {
        for (auto body : {&crowd::read_and_write, &crowd::ask, &crowd::map, &crowd::open_and_close})
            threads_.emplace_back([this, body] {
                while (!ended_)
                    (this->*body)();
            });
    }
    ~crowd() {
        ended_ = true;
        for (std::thread& thread : threads_)
            thread.join();
        expect(calls_ > 0);
    }
    crowd(const crowd&) = delete;
    crowd& operator=(const crowd&) = delete;

    unsigned calls() const { return calls_; }

  private:
    // 0 and more is fine; otherwise it must be ENODEV, and the file is given up.
    bool alive(long answer) {
        const int error = errno;
        calls_++;
        if (answer >= 0)
            return true;
        if (error != ENODEV)
            fail(__FILE__, __LINE__, "errno " + std::to_string(error));
        return false;
    }

    descriptor open_device() const {
        descriptor file(open(path_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
        if (file.get() < 0 && errno != ENOENT && errno != ENODEV && errno != ENXIO)
            fail(__FILE__, __LINE__, "open: errno " + std::to_string(errno));
        return file;
    }

    void read_and_write() {
        const descriptor file = open_device();
        char bytes[100] = {};
        while (!ended_ && file.get() >= 0 && alive(pread(file.get(), bytes, sizeof(bytes), 0)) &&
               alive(pwrite(file.get(), bytes, sizeof(bytes), 1000)))
            ;
    }

    void ask() {
        const descriptor file = open_device();
        pollfd one = {file.get(), POLLIN, 0};
        while (!ended_ && file.get() >= 0 && alive(ioctl(file.get(), NODE_ECHO, 1)) &&
               alive(poll(&one, 1, 0)))
            ;
    }

    // Touched by the kernel, so that a page that is gone is an error and no signal.
    void map() {
        const descriptor file = open_device();
        const descriptor other(memfd_create("other", MFD_CLOEXEC));
        while (!ended_ && file.get() >= 0) {
            void* const start =
                mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
            if (!alive(start == MAP_FAILED ? -1 : 0))
                return;
            for (int i = 0; i < 3; i++)
                if (pwrite(other.get(), static_cast<char*>(start) + page, 1, 0) < 0 &&
                    errno != EFAULT)
                    fail(__FILE__, __LINE__, "touch: errno " + std::to_string(errno));
            munmap(start, 2 * page);
        }
    }

    void open_and_close() {
        const descriptor file = open_device();
        calls_++;
    }

    std::string path_;
    std::atomic<bool> ended_ = false;
    std::atomic<unsigned> calls_ = 0;
    std::vector<std::thread> threads_;
};

} // namespace

TEST(destroying_races_with_four_threads) {
    chrdev_driver driver;
    {
        const crowd crowd("/dev/banostest");
        for (unsigned round = 0; round < scaled(300, 50); round++) {
            driver.create();
            const unsigned before = crowd.calls();
            require(eventually([&] { return crowd.calls() > before + round % 20; }));
            driver.destroy();
            driver.expect_balance();
        }
    }
    expect_equal(info(driver.id()).heap_size, std::uint64_t{0});
}

// The last close and the end of the device, both at once: one of them calls release().
TEST(destroying_races_with_closing) {
    chrdev_driver driver;
    for (unsigned round = 0; round < scaled(1000, 100); round++) {
        descriptor file(driver.create(), O_RDWR);
        std::atomic<bool> go = false;
        std::thread closer([&] {
            while (!go)
                ;
            file.close();
        });
        go = true;
        driver.destroy();
        closer.join();
        driver.expect_balance();
        require_equal(driver.counts().releases, std::uint64_t{1});
    }
}

// As the last one, but nobody knows when the driver goes.
constexpr std::uint32_t minute_ms = 60000;

TEST(detaching_races_with_four_threads) {
    const usage before = current_usage();
    {
        const crowd crowd("/dev/banostest");
        for (unsigned round = 0; round < scaled(100, 20); round++) {
            instance driver("test_chrdev");
            chrdev_request request = {0, 0666, 0, CHRDEV_HAS_ALL, "banostest"};
            require_equal(
                ioctl(descriptor("/dev/test_chrdev", O_RDWR).get(), CHRDEV_CREATE, &request), 0);
            const unsigned calls = crowd.calls();
            require(eventually([&] { return crowd.calls() > calls + round % 20; }));
            require_equal(driver.detach(minute_ms).error, 0); // however slow the machine is
        }
    }
    expect_equal(current_usage(), before);
}
