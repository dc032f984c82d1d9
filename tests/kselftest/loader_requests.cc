// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The ioctls of /dev/banos as such: sizes of structs, flags, logs, addresses.
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <banos/version.h>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

using namespace banos::test;

namespace {

constexpr std::uint64_t kernel_address = 0xffffffff81000000;
constexpr std::uint64_t nobody = ~std::uint64_t{0} - 1; // an id

std::uint64_t address_of(const void* pointer) {
    return reinterpret_cast<std::uintptr_t>(pointer);
}

template<typename Request>
Request request_of() {
    Request request = {};
    request.request.size = sizeof(request);
    return request;
}

// An uninstall that finds nothing, with a log.
banos_uninstall_request with_log(std::uint64_t log, std::uint32_t size) {
    auto request = request_of<banos_uninstall_request>();
    request.id = nobody;
    request.request.log = log;
    request.request.log_size = size;
    return request;
}

// A page after which comes none.
class last_page {
  public:
    last_page()
        : size_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
          pages_(mmap(nullptr, 2 * size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                      0)) {
        if (pages_ == MAP_FAILED || mprotect(end(), size_, PROT_NONE) != 0)
            throw failed("mmap");
    }
    ~last_page() { munmap(pages_, 2 * size_); }
    last_page(const last_page&) = delete;
    last_page& operator=(const last_page&) = delete;

    char* end() const { return static_cast<char*>(pages_) + size_; }
    char* begin() const { return static_cast<char*>(pages_); }
    void forbid_writing() const { mprotect(pages_, size_, PROT_READ); }

  private:
    std::size_t size_;
    void* pages_;
};

} // namespace

TEST(unknown_commands) {
    auto request = request_of<banos_list_request>();
    for (const unsigned number : {0U, 0xba00U, 0xba08U, 0xbaffU, 0x1234U, 0x5401U, 0xffffffffU})
        expect_equal(command(number, &request), -ENOTTY);
}

TEST(unknown_flags) {
    char log[128] = "";
    auto request = with_log(address_of(log), sizeof(log));
    request.request.flags = 0x80000000 | BANOS_UNINSTALL_DETACH;
    expect_equal(command(BANOS_UNINSTALL, &request), -EINVAL);
    expect_contains(log, "flags 0x80000001: only 0x1 are known");
    for (const unsigned number :
         {BANOS_INSTALL, BANOS_LIST, BANOS_INFO, BANOS_ABI, BANOS_STATISTICS, BANOS_LOCK_DOWN}) {
        bytes any(256);
        reinterpret_cast<banos_request*>(any.data())->size = sizeof(banos_request);
        reinterpret_cast<banos_request*>(any.data())->flags = 1;
        expect_equal(command(number, any.data()), -EINVAL);
    }
}

TEST(struct_too_short) {
    auto request = request_of<banos_list_request>();
    for (const std::uint32_t size : {0U, 1U, 4U, 23U}) {
        request.request.size = size;
        expect_equal(command(BANOS_LIST, &request), -EINVAL);
    }
}

// Of an older program: what lacks counts as zero, and nothing behind the end is written.
TEST(struct_that_is_older) {
    auto request = request_of<banos_uninstall_request>();
    request.request.size = offsetof(banos_uninstall_request, timeout_ms);
    request.id = nobody;
    request.timeout_ms = 0xaaaaaaaa;
    request.reserved = 0xbbbbbbbb;
    expect_equal(command(BANOS_UNINSTALL, &request), -ENOENT);
    expect_equal(request.timeout_ms, 0xaaaaaaaaU);
    expect_equal(request.reserved, 0xbbbbbbbbU);
    expect_equal(request.request.size,
                 std::uint32_t{offsetof(banos_uninstall_request, timeout_ms)});
}

TEST(struct_that_is_newer) {
    bytes memory(sizeof(banos_list_request) + 40);
    auto* request = reinterpret_cast<banos_list_request*>(memory.data());
    request->request.size = static_cast<std::uint32_t>(memory.size());
    expect_equal(command(BANOS_LIST, request), 0);
    memory.back() = 1;
    expect_equal(command(BANOS_LIST, request), -E2BIG);
    memory.back() = 0;
    memory[sizeof(banos_list_request)] = 1;
    expect_equal(command(BANOS_LIST, request), -E2BIG);
}

