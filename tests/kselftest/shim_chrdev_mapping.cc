// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// What programs map of character devices.
#include "chrdev.hpp"
#include "test.hpp"

#include <banos/chrdev.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t all_pages = CHRDEV_PAGES * page;
constexpr int killed = 128;

long map_answer(int file, std::size_t size, int protection, int flags, off_t offset = 0) {
    void* const start = mmap(nullptr, size, protection, flags, file, offset);
    if (start == MAP_FAILED)
        return -errno;
    munmap(start, size);
    return 0;
}

// A mapping that goes when this does.
class mapping {
  public:
    mapping(int file, std::size_t size, int protection = PROT_READ | PROT_WRITE,
            int flags = MAP_SHARED, off_t offset = 0)
        : size_(size), start_(mmap(nullptr, size, protection, flags, file, offset)) {
        require(start_ != MAP_FAILED);
    }
    ~mapping() { munmap(start_, size_); }
    mapping(const mapping&) = delete;
    mapping& operator=(const mapping&) = delete;

    char* start() const { return static_cast<char*>(start_); }
    volatile char& at(std::size_t offset) const { return start()[offset]; }

  private:
    std::size_t size_;
    void* start_;
};

char byte_of(int file, off_t offset) {
    char byte = 0;
    require_equal(pread(file, &byte, 1, offset), 1);
    return byte;
}

void put_byte(int file, off_t offset, char byte) {
    require_equal(pwrite(file, &byte, 1, offset), 1);
}

// What touching memory does to a program: 0, or 128 + the signal.
int status_of_touching(const volatile char* memory) {
    return in_child([=] { return static_cast<int>(*memory) * 0; });
}

} // namespace

TEST(mapping_shows_the_memory_of_the_driver) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), all_pages);
    for (std::size_t i = 0; i < CHRDEV_PAGES; i++) {
        put_byte(file.get(), static_cast<off_t>(i * page + i), 'd');
        expect_equal(map.at(i * page + i), 'd');
        map.at(i * page + 1000) = 'p';
        expect_equal(byte_of(file.get(), static_cast<off_t>(i * page + 1000)), 'p');
        expect_equal(map.at(i * page + 2000), '\0');
    }
}

TEST(driver_is_told_what_is_asked_for) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping read_write(file.get(), 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, 3 * page);
    chrdev_counts counts = driver.counts();
    expect_equal(counts.mapping_offset, std::uint64_t{3 * page});
    expect_equal(counts.mapping_size, std::uint64_t{2 * page});
    expect_equal(counts.mapping_flags,
                 std::uint64_t{BANOS_MAPPING_READ | BANOS_MAPPING_WRITE | BANOS_MAPPING_SHARED});
    const mapping odd(file.get(), page + 1, PROT_READ, MAP_PRIVATE);
    counts = driver.counts();
    expect_equal(counts.mapping_offset, std::uint64_t{0});
    expect_equal(counts.mapping_size, std::uint64_t{2 * page});
    expect_equal(counts.mapping_flags, std::uint64_t{BANOS_MAPPING_READ});
    const mapping code(file.get(), page, PROT_EXEC, MAP_SHARED);
    expect_equal(driver.counts().mapping_flags & BANOS_MAPPING_EXECUTE,
                 std::uint64_t{BANOS_MAPPING_EXECUTE});
}

TEST(mapping_begins_where_asked) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    put_byte(file.get(), 5 * page, 'a');
    put_byte(file.get(), 7 * page, 'b');
    const mapping by_offset(file.get(), 3 * page, PROT_READ, MAP_SHARED, 5 * page);
    expect_equal(by_offset.at(0), 'a');
    expect_equal(by_offset.at(2 * page), 'b');
    driver.set(CHRDEV_FIRST_PAGE, 2);
    const mapping by_both(file.get(), page, PROT_READ, MAP_SHARED, 5 * page);
    expect_equal(by_both.at(0), 'b');
}

TEST(pages_that_are_not_there_are_refused) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const int fd = file.get();
    expect_equal(map_answer(fd, all_pages, PROT_READ, MAP_SHARED), 0);
    expect_equal(map_answer(fd, all_pages + page, PROT_READ, MAP_SHARED), -EINVAL);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED, (CHRDEV_PAGES - 1) * page), 0);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED, all_pages), -EINVAL);
    expect_equal(map_answer(fd, 2 * page, PROT_READ, MAP_SHARED, (CHRDEV_PAGES - 1) * page),
                 -EINVAL);
    driver.set(CHRDEV_FIRST_PAGE, -1);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED), -EINVAL);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED, page), 0);
    driver.set(CHRDEV_FIRST_PAGE, INT64_MIN);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED), -EINVAL);
}

