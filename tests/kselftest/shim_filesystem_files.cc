// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// What POSIX says of files, directories and links, by the sample driver memoryfs. What tmpfs does
// differently would be a mistake of the test: so each of these runs on tmpfs first.
#include "loader.hpp"
#include "mounted.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <functional>
#include <sched.h>
#include <set>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr std::size_t page = 4096;

long answer_of(long result) {
    return result < 0 ? -errno : result;
}

// The same on tmpfs and on memoryfs, in an empty mount.
void on_both(const std::function<void(const mounted&)>& body) {
    const no_trace trace;
    body(mounted("tmpfs"));
    const instance driver("memoryfs");
    body(mounted("memoryfs"));
}

struct stat attributes_of(const std::string& path) {
    struct stat attributes = {};
    require_equal(lstat(path.c_str(), &attributes), 0);
    return attributes;
}

long links_of(const std::string& path) {
    return static_cast<long>(attributes_of(path).st_nlink);
}

void create(const std::string& path, const std::string& text = "") {
    require(!exists(path));
    require_equal(write_file(path, text), 0);
}

void make(const std::string& path) {
    require_equal(mkdir(path.c_str(), 0755), 0);
}

long rename_with(const std::string& from, const std::string& to, unsigned flags) {
    return answer_of(syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags));
}

std::multiset<std::string> names_in(const std::string& path) {
    std::multiset<std::string> names;
    DIR* const directory = opendir(path.c_str());
    require(directory != nullptr);
    while (const dirent* entry = readdir(directory))
        names.insert(entry->d_name);
    closedir(directory);
    return names;
}

bool later(const timespec& now, const timespec& before) {
    return now.tv_sec > before.tv_sec ||
           (now.tv_sec == before.tv_sec && now.tv_nsec > before.tv_nsec);
}

// Which times of a node an operation has moved on: "m", "c", "mc" or nothing.
std::string times_moved_by(const std::string& path, const std::function<void()>& operation) {
    const struct stat before = attributes_of(path);
    usleep(20000); // tmpfs takes its times from the clock's tick
    operation();
    const struct stat after = attributes_of(path);
    std::string moved;
    if (later(after.st_mtim, before.st_mtim))
        moved += 'm';
    if (later(after.st_ctim, before.st_ctim))
        moved += 'c';
    return moved;
}

} // namespace

TEST(renaming) {
    on_both([](const mounted& mount) {
        const std::string a = mount.path("a");
        const std::string b = mount.path("b");
        const std::string d = mount.path("d");
        create(a, "a");
        create(b, "b");
        make(d);
        expect_equal(rename_with(a, b, RENAME_NOREPLACE), -EEXIST);
        expect_equal(rename_with(a, b, RENAME_EXCHANGE), 0L);
        expect_equal(read_file(a), "b");
        expect_equal(rename_with(a, mount.path("absent"), RENAME_EXCHANGE), -ENOENT);
        expect_equal(rename_with(a, d, 0), -EISDIR);
        expect_equal(rename_with(d, a, 0), -ENOTDIR);
        expect_equal(rename_with(d, d + "/in", 0), -EINVAL);
        expect_equal(rename_with(a, b, 0), 0L);
        expect_equal(read_file(b), "b");
        expect(!exists(a));
        expect_equal(rename_with(b, d + "/b", RENAME_NOREPLACE), 0L);
        make(mount.path("e"));
        expect_equal(rename_with(mount.path("e"), d, 0), -ENOTEMPTY);
        expect_equal(rename_with(d, mount.path("e"), 0), 0L);
        expect_equal(read_file(mount.path("e/b")), "b");
        expect(names_in(mount.path()) == std::multiset<std::string>({".", "..", "e"}));
    });
}

TEST(exchanging_directories_with_files) {
    on_both([](const mounted& mount) {
        make(mount.path("x"));
        make(mount.path("x/d"));
        create(mount.path("f"), "f");
        expect_equal(links_of(mount.path("x")), 3L);
        expect_equal(rename_with(mount.path("f"), mount.path("x/d"), RENAME_EXCHANGE), 0L);
        expect_equal(read_file(mount.path("x/d")), "f");
        expect_equal(links_of(mount.path("x")), 2L);
        expect_equal(rmdir(mount.path("f").c_str()), 0);
    });
}

