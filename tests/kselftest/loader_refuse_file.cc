// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Files that are no driver image, and descriptors that are no file.
#include "driver_image.hpp"
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr std::size_t image_size_max = std::size_t{16} << 20;

bytes text_file(std::string_view text) {
    return {text.begin(), text.end()};
}

// The sample with one byte of its ELF header changed.
bytes with_byte(std::size_t offset, std::uint8_t value) {
    bytes file = sample_file();
    file[offset] = value;
    return file;
}

} // namespace

TEST(not_elf) {
    const no_trace check;
    refused(text_file("This is a text, and by no means a driver image.\n"), -ENOEXEC,
            "not an ELF file: it doesn't begin with 7f 45 4c 46");
    refused(text_file("#!/bin/sh\nexit 0\n"), -ENOEXEC, "not an ELF file but a script");
    refused(bytes(4096), -ENOEXEC, "not an ELF file");
}

TEST(empty_file) {
    const no_trace check;
    const answer result = install(bytes());
    expect(result.error == -ENOEXEC || result.error == -EINVAL);
    expect(!result.log.empty());
}

TEST(wrong_class) {
    refused(with_byte(EI_CLASS, ELFCLASS32), -ENOEXEC, "e_ident[EI_CLASS] is 1, expected 2");
}

TEST(wrong_endianness) {
    refused(with_byte(EI_DATA, ELFDATA2MSB), -ENOEXEC, "e_ident[EI_DATA] is 2, expected 1");
}

TEST(wrong_type) {
    bytes file = sample_file();
    for (const int type : {ET_NONE, ET_EXEC, ET_DYN, ET_CORE}) {
        header_of(file).e_type = static_cast<Elf64_Half>(type);
        refused(file, -ENOEXEC, "e_type is " + std::to_string(type) + ", expected 1");
    }
}

TEST(wrong_machine) {
    bytes file = sample_file();
    for (const int machine : {EM_386, EM_AARCH64, EM_RISCV}) {
        header_of(file).e_machine = static_cast<Elf64_Half>(machine);
        refused(file, -ENOEXEC, "e_machine is " + std::to_string(machine) + ", expected 62");
    }
}

TEST(other_header_fields) {
    const no_trace check;
    bytes file = sample_file();
    header_of(file).e_version = 2;
    refused(file, -ENOEXEC, "e_version is 2, expected 1");
    file = sample_file();
    header_of(file).e_ehsize = 52;
    refused(file, -ENOEXEC, "e_ehsize is 52, expected 64");
    file = sample_file();
    header_of(file).e_phnum = 1;
    refused(file, -ENOEXEC, "e_phnum is 1, expected 0");
    file = sample_file();
    header_of(file).e_shentsize = 40;
    refused(file, -ENOEXEC, "e_shentsize is 40, expected 64");
    file = sample_file();
    header_of(file).e_shnum = 0;
    refused(file, -ENOEXEC, "e_shnum is 0");
    file = sample_file();
    header_of(file).e_shnum = 0xfeff;
    refused(file, -ENOEXEC, "e_shnum is 65279, expected at most");
    file = sample_file();
    header_of(file).e_shstrndx = header_of(file).e_shnum;
    refused(file, -ENOEXEC, "e_shstrndx is ");
    for (const std::uint64_t offset : {std::uint64_t{0}, file.size() & ~std::uint64_t{7},
                                       ~std::uint64_t{0} & ~std::uint64_t{7}}) {
        file = sample_file();
        header_of(file).e_shoff = offset;
        refused(file, -ENOEXEC, "section headers at 0x");
    }
}