TEST(struct_larger_than_a_page) {
    bytes memory(8192);
    auto* request = reinterpret_cast<banos_list_request*>(memory.data());
    request->request.size = 4096;
    expect_equal(command(BANOS_LIST, request), 0);
    request->request.size = 4097;
    expect_equal(command(BANOS_LIST, request), -EINVAL);
    request->request.size = ~0U;
    expect_equal(command(BANOS_LIST, request), -EINVAL);
}

TEST(struct_at_a_bad_address) {
    const last_page page;
    for (char* address : {static_cast<char*>(nullptr), page.end(), page.end() - 2,
                          reinterpret_cast<char*>(kernel_address)})
        expect_equal(command(BANOS_LIST, address), -EFAULT);
    // The size is there, the rest isn't.
    const std::uint32_t size = sizeof(banos_list_request);
    std::memcpy(page.end() - 24, &size, sizeof(size));
    expect_equal(command(BANOS_LIST, page.end() - 24), -EFAULT);
}

TEST(struct_that_cannot_be_written) {
    const last_page page;
    const auto request = request_of<banos_list_request>();
    std::memcpy(page.begin(), &request, sizeof(request));
    page.forbid_writing();
    expect_equal(command(BANOS_LIST, page.begin()), -EFAULT);
}

TEST(no_log) {
    auto request = with_log(0, 1000);
    expect_equal(command(BANOS_UNINSTALL, &request), -ENOENT);
    char log[8] = "as is";
    request = with_log(address_of(log), 0);
    expect_equal(command(BANOS_UNINSTALL, &request), -ENOENT);
    expect_equal(std::string(log), "as is");
}

TEST(whole_log) {
    std::vector<char> log(300, 'x');
    auto request = with_log(address_of(log.data()), 299);
    expect_equal(command(BANOS_UNINSTALL, &request), -ENOENT);
    const std::string text = log.data();
    expect_contains(text, "there is no instance " + std::to_string(nobody));
    expect_equal(request.request.log_used, text.size() + 1);
    expect_equal(log[299], 'x');
}

TEST(log_that_is_too_small_is_cut) {
    std::vector<char> whole(300);
    auto request = with_log(address_of(whole.data()), 300);
    expect_equal(command(BANOS_UNINSTALL, &request), -ENOENT);
    const std::string text = whole.data();
    const std::uint32_t used = request.request.log_used;
    for (const std::uint32_t size : {1U, 2U, 10U, used - 1}) {
        std::vector<char> log(300, 'x');
        request = with_log(address_of(log.data()), size);
        expect_equal(command(BANOS_UNINSTALL, &request), -ENOENT);
        expect_equal(std::string(log.data()), text.substr(0, size - 1));
        expect_equal(log[size], 'x');
        expect_equal(request.request.log_used, used);
    }
}

// More than the kernel ever says.
TEST(log_of_a_megabyte) {
    std::vector<char> log(1U << 20, 'x');
    auto request = with_log(address_of(log.data()), 1U << 20);
    expect_equal(command(BANOS_UNINSTALL, &request), -ENOENT);
    expect_contains(log.data(), "there is no instance");
    expect_equal(log.back(), 'x');
}

TEST(log_at_a_bad_address) {
    const last_page page;
    for (const std::uint64_t address :
         {address_of(page.end()), address_of(page.end()) - 3, kernel_address, std::uint64_t{1}}) {
        auto request = with_log(address, 100);
        expect_equal(command(BANOS_UNINSTALL, &request), -EFAULT);
    }
}

// All or nothing: a program that gets EFAULT does not know that something was installed.
TEST(install_with_a_log_at_a_bad_address) {
    const no_trace check;
    const descriptor image(driver_path("original"), O_RDONLY);
    const last_page page;
    auto request = request_of<banos_install_request>();
    request.image_fd = image.get();
    request.request.log = address_of(page.end());
    request.request.log_size = 100;
    expect_equal(command(BANOS_INSTALL, &request), -EFAULT);
    expect(list_instances().empty());
    for (const std::uint64_t id : list_instances())
        uninstall(id);
}