TEST(links) {
    on_both([](const mounted& mount) {
        const std::string a = mount.path("a");
        const std::string b = mount.path("b");
        create(a, "text");
        expect_equal(link(a.c_str(), b.c_str()), 0);
        expect_equal(links_of(a), 2L);
        expect_equal(attributes_of(a).st_ino, attributes_of(b).st_ino);
        expect_equal(answer_of(link(a.c_str(), b.c_str())), -EEXIST);
        expect_equal(answer_of(link(mount.path().c_str(), mount.path("c").c_str())), -EPERM);
        // Two names of one file: nothing happens.
        expect_equal(rename_with(a, b, 0), 0L);
        expect_equal(links_of(a), 2L);
        expect_equal(unlink(a.c_str()), 0);
        expect_equal(links_of(b), 1L);
        expect_equal(read_file(b), "text");
    });
}

TEST(symbolic_links) {
    on_both([](const mounted& mount) {
        const std::string link = mount.path("link");
        const std::string target(4095, 'x');
        create(mount.path("file"), "text");
        expect_equal(symlink("file", link.c_str()), 0);
        expect_equal(read_file(link), "text");
        expect_equal(attributes_of(link).st_size, 4L);
        expect_equal(unlink(link.c_str()), 0);
        expect_equal(symlink(target.c_str(), link.c_str()), 0);
        std::string found(5000, '\0');
        expect_equal(readlink(link.c_str(), found.data(), found.size()), 4095L);
        expect_equal(unlink(link.c_str()), 0);
        expect_equal(symlink("link", link.c_str()), 0);
        expect_equal(answer_of(open(link.c_str(), O_RDONLY)), -ELOOP);
    });
}

TEST(unlinked_files_stay_while_they_are_open) {
    on_both([](const mounted& mount) {
        const std::string path = mount.path("file");
        const descriptor file(path, O_CREAT | O_RDWR);
        require_equal(unlink(path.c_str()), 0);
        std::string text(10000, 'x');
        expect_equal(write(file.get(), text.data(), text.size()), 10000L);
        create(path, "another");
        expect_equal(pread(file.get(), text.data(), text.size(), 0), 10000L);
        expect_equal(text, std::string(10000, 'x'));
        struct stat attributes = {};
        require_equal(fstat(file.get(), &attributes), 0);
        expect_equal(attributes.st_nlink, std::uint64_t{0});
        expect_equal(
            answer_of(linkat(AT_FDCWD, ("/proc/self/fd/" + std::to_string(file.get())).c_str(),
                             AT_FDCWD, mount.path("again").c_str(), AT_SYMLINK_FOLLOW)),
            -ENOENT);
        expect_equal(read_file(path), "another");
    });
}

TEST(directories_that_are_in_use) {
    on_both([](const mounted& mount) {
        const std::string path = mount.path("folder");
        make(path);
        create(path + "/file");
        expect_equal(answer_of(rmdir(path.c_str())), -ENOTEMPTY);
        expect_equal(answer_of(unlink(path.c_str())), -EISDIR);
        expect_equal(answer_of(rmdir((path + "/file").c_str())), -ENOTDIR);
        const descriptor folder(path, O_RDONLY | O_DIRECTORY);
        require_equal(unlinkat(folder.get(), "file", 0), 0);
        require_equal(rmdir(path.c_str()), 0);
        expect_equal(answer_of(openat(folder.get(), "new", O_CREAT | O_RDWR, 0600)), -ENOENT);
        struct stat attributes = {};
        require_equal(fstat(folder.get(), &attributes), 0);
        expect_equal(attributes.st_nlink, std::uint64_t{0});
    });
}

TEST(names) {
    on_both([](const mounted& mount) {
        const std::string longest(255, 'n');
        create(mount.path(longest));
        expect(exists(mount.path(longest)));
        const std::string longer = longest + 'n';
        expect_equal(answer_of(open(mount.path(longer).c_str(), O_CREAT | O_RDWR, 0600)),
                     -ENAMETOOLONG);
        expect_equal(answer_of(open(mount.path(longer).c_str(), O_RDONLY)), -ENAMETOOLONG);
        expect_equal(answer_of(rename(mount.path(longest).c_str(), mount.path(longer).c_str())),
                     -ENAMETOOLONG);
        create(mount.path("\xff\x01 \n"));
        expect_equal(names_in(mount.path()).count("\xff\x01 \n"), std::size_t{1});
    });
}

