// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// File systems of a driver that lies: every answer that makes no sense must end as an error of the
// program's call. See the other shim_filesystem_* for one that works, and for the end.
#include "mounted.hpp"
#include "process.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_filesystem.h"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_filesystem", #name);                                                        \
    }
FILESYSTEM_CASES(CASE)

namespace {

long answer_of(long result) {
    return result < 0 ? -errno : result;
}

class liar {
  public:
    liar() {
        require_equal(suite_.command(FILESYSTEM_CLEAR), 0);
        require_equal(suite_.command(FILESYSTEM_CREATE), 0);
    }
    ~liar() {
        expect_equal(suite_.command(FILESYSTEM_DESTROY), 0);
        const filesystem_counts all = counts();
        expect_equal(all.mounts, all.unmounts);
        expect_equal(all.loads, all.forgets);
        expect_equal(all.after_unmount, std::uint64_t{0});
        expect_equal(all.inside, std::int64_t{0});
    }
    liar(const liar&) = delete;
    liar& operator=(const liar&) = delete;

    void set(filesystem_setting number, std::int64_t value) const {
        filesystem_change change = {number, 0, value};
        require_equal(suite_.command(FILESYSTEM_SET, &change), 0);
    }
    filesystem_counts counts() const {
        filesystem_counts counts = {};
        require_equal(suite_.command(FILESYSTEM_COUNTS, &counts), 0);
        return counts;
    }
    // What a mount ends with while it says this.
    long mount_with(filesystem_setting number, std::int64_t value) const {
        const std::string path = new_folder();
        set(number, value);
        const long error = try_mount(FILESYSTEM_TYPE, path);
        set(number, 0);
        if (error == 0)
            umount(path.c_str());
        rmdir(path.c_str());
        return error;
    }

  private:
    suite_driver suite_{"test_filesystem"};
};

long open_of(const mounted& mount, const char* name, int flags = O_RDONLY) {
    const long file = answer_of(open(mount.path(name).c_str(), flags | O_CLOEXEC));
    if (file >= 0)
        close(static_cast<int>(file));
    return file < 0 ? file : 0;
}

long stat_of(const mounted& mount, const char* name) {
    struct stat attributes = {};
    return answer_of(lstat(mount.path(name).c_str(), &attributes));
}

// How many names it has, or what reading them ends with.
long list_of(const std::string& path) {
    DIR* const directory = opendir(path.c_str());
    require(directory != nullptr);
    long count = 0;
    errno = 0;
    while (readdir(directory) != nullptr)
        count++;
    const long error = -errno;
    closedir(directory);
    return error != 0 ? error : count;
}

} // namespace

TEST(truth_is_believed) {
    const liar driver;
    const mounted mount(FILESYSTEM_TYPE);
    expect_equal(read_file(mount.path("file")), FILESYSTEM_CONTENT);
    expect_equal(read_file(mount.path("link")), FILESYSTEM_CONTENT);
    expect_equal(list_of(mount.path()), 5L);
    expect_equal(list_of(mount.path("folder")), 2L);
    expect_equal(open_of(mount, "absent"), -ENOENT);
    expect_equal(open_of(mount, "new", O_CREAT | O_WRONLY), -EROFS);
    expect_equal(answer_of(unlink(mount.path("file").c_str())), -EPERM);
    expect_equal(answer_of(chmod(mount.path("file").c_str(), 0600)), -EPERM);
    struct stat attributes = {};
    require_equal(stat(mount.path("file").c_str(), &attributes), 0);
    expect_equal(attributes.st_ino, std::uint64_t(FILESYSTEM_NODE_FILE));
    expect_equal(attributes.st_mtim.tv_sec, 1L);
}

TEST(lies_of_mount) {
    const liar driver;
    expect_equal(driver.mount_with(FILESYSTEM_MOUNT_ANSWER, -EACCES), long{-EACCES});
    expect_equal(driver.mount_with(FILESYSTEM_MOUNT_ANSWER, -12345), long{-EIO});
    expect_equal(driver.mount_with(FILESYSTEM_MOUNT_ANSWER, 1), long{-EIO});
    for (const std::int64_t size : {1L, 511L, 513L, 0x80000000L})
        expect_equal(driver.mount_with(FILESYSTEM_BLOCK_SIZE, size), long{-EIO});
    expect_equal(driver.mount_with(FILESYSTEM_BLOCK_SIZE, 512), 0L);
    expect_equal(driver.mount_with(FILESYSTEM_MOUNT_FLAGS, 2), long{-EIO});
    expect_equal(driver.mount_with(FILESYSTEM_LARGEST_FILE, -1), long{-EIO});
    expect_equal(driver.mount_with(FILESYSTEM_ROOT, std::int64_t(FILESYSTEM_NODE_FILE)),
                 long{-EIO});
    expect_equal(driver.mount_with(FILESYSTEM_ATTRIBUTES_ANSWER, -ENOMEM), long{-ENOMEM});
}

TEST(lies_of_lookup) {
    const liar driver;
    const mounted mount(FILESYSTEM_TYPE);
    driver.set(FILESYSTEM_LOOKUP_ANSWER, -EACCES);
    expect_equal(stat_of(mount, "file"), -EACCES);
    driver.set(FILESYSTEM_LOOKUP_ANSWER, 7);
    expect_equal(stat_of(mount, "file"), -EIO);
    driver.set(FILESYSTEM_LOOKUP_ANSWER, -1000000);
    expect_equal(stat_of(mount, "file"), -EIO);
    driver.set(FILESYSTEM_LOOKUP_ANSWER, 0);
    driver.set(FILESYSTEM_LOOKUP_ID, -1);
    expect_equal(stat_of(mount, "file"), -EIO);
    // The root, which would then be in itself.
    driver.set(FILESYSTEM_LOOKUP_ID, std::int64_t(FILESYSTEM_NODE_ROOT));
    expect(stat_of(mount, "folder") < 0);
    driver.set(FILESYSTEM_LOOKUP_ID, 0);
    driver.set(FILESYSTEM_LOAD_ANSWER, -ENOMEM);
    expect_equal(stat_of(mount, "file"), -ENOMEM);
    driver.set(FILESYSTEM_LOAD_ANSWER, 0);
    expect_equal(stat_of(mount, "file"), 0L);
}