// The section headers end the file, so nothing of it may lack.
TEST(truncated_at_every_byte) {
    const no_trace check;
    const bytes file = sample_file();
    std::size_t accepted = 0;
    for (std::size_t size = 0; size < file.size(); size++) {
        const answer result = install(bytes(file.begin(), file.begin() + std::ptrdiff_t(size)));
        if (result.error == 0)
            uninstall(result.id);
        if ((result.error != -ENOEXEC && size != 0) || result.log.empty()) {
            accepted++;
            fail(__FILE__, __LINE__,
                 "truncated to " + std::to_string(size) + " bytes: " + text_of(result));
        }
        if (accepted == 3) // it would only be more of the same
            break;
    }
}

// The kernel's module loader and this one must never be mistaken for each other.
TEST(kernel_module) {
    const no_trace check;
    const answer result = install_file("../banos.ko");
    refused(result, -ENOEXEC, "this is a Linux kernel module, not a driver image");
    expect_contains(result.log, "insmod");
}

TEST(program) {
    refused(install_file("/proc/self/exe"), -ENOEXEC, "e_type is ");
}

TEST(too_large) {
    const no_trace check;
    bytes file = sample_file();
    file.resize(image_size_max + 1);
    refused(file, -EFBIG, "larger than 16 MiB");
}

TEST(largest) {
    const no_trace check;
    driver_image image;
    const std::size_t rest = image.write().size() + 1024;
    image.add({.name = ".comment.big", .content = bytes(image_size_max - rest)});
    const answer result = install(image.write());
    expect_equal(result.error, 0);
    expect_equal(uninstall(result.id).error, 0);
}

TEST(descriptor_that_is_not_open) {
    refused(install_fd(-1), -EBADF, "isn't open for reading");
    refused(install_fd(1000000), -EBADF, "isn't open for reading");
}

TEST(descriptor_open_for_writing_only) {
    const no_trace check;
    const std::string path = "/tmp/write-only.bko";
    {
        const descriptor file(path, O_WRONLY | O_CREAT);
        refused(install_fd(file.get()), -EBADF, "isn't open for reading");
    }
    remove_file(path);
}

TEST(descriptor_without_access) {
    const descriptor file(driver_path("test_empty"), O_PATH);
    refused(install_fd(file.get()), -EBADF, "isn't open for reading");
}

TEST(folder) {
    const descriptor folder("/tmp", O_RDONLY | O_DIRECTORY);
    const answer result = install_fd(folder.get());
    expect(result.error == -EINVAL || result.error == -EISDIR);
    expect_contains(result.log, "can't be read");
}

TEST(pipe_) {
    int ends[2] = {};
    require_equal(pipe(ends), 0);
    const descriptor out(ends[0]);
    const descriptor in(ends[1]);
    const answer result = install_fd(out.get());
    expect(result.error < 0);
    expect_contains(result.log, "can't be read");
}

TEST(device) {
    const descriptor zero("/dev/zero", O_RDONLY);
    const answer result = install_fd(zero.get());
    expect(result.error < 0);
    expect_contains(result.log, "can't be read");
}

// Somebody could write between the check and the use.
TEST(file_open_for_writing) {
    const no_trace check;
    const std::string path = "/tmp/being-written.bko";
    const bytes image = sample_file();
    require_equal(write_file(path, {reinterpret_cast<const char*>(image.data()), image.size()}), 0);
    {
        const descriptor writer(path, O_RDWR);
        refused(install_file(path), -ETXTBSY, "can't be read");
        refused(install_fd(writer.get()), -ETXTBSY, "can't be read");
    }
    const answer result = install_file(path);
    expect_equal(result.error, 0);
    expect_equal(uninstall(result.id).error, 0);
    remove_file(path);
}

// Whatever the position of the descriptor.
TEST(position_does_not_matter) {
    const descriptor file(driver_path("test_empty"), O_RDONLY);
    require_equal(lseek(file.get(), 17, SEEK_SET), off_t{17});
    const answer result = install_fd(file.get());
    expect_equal(result.error, 0);
    expect_equal(uninstall(result.id).error, 0);
    expect_equal(lseek(file.get(), 0, SEEK_CUR), off_t{17});
}