TEST(times) {
    on_both([](const mounted& mount) {
        const std::string file = mount.path("file");
        const std::string root = mount.path();
        create(file, "text");
        make(mount.path("d"));
        expect_equal(times_moved_by(file, [&] { write_file(file, "more"); }), "mc");
        expect_equal(times_moved_by(file, [&] { chmod(file.c_str(), 0600); }), "c");
        expect_equal(times_moved_by(file, [&] { chown(file.c_str(), 1, 1); }), "c");
        expect_equal(times_moved_by(file, [&] { truncate(file.c_str(), 1); }), "mc");
        expect_equal(times_moved_by(file, [&] { read_file(file); }), "");
        expect_equal(times_moved_by(file, [&] { link(file.c_str(), (file + "2").c_str()); }), "c");
        expect_equal(times_moved_by(file, [&] { unlink((file + "2").c_str()); }), "c");
        expect_equal(times_moved_by(file,
                                    [&] {
                                        rename(file.c_str(), (file + "3").c_str());
                                        rename((file + "3").c_str(), file.c_str());
                                    }),
                     "c");
        expect_equal(times_moved_by(root, [&] { create(mount.path("new")); }), "mc");
        expect_equal(times_moved_by(root, [&] { unlink(mount.path("new").c_str()); }), "mc");
        expect_equal(times_moved_by(root, [&] { make(mount.path("new")); }), "mc");
        expect_equal(
            times_moved_by(root,
                           [&] { rename(mount.path("new").c_str(), mount.path("d/new").c_str()); }),
            "mc");
        expect_equal(times_moved_by(mount.path("d"), [&] { rmdir(mount.path("d/new").c_str()); }),
                     "mc");
        const timespec given[] = {{1000000000, 123456789}, {-5, 5}};
        require_equal(utimensat(AT_FDCWD, file.c_str(), given, 0), 0);
        expect_equal(attributes_of(file).st_atim.tv_nsec, 123456789L);
        expect_equal(attributes_of(file).st_mtim.tv_sec, -5L);
    });
}

TEST(permissions) {
    on_both([](const mounted& mount) {
        const std::string file = mount.path("file");
        create(file, "text");
        require_equal(chmod(mount.path().c_str(), 0755), 0);
        require_equal(chmod(file.c_str(), 0640), 0);
        const auto as_user = [&](const std::function<long()>& body) {
            return -in_child([&] {
                return setgid(1000) == 0 && setuid(1000) == 0 ? static_cast<int>(-body()) : 255;
            });
        };
        expect_equal(as_user([&] { return answer_of(open(file.c_str(), O_RDONLY)); }), -EACCES);
        expect_equal(as_user([&] { return answer_of(unlink(file.c_str())); }), -EACCES);
        expect_equal(as_user([&] { return answer_of(chmod(file.c_str(), 0777)); }), -EPERM);
        require_equal(chown(file.c_str(), 1000, 1000), 0);
        expect_equal(as_user([&] { return answer_of(chmod(file.c_str(), 04755)); }), 0);
        expect_equal(as_user([&] { return answer_of(chown(file.c_str(), 0, 0)); }), -EPERM);
        expect_equal(attributes_of(file).st_mode & 07777U, 04755U);
        // Writing takes the set-user-id bit away, and so does a change of the owner.
        expect_equal(as_user([&] { return long{write_file(file, "x")}; }), 0);
        expect_equal(attributes_of(file).st_mode & 07777U, 0755U);
        require_equal(chmod(file.c_str(), 06755), 0);
        require_equal(chown(file.c_str(), 0, 0), 0);
        expect_equal(attributes_of(file).st_mode & 07777U, 0755U);
        // A sticky directory.
        require_equal(chmod(mount.path().c_str(), 01777), 0);
        expect_equal(as_user([&] { return answer_of(unlink(file.c_str())); }), -EPERM);
        // One that gives its group on.
        make(mount.path("d"));
        require_equal(chown(mount.path("d").c_str(), 0, 7), 0);
        require_equal(chmod(mount.path("d").c_str(), 02777), 0);
        make(mount.path("d/d"));
        expect_equal(attributes_of(mount.path("d/d")).st_gid, 7U);
        expect_equal(attributes_of(mount.path("d/d")).st_mode & 07777U, 02755U);
    });
}

TEST(special_files) {
    on_both([](const mounted& mount) {
        require_equal(mknod(mount.path("null").c_str(), S_IFCHR | 0666, makedev(1, 3)), 0);
        require_equal(mknod(mount.path("pipe").c_str(), S_IFIFO | 0666, 0), 0);
        require_equal(mknod(mount.path("disk").c_str(), S_IFBLK | 0666, makedev(4095, 1048575)), 0);
        require_equal(mknod(mount.path("socket").c_str(), S_IFSOCK | 0666, 0), 0);
        expect_equal(write_file(mount.path("null"), "text"), 0);
        expect(S_ISFIFO(attributes_of(mount.path("pipe")).st_mode));
        expect_equal(attributes_of(mount.path("disk")).st_rdev, makedev(4095, 1048575));
        expect(S_ISSOCK(attributes_of(mount.path("socket")).st_mode));
    });
}