TEST(lies_of_attributes) {
    const liar driver;
    const struct {
        filesystem_setting number;
        std::int64_t value;
    } lies[] = {
        {FILESYSTEM_TYPE_OF_FILE, 3},      {FILESYSTEM_TYPE_OF_FILE, 0x10008},
        {FILESYSTEM_MODE_OF_FILE, 0xf000}, {FILESYSTEM_USER_OF_FILE, -1},
        {FILESYSTEM_LINKS_OF_FILE, -1},    {FILESYSTEM_SIZE_OF_FILE, -1},
        {FILESYSTEM_MAJOR_OF_FILE, -1},    {FILESYSTEM_ATTRIBUTES_ANSWER, 5},
    };
    for (const auto& lie : lies) {
        // While it comes into use, and when it is.
        const mounted mount(FILESYSTEM_TYPE);
        driver.set(lie.number, lie.value);
        expect_equal(stat_of(mount, "file"), -EIO);
        driver.set(lie.number, 0);
        expect_equal(stat_of(mount, "file"), 0L);
        driver.set(lie.number, lie.value);
        expect_equal(stat_of(mount, "file"), -EIO);
        driver.set(lie.number, 0);
    }
    const mounted mount(FILESYSTEM_TYPE);
    expect_equal(stat_of(mount, "file"), 0L);
    driver.set(FILESYSTEM_TYPE_OF_FILE, 4);
    expect_equal(stat_of(mount, "file"), -EIO);
    driver.set(FILESYSTEM_TYPE_OF_FILE, 0);
}

TEST(lies_of_reading) {
    const liar driver;
    const mounted mount(FILESYSTEM_TYPE);
    const descriptor file(mount.path("file"), O_RDONLY);
    char bytes[100] = {};
    for (const std::int64_t answer : {100L, 1L << 40, -1L << 40, -777L}) {
        driver.set(FILESYSTEM_READ_ANSWER, answer);
        expect_equal(answer_of(pread(file.get(), bytes, sizeof(bytes), 0)), -EIO);
    }
    // It moved more than it says.
    driver.set(FILESYSTEM_READ_ANSWER, 3);
    driver.set(FILESYSTEM_READ_MOVES, 5);
    driver.set(FILESYSTEM_SIZE_OF_FILE, 3);
    expect_equal(answer_of(pread(file.get(), bytes, 3, 0)), 3L);
    driver.set(FILESYSTEM_READ_ANSWER, -EACCES);
    expect_equal(answer_of(pread(file.get(), bytes, 3, 0)), -EACCES);
}

TEST(lies_of_writing) {
    const liar driver;
    const mounted mount(FILESYSTEM_TYPE);
    const descriptor file(mount.path("file"), O_RDWR);
    for (const std::int64_t answer : {0L, 1L, 1L << 40, -777L}) {
        driver.set(FILESYSTEM_WRITE_ANSWER, answer);
        expect_equal(answer_of(pwrite(file.get(), "abc", 3, 0)), -EIO);
    }
    driver.set(FILESYSTEM_WRITE_ANSWER, -ENOSPC);
    expect_equal(answer_of(pwrite(file.get(), "abc", 3, 0)), -ENOSPC);
}

TEST(lies_of_listing) {
    const liar driver;
    const mounted mount(FILESYSTEM_TYPE);
    for (int number = 1; number <= 9; number++) {
        driver.set(FILESYSTEM_LIST_BAD, number);
        expect_equal(list_of(mount.path()), -EIO);
    }
    driver.set(FILESYSTEM_LIST_BAD, 0);
    driver.set(FILESYSTEM_LIST_ANSWER, 9);
    expect_equal(list_of(mount.path()), -EIO);
}

TEST(lies_of_creating) {
    const liar driver;
    const mounted mount(FILESYSTEM_TYPE);
    // A node that is in use, and one that is not what was to be created.
    driver.set(FILESYSTEM_CREATE_ID, std::int64_t(FILESYSTEM_NODE_ROOT));
    expect_equal(open_of(mount, "new", O_CREAT | O_WRONLY), -EIO);
    driver.set(FILESYSTEM_CREATE_ID, FILESYSTEM_NODE_FOLDER);
    expect(open_of(mount, "new", O_CREAT | O_WRONLY) <= 0);
}

TEST(lies_of_links) {
    const liar driver;
    for (const int target : {1, 2}) {
        const mounted mount(FILESYSTEM_TYPE);
        driver.set(FILESYSTEM_LINK_TARGET, target);
        const long error = open_of(mount, "link");
        expect(target == 1 ? error == -EIO : error < 0);
    }
}

// A node is loaded once, however many programs look for it, and forgotten as often.
TEST(nodes_come_and_go_in_pairs) {
    const liar driver;
    for (unsigned round = 0; round < scaled(200, 20); round++) {
        const mounted mount(FILESYSTEM_TYPE);
        process other([&] { return stat_of(mount, "file") == 0 ? 0 : 1; });
        expect_equal(stat_of(mount, "file"), 0L);
        expect_equal(other.wait(), 0);
        require(driver.counts().loads <= 2 * (round + 1UL));
    }
    expect_equal(driver.counts().loads, driver.counts().forgets);
}