TEST(driver_may_refuse_a_mapping) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const int fd = file.get();
    driver.set(CHRDEV_MMAP_ANSWER, -EPERM);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED), -EPERM);
    driver.set(CHRDEV_MMAP_ANSWER, -12345);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED), -EIO);
    driver.set(CHRDEV_MMAP_ANSWER, 1);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED), -EIO);
    driver.set(CHRDEV_MMAP_ANSWER, 0);
    driver.set(CHRDEV_SAY_TWICE, 1);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED), -EINVAL);
    driver.set(CHRDEV_SAY_TWICE, 0);
    driver.set(CHRDEV_SAY_NOTHING, 1);
    expect(map_answer(fd, page, PROT_READ, MAP_SHARED) < 0);
    driver.set(CHRDEV_SAY_NOTHING, 0);
    expect_equal(map_answer(fd, page, PROT_READ, MAP_SHARED), 0);
}

TEST(mapping_is_shared_by_programs) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const descriptor file(path, O_RDWR);
    const mapping map(file.get(), all_pages);
    expect_equal(in_child([&] {
                     const mapping own(descriptor(path, O_RDWR).get(), all_pages);
                     own.at(10) = 'a';
                     own.at(9 * page) = 'b';
                     return 0;
                 }),
                 0);
    expect_equal(map.at(10), 'a');
    expect_equal(map.at(9 * page), 'b');
}

TEST(mapping_is_inherited) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), all_pages);
    map.at(0) = 'p';
    expect_equal(in_child([&] {
                     if (map.at(0) != 'p')
                         return 1;
                     map.at(0) = 'c';
                     map.at(page) = 'd';
                     return 0;
                 }),
                 0);
    expect_equal(map.at(0), 'c');
    expect_equal(map.at(page), 'd');
}

TEST(private_mapping_keeps_its_changes) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    put_byte(file.get(), 0, 'd');
    const mapping map(file.get(), 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    expect_equal(map.at(0), 'd');
    map.at(0) = 'p';
    map.at(page) = 'q';
    expect_equal(byte_of(file.get(), 0), 'd');
    expect_equal(byte_of(file.get(), page), '\0');
    expect_equal(map.at(0), 'p');
}

TEST(file_that_is_read_only_is_not_mapped_for_writing) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDONLY);
    expect_equal(map_answer(file.get(), page, PROT_READ | PROT_WRITE, MAP_SHARED), -EACCES);
    const mapping map(file.get(), page, PROT_READ, MAP_SHARED);
    expect_equal(answer_of(mprotect(map.start(), page, PROT_READ | PROT_WRITE)), -EACCES);
}

TEST(driver_forbids_writing) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    driver.set(CHRDEV_FORBID_WRITING, 1);
    expect_equal(map_answer(file.get(), page, PROT_READ | PROT_WRITE, MAP_SHARED), -EACCES);
    const mapping map(file.get(), 2 * page, PROT_READ, MAP_SHARED);
    expect_equal(map.at(0), '\0');
    expect_equal(answer_of(mprotect(map.start(), page, PROT_READ | PROT_WRITE)), -EACCES);
    expect_equal(in_child([&] {
                     map.start()[0] = 'x';
                     return 0;
                 }),
                 killed + SIGSEGV);
}

TEST(mapping_is_cut_and_moved) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const int fd = file.get();
    for (off_t i = 0; i < 4; i++)
        put_byte(fd, i * static_cast<off_t>(page), static_cast<char>('a' + i));
    char* start =
        static_cast<char*>(mmap(nullptr, 4 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    require(start != MAP_FAILED);
    require_equal(munmap(start + page, page), 0);
    expect_equal(start[0], 'a');
    expect_equal(start[2 * page], 'c');
    expect_equal(status_of_touching(start + page), killed + SIGSEGV);
    char* const moved =
        static_cast<char*>(mremap(start + 2 * page, 2 * page, 2 * page, MREMAP_MAYMOVE));
    require(moved != MAP_FAILED);
    expect_equal(moved[0], 'c');
    expect_equal(moved[page], 'd');
    moved[page] = 'x';
    expect_equal(byte_of(fd, 3 * page), 'x');
    expect(mremap(start, page, 8 * page, MREMAP_MAYMOVE) == MAP_FAILED);
    expect_equal(start[0], 'a');
    munmap(start, page);
    munmap(moved, 2 * page);
    expect_equal(driver.counts().inside, std::uint64_t{0});
}

TEST(parts_change_their_protection) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), 3 * page);
    map.at(page) = 'a';
    require_equal(mprotect(map.start() + page, page, PROT_NONE), 0);
    expect_equal(status_of_touching(map.start() + page), killed + SIGSEGV);
    require_equal(mprotect(map.start() + page, page, PROT_READ | PROT_WRITE), 0);
    expect_equal(map.at(page), 'a');
    map.at(page) = 'b';
    expect_equal(byte_of(file.get(), page), 'b');
}

TEST(pages_that_are_dropped_come_back) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), 2 * page);
    map.at(0) = 'a';
    require_equal(madvise(map.start(), 2 * page, MADV_DONTNEED), 0);
    expect_equal(map.at(0), 'a');
    expect_equal(byte_of(file.get(), 0), 'a');
}