TEST(holes_and_ends) {
    on_both([](const mounted& mount) {
        const descriptor file(mount.path("file"), O_CREAT | O_RDWR);
        require_equal(pwrite(file.get(), "end", 3, 100000), 3L);
        std::string bytes(200000, 'x');
        expect_equal(pread(file.get(), bytes.data(), bytes.size(), 0), 100003L);
        expect_equal(bytes.substr(0, 100000), std::string(100000, '\0'));
        require_equal(ftruncate(file.get(), 100001), 0);
        require_equal(ftruncate(file.get(), 100004), 0);
        expect_equal(pread(file.get(), bytes.data(), 10, 100000), 4L);
        expect_equal(bytes.substr(0, 4), std::string("e\0\0\0", 4));
        expect_equal(pread(file.get(), bytes.data(), 10, 100004), 0L);
        const descriptor more(mount.path("file"), O_WRONLY | O_APPEND);
        require_equal(write(more.get(), "more", 4), 4L);
        expect_equal(attributes_of(mount.path("file")).st_size, 100008L);
        expect_equal(answer_of(ftruncate(file.get(), -1)), -EINVAL);
    });
}

// Entries that stay are seen once, whatever others do meanwhile.
TEST(listing_while_it_changes) {
    on_both([](const mounted& mount) {
        const unsigned count = scaled(3000, 600);
        for (unsigned i = 0; i < count; i++)
            create(mount.path("stays" + std::to_string(i)));
        DIR* const directory = opendir(mount.path().c_str());
        require(directory != nullptr);
        std::multiset<std::string> seen;
        unsigned step = 0;
        while (const dirent* entry = readdir(directory)) {
            const std::string goes = mount.path("goes" + std::to_string(step % 10));
            if (step++ % 20 < 10)
                descriptor(goes, O_CREAT | O_RDWR);
            else
                unlink(goes.c_str());
            seen.insert(entry->d_name);
        }
        closedir(directory);
        for (unsigned i = 0; i < count; i++)
            require_equal(seen.count("stays" + std::to_string(i)), std::size_t{1});
    });
}

TEST(seeking_in_directories) {
    on_both([](const mounted& mount) {
        for (const char* name : {"a", "b", "c", "d"})
            create(mount.path(name));
        DIR* const directory = opendir(mount.path().c_str());
        require(directory != nullptr);
        for (int i = 0; i < 3; i++)
            require(readdir(directory) != nullptr);
        const long position = telldir(directory);
        const std::string next = readdir(directory)->d_name;
        rewinddir(directory);
        require(readdir(directory) != nullptr);
        seekdir(directory, position);
        expect_equal(std::string(readdir(directory)->d_name), next);
        closedir(directory);
    });
}

TEST(programs_map_and_execute) {
    on_both([](const mounted& mount) {
        const std::string program = mount.path("busybox");
        require_equal(run_program({"cp", "/bin/busybox", program}), 0);
        expect_equal(run_program({program, "sh", "-c", "exit 7"}), 7);
        const descriptor file(program, O_RDONLY);
        void* const start = mmap(nullptr, page, PROT_READ, MAP_PRIVATE, file.get(), 0);
        require(start != MAP_FAILED);
        expect_equal(std::memcmp(start,
                                 "\x7f"
                                 "ELF",
                                 4),
                     0);
        munmap(start, page);
    });
}

// What is mapped is dropped when the file is written, and comes again.
TEST(mappings_see_what_is_written) {
    const no_trace trace;
    const instance driver("memoryfs");
    const mounted mount("memoryfs");
    const descriptor file(mount.path("file"), O_CREAT | O_RDWR);
    require_equal(write(file.get(), "before", 6), 6L);
    char* const start =
        static_cast<char*>(mmap(nullptr, page, PROT_READ, MAP_SHARED, file.get(), 0));
    require(start != MAP_FAILED);
    expect_equal(std::string(start, 7), std::string("before\0", 7));
    require_equal(pwrite(file.get(), "behind", 6, 0), 6L);
    expect_equal(std::string(start, 6), "behind");
    require_equal(ftruncate(file.get(), 2), 0);
    expect_equal(std::string(start, 6), std::string("be\0\0\0\0", 6));
    expect_equal(answer_of(mprotect(start, page, PROT_READ | PROT_WRITE)), -EACCES);
    munmap(start, page);
    expect(mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0) == MAP_FAILED);
    expect_equal(errno, ENODEV);
}