TEST(parameters_at_a_bad_address) {
    const no_trace check;
    const descriptor image(driver_path("test_empty"), O_RDONLY);
    auto request = request_of<banos_install_request>();
    request.image_fd = image.get();
    request.parameters = kernel_address;
    request.parameters_size = 10;
    expect_equal(command(BANOS_INSTALL, &request), -EFAULT);
}

TEST(parameters_that_do_not_end) {
    const no_trace check;
    const descriptor image(driver_path("test_parameters"), O_RDONLY);
    const std::string text = "natural=1";
    char log[128] = "";
    auto request = request_of<banos_install_request>();
    request.image_fd = image.get();
    request.parameters = address_of(text.data());
    request.parameters_size = static_cast<std::uint32_t>(text.size());
    request.request.log = address_of(log);
    request.request.log_size = sizeof(log);
    expect_equal(command(BANOS_INSTALL, &request), -EINVAL);
    expect_contains(log, "does not end in NUL");
}

TEST(tables_of_other_sizes) {
    const instance driver("provider");
    std::vector<char> table(std::size_t{3} * 600, 'x');
    auto request = request_of<banos_info_request>();
    request.id = driver.id();
    request.kind = BANOS_INFO_EXPORTS;
    request.elements = address_of(table.data());
    // Larger elements than the kernel's end in zeroes, and begin with the kernel's size.
    request.stride = 600;
    request.capacity = 2;
    require_equal(command(BANOS_INFO, &request), 0);
    expect_equal(request.count, 2U);
    const auto* second = reinterpret_cast<banos_symbol_info*>(table.data() + 600);
    expect_equal(second->provider, driver.id());
    for (std::size_t i = sizeof(banos_symbol_info); i < 600; i++)
        if (!expect_equal(table[600 + i], '\0'))
            break;
    expect_equal(table[1200], 'x');
    // Smaller ones are cut.
    table.assign(table.size(), 'x');
    request.stride = 16;
    request.first = 1;
    request.capacity = 10;
    require_equal(command(BANOS_INFO, &request), 0);
    expect_equal(request.count, 2U);
    expect_equal(table[32], 'x');
    for (const std::uint32_t stride : {0U, 7U, 4097U, ~0U}) {
        request.stride = stride;
        expect_equal(command(BANOS_INFO, &request), -EINVAL);
    }
}

TEST(tables_at_a_bad_address) {
    const instance driver("provider");
    auto request = request_of<banos_info_request>();
    request.id = driver.id();
    request.elements = kernel_address;
    request.stride = sizeof(banos_symbol_info);
    request.capacity = 1;
    for (const std::uint32_t kind : {BANOS_INFO_INSTANCE, BANOS_INFO_EXPORTS, BANOS_INFO_IMPORTS}) {
        request.kind = kind;
        expect_equal(command(BANOS_INFO, &request), -EFAULT);
    }
    auto list = request_of<banos_list_request>();
    list.ids = kernel_address;
    list.capacity = 1;
    expect_equal(command(BANOS_LIST, &list), -EFAULT);
}

TEST(tables_of_unknown_kind) {
    const instance driver("test_empty");
    char element[64];
    auto request = request_of<banos_info_request>();
    request.id = driver.id();
    request.kind = 77;
    request.stride = sizeof(element);
    request.elements = address_of(element);
    request.capacity = 1;
    expect_equal(command(BANOS_INFO, &request), -EINVAL);
    request.kind = BANOS_INFO_INSTANCE;
    request.id = nobody;
    expect_equal(command(BANOS_INFO, &request), -ENOENT);
    auto abi = request_of<banos_abi_request>();
    abi.kind = 77;
    abi.stride = sizeof(element);
    abi.elements = address_of(element);
    abi.capacity = 1;
    expect_equal(command(BANOS_ABI, &abi), -EINVAL);
}

TEST(ids_that_are_none) {
    for (const std::uint64_t id : {std::uint64_t{0}, nobody, ~std::uint64_t{0}}) {
        expect_equal(uninstall(id).error, -ENOENT);
        expect_equal(detach(id).error, -ENOENT);
    }
}

// The read side of the device knows nothing but these commands.
TEST(device_cannot_be_read) {
    const descriptor control(BANOS_CONTROL_PATH, O_RDWR);
    char byte = 0;
    expect(read(control.get(), &byte, 1) < 0);
    expect(write(control.get(), &byte, 1) < 0);
}