// The kernel itself reads and writes them: a pipe, another file.
TEST(mapped_memory_is_memory_for_the_kernel) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), 2 * page);
    const descriptor other(memfd_create("other", 0));
    std::memcpy(map.start(), "hello", 5);
    expect_equal(pwrite(other.get(), map.start(), 5, 0), 5);
    expect_equal(pread(other.get(), map.start() + page, 5, 0), 5);
    expect(std::memcmp(map.start() + page, "hello", 5) == 0);
    require_equal(mlock(map.start(), 2 * page), 0);
    expect_equal(munlock(map.start(), 2 * page), 0);
}

TEST(mapping_outlives_the_handle_of_its_pages) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), all_pages);
    map.at(0) = 'a';
    require_equal(driver.command(CHRDEV_DROP_PAGES), 0);
    map.at(page) = 'b';
    expect_equal(map.at(0), 'a');
    expect_equal(map.at(page), 'b');
    expect_equal(map.at(2 * page), '\0');
    expect_equal(in_child([&] { return map.at(page) == 'b' ? 0 : 1; }), 0);
    expect_equal(map_answer(file.get(), page, PROT_READ, MAP_SHARED), -EINVAL);
}

TEST(mapping_holds_the_file) {
    chrdev_driver driver;
    descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), page);
    file.close();
    expect_equal(driver.counts().releases, std::uint64_t{0});
    map.at(0) = 'a';
    const answer refused = uninstall(driver.id());
    expect_equal(refused.error, -EBUSY);
    expect_contains(refused.log, "/dev/banostest is mapped in process " + std::to_string(getpid()));
}

TEST(last_unmapping_releases) {
    chrdev_driver driver;
    {
        descriptor file(driver.create(), O_RDWR);
        const mapping map(file.get(), 4 * page);
        file.close();
        require_equal(munmap(map.start() + page, page), 0);
        process child([&] {
            pause();
            return 0;
        });
        require_equal(munmap(map.start(), 4 * page), 0);
        expect_equal(driver.counts().releases, std::uint64_t{0});
        child.send(SIGKILL);
        child.wait();
        expect_equal(driver.counts().releases, std::uint64_t{1});
    }
    driver.expect_balance();
}

TEST(destroyed_device_takes_its_pages_back) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), all_pages);
    const mapping untouched(file.get(), page);
    const descriptor other(memfd_create("other", 0));
    map.at(0) = 'a';
    process child([&] {
        map.at(page) = 'b';
        pause();
        return *map.start();
    });
    require(eventually([&] { return map.at(page) == 'b'; }));
    driver.destroy();
    driver.expect_balance();
    expect_equal(status_of_touching(map.start()), killed + SIGBUS);
    expect_equal(status_of_touching(map.start() + page), killed + SIGBUS);
    expect_equal(status_of_touching(map.start() + 2 * page), killed + SIGBUS);
    expect_equal(status_of_touching(untouched.start()), killed + SIGBUS);
    expect_equal(answer_of(pwrite(other.get(), map.start(), 1, 0)), -EFAULT);
    expect_equal(map_answer(file.get(), page, PROT_READ, MAP_SHARED), -ENODEV);
    child.send(SIGKILL);
    child.wait();
}

// What a program wrote into a copy of its own is its own.
TEST(private_copies_go_as_well) {
    chrdev_driver driver;
    const descriptor file(driver.create(), O_RDWR);
    const mapping map(file.get(), 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    map.at(0) = 'a';
    driver.destroy();
    expect_equal(status_of_touching(map.start()), killed + SIGBUS);
    expect_equal(status_of_touching(map.start() + page), killed + SIGBUS);
}

// One device may have several nodes, on several file systems.
TEST(mappings_by_another_node_go_as_well) {
    chrdev_driver driver;
    const std::string path = driver.create();
    const std::string second = "/tmp/banostest_second_node";
    struct stat status = {};
    require_equal(stat(path.c_str(), &status), 0);
    remove_file(second);
    require_equal(mknod(second.c_str(), S_IFCHR | 0600, status.st_rdev), 0);
    {
        const descriptor file(path, O_RDWR);
        const descriptor other(second, O_RDWR);
        const mapping map(file.get(), page);
        const mapping by_other(other.get(), page);
        map.at(0) = 'a';
        expect_equal(by_other.at(0), 'a');
        driver.destroy();
        expect_equal(status_of_touching(map.start()), killed + SIGBUS);
        expect_equal(status_of_touching(by_other.start()), killed + SIGBUS);
        expect(open(second.c_str(), O_RDWR) < 0);
    }
    remove_file(second);
    driver.expect_balance();
}

TEST(detach_takes_mappings_away) {
    instance driver("test_chrdev");
    const descriptor control("/dev/test_chrdev", O_RDWR);
    chrdev_request request = {0, 0666, 0, CHRDEV_HAS_ALL, "banostest"};
    require_equal(ioctl(control.get(), CHRDEV_CREATE, &request), 0);
    descriptor file("/dev/banostest", O_RDWR);
    const mapping map(file.get(), all_pages);
    map.at(0) = 'a';
    file.close();
    require_equal(driver.detach().error, 0);
    expect_equal(status_of_touching(map.start()), killed + SIGBUS);
    expect_equal(status_of_touching(map.start() + page), killed + SIGBUS);
}