// The page that is missing belongs to the file that is being read or written.
TEST(a_file_is_copied_to_and_from_its_own_mapping) {
    const no_trace trace;
    const instance driver("memoryfs");
    const mounted mount("memoryfs");
    const descriptor file(mount.path("file"), O_CREAT | O_RDWR);
    const std::string text(3 * page, 'x');
    require_equal(write(file.get(), text.data(), text.size()), long(text.size()));
    for (const int kind : {MAP_SHARED, MAP_PRIVATE}) {
        const int protection = kind == MAP_PRIVATE ? PROT_READ | PROT_WRITE : PROT_READ;
        char* const start =
            static_cast<char*>(mmap(nullptr, text.size(), protection, kind, file.get(), 0));
        require(start != MAP_FAILED);
        expect_equal(pwrite(file.get(), start, text.size(), 0), long(text.size()));
        if (kind == MAP_PRIVATE)
            expect_equal(pread(file.get(), start, text.size(), 0), long(text.size()));
        else
            expect_equal(answer_of(pread(file.get(), start, text.size(), 0)), -EFAULT);
        munmap(start, text.size());
    }
    void* const nowhere = mmap(nullptr, page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect_equal(answer_of(pwrite(file.get(), nowhere, page, 0)), -EFAULT);
    munmap(nowhere, page);
    expect_equal(read_file(mount.path("file")), text);
}

TEST(limits) {
    const no_trace trace;
    const instance driver("memoryfs");
    const mounted mount("memoryfs", "size=1000000,nodes=10");
    struct statfs before = {};
    require_equal(statfs(mount.path().c_str(), &before), 0);
    expect_equal(before.f_files, std::uint64_t{10});
    {
        const descriptor file(mount.path("file"), O_CREAT | O_RDWR);
        const std::string text(2000000, 'x');
        const long written = write(file.get(), text.data(), text.size());
        expect(written > 900000 && written <= 1000000);
        expect_equal(answer_of(write(file.get(), text.data(), 5000)), -ENOSPC);
        for (int i = 0; i < 8; i++)
            make(mount.path(std::to_string(i)));
        expect_equal(answer_of(mkdir(mount.path("x").c_str(), 0700)), -ENOSPC);
    }
    for (int i = 0; i < 8; i++)
        require_equal(rmdir(mount.path(std::to_string(i)).c_str()), 0);
    require_equal(unlink(mount.path("file").c_str()), 0);
    struct statfs after = {};
    require_equal(statfs(mount.path().c_str(), &after), 0);
    expect_equal(after.f_bfree, before.f_bfree);
    expect_equal(after.f_ffree, before.f_ffree);
}

TEST(options) {
    const no_trace trace;
    const instance driver("memoryfs");
    const std::string path = new_folder();
    expect_equal(try_mount("memoryfs", path, "size=many"), -EINVAL);
    expect_equal(try_mount("memoryfs", path, "size"), -EINVAL);
    expect_equal(try_mount("memoryfs", path, "color=red"), -EINVAL);
    expect_equal(try_mount("memoryfs", path, "size=" + std::string(300, '1')), -E2BIG);
    std::string many = "size=1000000";
    for (int i = 0; i < 64; i++)
        many += ",size=1000000";
    expect_equal(try_mount("memoryfs", path, many), -E2BIG);
    rmdir(path.c_str());
    const mounted mount("memoryfs", "size=1000000", "here");
    expect_contains(read_file("/proc/mounts"),
                    "here " + mount.path() + " memoryfs rw,relatime,size=1000000 0 0");
}

TEST(remounting) {
    const no_trace trace;
    const instance driver("memoryfs");
    const mounted mount("memoryfs", "size=1000000");
    create(mount.path("file"));
    expect_equal(try_mount("", mount.path(), "size=1000000", "none", MS_REMOUNT | MS_RDONLY), 0);
    expect_equal(write_file(mount.path("file"), "text"), -EROFS);
    expect_equal(try_mount("", mount.path(), "size=2000000", "none", MS_REMOUNT), -EINVAL);
    expect_equal(try_mount("", mount.path(), "", "none", MS_REMOUNT), 0);
    expect_equal(write_file(mount.path("file"), "text"), 0);
}

// Root of a user namespace is not the machine's.
TEST(only_the_machines_root_mounts) {
    const no_trace trace;
    const instance driver("memoryfs");
    const std::string path = new_folder();
    const int error = in_child([&] {
        if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return 255;
        return -try_mount("memoryfs", path);
    });
    rmdir(path.c_str());
    if (error == 255)
        skip("this kernel has no user namespaces");
    expect_equal(error, EPERM);
}
