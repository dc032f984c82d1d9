// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// 32-bit programs use the same structs. This one makes its calls through the door that they use.
#include "call_32bit.hpp"
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>

using namespace banos::test;

namespace {

constexpr std::size_t room = 65536;

// Memory that 32 bits are enough for.
class low_memory {
  public:
    low_memory()
        : begin_(mmap(nullptr, room, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0)) {
        if (begin_ == MAP_FAILED)
            throw failed("mmap");
    }
    ~low_memory() { munmap(begin_, room); }
    low_memory(const low_memory&) = delete;
    low_memory& operator=(const low_memory&) = delete;

    template<typename T>
    T* at(std::size_t offset) const {
        return reinterpret_cast<T*>(static_cast<char*>(begin_) + offset);
    }

  private:
    void* begin_;
};

template<typename Request>
long command_32bit(unsigned number, Request* request) {
    const descriptor control(BANOS_CONTROL_PATH, O_RDWR);
    request->request.size = sizeof(Request);
    return call_32bit(ioctl_of_32bit, control.get(), static_cast<long>(number),
                      static_cast<long>(reinterpret_cast<std::uintptr_t>(request)));
}

} // namespace

TEST(statistics_and_list) {
    need_32bit();
    const low_memory memory;
    const instance driver("test_empty");
    auto* statistics = memory.at<banos_statistics_request>(0);
    auto* counters = memory.at<banos_statistics>(4096);
    statistics->elements = reinterpret_cast<std::uintptr_t>(counters);
    statistics->stride = sizeof(*counters);
    expect_equal(command_32bit(BANOS_STATISTICS, statistics), 0L);
    expect_equal(counters->instances, 1U);
    auto* list = memory.at<banos_list_request>(8192);
    auto* ids = memory.at<std::uint64_t>(12288);
    list->ids = reinterpret_cast<std::uintptr_t>(ids);
    list->capacity = 4;
    expect_equal(command_32bit(BANOS_LIST, list), 0L);
    expect_equal(list->count, 1U);
    expect_equal(ids[0], driver.id());
}

TEST(install_and_uninstall) {
    need_32bit();
    const no_trace check;
    const low_memory memory;
    const descriptor image(driver_path("test_parameters"), O_RDONLY);
    auto* install = memory.at<banos_install_request>(0);
    char* text = memory.at<char>(4096);
    std::strcpy(text, "natural=99");
    install->image_fd = image.get();
    install->parameters = reinterpret_cast<std::uintptr_t>(text);
    install->parameters_size = 11;
    expect_equal(command_32bit(BANOS_INSTALL, install), 0L);
    expect_equal(read_file("/sys/kernel/banos/instances/" + std::to_string(install->id) +
                           "/parameters/natural"),
                 "99\n");
    auto* uninstall = memory.at<banos_uninstall_request>(8192);
    uninstall->id = install->id;
    expect_equal(command_32bit(BANOS_UNINSTALL, uninstall), 0L);
    expect(list_instances().empty());
}

TEST(refusals) {
    need_32bit();
    const low_memory memory;
    auto* install = memory.at<banos_install_request>(0);
    char* log = memory.at<char>(4096);
    install->image_fd = -1;
    install->request.log = reinterpret_cast<std::uintptr_t>(log);
    install->request.log_size = 256;
    expect_equal(command_32bit(BANOS_INSTALL, install), long{-EBADF});
    expect_contains(log, "isn't open for reading");
    auto* list = memory.at<banos_list_request>(8192);
    expect_equal(command_32bit(0xba77, list), long{-ENOTTY});
    list->ids = 0x1000;
    list->capacity = 1;
    const instance driver("test_empty");
    expect_equal(command_32bit(BANOS_LIST, list), long{-EFAULT});
}
