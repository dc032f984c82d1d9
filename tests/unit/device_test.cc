// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "driver_image.hpp"
#include "fake_kernel.hpp"

#include <banos/device.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <linux/netlink.h>
#include <numeric>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

extern "C" int device_c_install(const void* image, std::uint64_t size, std::uint64_t* id);

namespace banos::test {
namespace {

std::size_t open_descriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

class device_test : public testing::Test {
  public:
    ~device_test() override {
        EXPECT_EQ(open_descriptors(), before_ + (kernel.listening >= 0 ? 1U : 0U));
    }

    std::span<const std::byte> sample() const { return std::as_bytes(std::span(file_)); }

    // A file with the image, read to its end.
    file_descriptor sample_descriptor() const {
        file_descriptor file(::memfd_create("sample", MFD_CLOEXEC));
        EXPECT_EQ(::write(file.number(), file_.data(), file_.size()),
                  static_cast<ssize_t>(file_.size()));
        return file;
    }

    fake_kernel kernel;

  private:
    bytes file_ = sample_file();
    std::size_t before_ = open_descriptors();
};

TEST_F(device_test, installs_from_memory_through_a_sealed_file) {
    std::uint64_t id = 99;
    ASSERT_EQ(banos_install(sample().data(), sample().size(), nullptr, &id), 0);
    EXPECT_EQ(id, 1U);
    ASSERT_EQ(kernel.seals.size(), 1U);
    // Newer kernels add a seal of their own against execution.
    EXPECT_EQ(kernel.seals[0] & (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL),
              F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
    EXPECT_EQ(kernel.done, std::vector<std::string>{"install sample"});
    EXPECT_EQ(banos_install(sample().data(), sample().size(), nullptr, nullptr), 0);
}

TEST_F(device_test, installs_from_a_file_whatever_its_position) {
    const auto file = sample_descriptor();
    std::uint64_t id = 0;
    EXPECT_EQ(banos_install_fd(file.number(), nullptr, &id), 0);
    EXPECT_EQ(id, 1U);
    EXPECT_EQ(::lseek(file.number(), 0, SEEK_CUR), static_cast<off_t>(sample().size()));
}

TEST_F(device_test, hands_parameters_over_from_c) {
    std::uint64_t id = 0;
    ASSERT_EQ(device_c_install(sample().data(), sample().size(), &id), 0);
    EXPECT_EQ(kernel.instances[id].parameters, (std::vector<std::string>{"depth=16", "label=red"}));
}

TEST_F(device_test, refuses_parameters_that_are_not_there) {
    banos_install_options options{};
    options.size = sizeof(options);
    options.parameter_count = 1;
    EXPECT_EQ(banos_install(sample().data(), sample().size(), &options, nullptr), -EINVAL);
    const char* none = nullptr;
    options.parameters = &none;
    EXPECT_EQ(banos_install(sample().data(), sample().size(), &options, nullptr), -EINVAL);
    EXPECT_TRUE(kernel.done.empty());
}

TEST_F(device_test, takes_options_of_other_versions_of_itself) {
    struct {
        banos_install_options known;
        std::uint64_t later[2];
    } options{};
    options.known.size = sizeof(options);
    EXPECT_EQ(banos_install(sample().data(), sample().size(), &options.known, nullptr), 0);
    options.later[1] = 1;
    EXPECT_EQ(banos_install(sample().data(), sample().size(), &options.known, nullptr), -E2BIG);
    options.known.size = sizeof(options.known) - 1;
    EXPECT_EQ(banos_install(sample().data(), sample().size(), &options.known, nullptr), -EINVAL);
    options.known.size = 0;
    EXPECT_EQ(banos_install(sample().data(), sample().size(), &options.known, nullptr), -EINVAL);
}

TEST_F(device_test, tells_a_failure_of_init_from_one_before) {
    std::uint64_t id = 99;
    kernel.refused_name["sample"] = {EINVAL, "parameter x is unknown"};
    EXPECT_EQ(banos_install(sample().data(), sample().size(), nullptr, &id), -EINVAL);
    EXPECT_EQ(id, 0U);
    kernel.refused_name["sample"] = {EINVAL, "init() failed", true};
    EXPECT_EQ(banos_install(sample().data(), sample().size(), nullptr, &id), -EINVAL);
    EXPECT_EQ(id, 1U);
    bool init_called = false;
    EXPECT_EQ(install(sample(), {.init_called = &init_called}).error().number(), EINVAL);
    EXPECT_TRUE(init_called);
}

TEST_F(device_test, leaves_errno_alone) {
    errno = ERANGE;
    kernel.refused[BANOS_INSTALL] = {EPERM};
    EXPECT_EQ(banos_install(sample().data(), sample().size(), nullptr, nullptr), -EPERM);
    EXPECT_EQ(banos_uninstall(7, nullptr), -ENOENT);
    kernel.open_error = EACCES;
    EXPECT_EQ(banos_available(), -EACCES);
    EXPECT_EQ(errno, ERANGE);
}

TEST_F(device_test, says_when_there_is_no_kernel_side) {
    for (const int error : {ENOENT, ENXIO, ENODEV, EACCES}) {
        kernel.open_error = error;
        std::uint64_t count = 1;
        std::uint64_t id = 0;
        EXPECT_EQ(banos_available(), -error);
        EXPECT_EQ(banos_install(sample().data(), sample().size(), nullptr, nullptr), -error);
        EXPECT_EQ(banos_list(0, &id, 1, &count), -error);
        EXPECT_EQ(count, 0U);
        EXPECT_EQ(list().error().number(), error);
    }
}

TEST_F(device_test, brings_back_the_log) {
    std::array<char, 4096> text{};
    banos_log log{text.data(), text.size(), 0};
    banos_install_options options{};
    options.size = sizeof(options);
    options.log = &log;
    EXPECT_EQ(banos_install("nothing", 7, &options, nullptr), -ENOEXEC);
    EXPECT_EQ(log.used, std::strlen(text.data()) + 1);
    EXPECT_GT(log.used, 10U);
}

TEST_F(device_test, ends_a_cut_log_and_says_that_it_is_cut) {
    kernel.refused[BANOS_UNINSTALL] = {EBUSY, "a sentence that has no room"};
    std::array<char, 8> text;
    text.fill('x');
    banos_log log{text.data(), text.size(), 0};
    banos_uninstall_options options{};
    options.size = sizeof(options);
    options.log = &log;
    EXPECT_EQ(banos_uninstall(1, &options), -EBUSY);
    EXPECT_STREQ(text.data(), "a sente");
    EXPECT_GT(log.used, log.size);
    log = {nullptr, 100, 5};
    EXPECT_EQ(banos_uninstall(1, &options), -EBUSY);
    EXPECT_EQ(log.used, 0U);
}

TEST_F(device_test, makes_the_last_line_the_error_s_sentence) {
    kernel.refused[BANOS_UNINSTALL] = {EBUSY, "first line\nsecond line"};
    EXPECT_EQ(uninstall(1).error().sentence(), "second line");
    std::string log;
    EXPECT_EQ(uninstall(1, {.log = &log}).error().number(), EBUSY);
    EXPECT_EQ(log, "first line\nsecond line\n");
    kernel.refused[BANOS_UNINSTALL].log = std::string(BANOS_LOG_SIZE, 'x');
    EXPECT_EQ(uninstall(1).error().sentence(), "") << "the end of a cut log is not its last line";
}

TEST_F(device_test, uninstalls_with_flags_and_time_limit) {
    kernel.add("a").busy = "a program has it open";
    EXPECT_EQ(uninstall(1).error().number(), EBUSY);
    EXPECT_EQ(kernel.last_timeout_ms, 0U);
    EXPECT_TRUE(uninstall(1, {.detach = true, .timeout = std::chrono::seconds(3)}));
    EXPECT_EQ(kernel.last_timeout_ms, 3000U);
    EXPECT_EQ(uninstall(1, {.timeout = std::chrono::hours(9000)}).error().number(), ENOENT);
    EXPECT_EQ(kernel.last_timeout_ms, UINT32_MAX);
}

TEST_F(device_test, lists_all_however_small_the_pages_are) {
    for (int i = 0; i < 1000; i++)
        kernel.add("a");
    kernel.instances.erase(500);
    kernel.page = 7;
    const auto ids = list();
    ASSERT_TRUE(ids);
    EXPECT_EQ(ids->size(), 999U);
    EXPECT_TRUE(std::ranges::is_sorted(*ids));
    EXPECT_EQ(ids->back(), 1000U);
    EXPECT_EQ(std::ranges::count(*ids, 500U), 0);
}

TEST_F(device_test, reads_tables_of_an_instance) {
    auto& one = kernel.add("a");
    for (int i = 0; i < 200; i++) {
        one.exports.emplace_back();
        set_text(one.exports.back().name, "banos_x_a_" + std::to_string(i));
    }
    kernel.add("b", {1});
    kernel.page = 9;
    const auto symbols = exports(1);
    ASSERT_TRUE(symbols);
    ASSERT_EQ(symbols->size(), 200U);
    EXPECT_STREQ((*symbols)[199].name, "banos_x_a_199");
    EXPECT_EQ(providers(2).value(), std::vector<std::uint64_t>{1});
    EXPECT_EQ(dependents(1).value(), std::vector<std::uint64_t>{2});
    EXPECT_TRUE(imports(1)->empty());
    EXPECT_TRUE(resources(1)->empty());
    EXPECT_EQ(exports(3).error().number(), ENOENT);
}

TEST_F(device_test, tells_an_older_program_what_it_knows) {
    kernel.add("a");
    banos_instance_info info;
    std::memset(&info, 0x55, sizeof(info));
    info.size = offsetof(banos_instance_info, version);
    ASSERT_EQ(banos_info(1, &info), 0);
    EXPECT_EQ(info.id, 1U);
    EXPECT_EQ(info.version, 0x55555555U) << "what lies behind the program's struct is not ours";
    info.size = 4;
    EXPECT_EQ(banos_info(1, &info), -EINVAL);
}

TEST_F(device_test, gives_a_newer_program_zeroes) {
    kernel.add("a");
    struct {
        banos_instance_info known;
        std::uint64_t later;
    } info{};
    info.later = 77;
    info.known.size = sizeof(info);
    ASSERT_EQ(banos_info(1, &info.known), 0);
    EXPECT_STREQ(info.known.name, "a");
    EXPECT_EQ(info.later, 0U);
}

TEST_F(device_test, does_not_take_nothing_for_an_answer) {
    kernel.page = 0;
    kernel.add("a");
    EXPECT_EQ(info(1).error().number(), EPROTO) << "an instance without a description";
    EXPECT_EQ(shim().error().number(), EPROTO);
}

TEST_F(device_test, asks_about_the_shim) {
    kernel.offer("banos_random", BANOS_SYMBOL_GPL_ONLY);
    EXPECT_EQ(shim()->version, 9U << 16);
    const auto symbols = shim_symbols();
    ASSERT_EQ(symbols->size(), 2U);
    EXPECT_STREQ((*symbols)[1].name, "banos_random");
    EXPECT_TRUE(shim_structs()->empty());
    kernel.statistics.installs = 12;
    EXPECT_EQ(statistics()->installs, 12U);
    EXPECT_TRUE(lock_down());
    EXPECT_TRUE(kernel.locked_down);
    kernel.refused[BANOS_LOCK_DOWN] = {EPERM, "not the superuser"};
    EXPECT_EQ(lock_down().error().sentence(), "not the superuser");
}

TEST_F(device_test, ends_an_installation_with_its_owner) {
    {
        auto first = installation::install(sample());
        ASSERT_TRUE(first);
        EXPECT_EQ(first->id(), 1U);
        auto moved = std::move(*first);
        EXPECT_EQ(kernel.instances.size(), 1U);
        auto second = installation::install(sample_descriptor());
        ASSERT_TRUE(second);
        second->release();
    }
    EXPECT_EQ(kernel.instances.size(), 1U);
    EXPECT_TRUE(kernel.instances.contains(2));
    installation third(2);
    EXPECT_TRUE(third.uninstall());
    EXPECT_EQ(kernel.done.back(), "uninstall 2");
}

class events_test : public device_test {
  public:
    events_test() : listening(std::move(*events::open())) {}

    events listening;
};

TEST_F(events_test, come_in_order_and_then_end) {
    EXPECT_FALSE(listening.next()->has_value());
    kernel.announce("add", 7, "ring");
    kernel.announce("remove", 7, "ring");
    pollfd readable{listening.descriptor(), POLLIN, 0};
    EXPECT_EQ(::poll(&readable, 1, 0), 1);
    const auto first = **listening.next();
    EXPECT_EQ(first.action, std::uint32_t{BANOS_EVENT_INSTALLED});
    EXPECT_EQ(first.id, 7U);
    EXPECT_EQ(first.version, 1U << 24 | 2U << 16 | 3);
    EXPECT_STREQ(first.name, "ring");
    EXPECT_EQ((**listening.next()).action, std::uint32_t{BANOS_EVENT_UNINSTALLED});
    EXPECT_FALSE(listening.next()->has_value());
}

TEST_F(events_test, are_the_kernel_s_own) {
    using namespace std::string_literals;
    const auto forged = "add@/kernel/banos/instances/7\0ACTION=add\0SUBSYSTEM=banos\0BANOS_ID=7\0"s;
    kernel.send(forged, 4711, 0);
    kernel.send(forged, 0, 1000);
    EXPECT_FALSE(listening.next()->has_value());
    kernel.send(forged);
    EXPECT_TRUE(listening.next()->has_value());
}

TEST_F(events_test, of_other_things_are_passed_over) {
    using namespace std::string_literals;
    for (const auto& text : {
             "add@/devices/x\0ACTION=add\0SUBSYSTEM=usb\0BANOS_ID=7\0"s,
             "bind@/kernel/banos\0ACTION=bind\0SUBSYSTEM=banos\0BANOS_ID=7\0"s,
             "add@/kernel/banos\0ACTION=add\0SUBSYSTEM=banos\0"s,
             "add@/x\0ACTION=add\0SUBSYSTEM=banos\0BANOS_ID=0\0"s,
             "add@/x\0ACTION=add\0SUBSYSTEM=banos\0BANOS_ID=\0"s,
             "add@/x\0ACTION=add\0SUBSYSTEM=banos\0BANOS_ID=7x\0"s,
             "add@/x\0ACTION=add\0SUBSYSTEM=banos\0BANOS_ID=-1\0"s,
             "add@/x\0ACTION=add\0SUBSYSTEM=banos\0BANOS_ID=18446744073709551616\0"s,
             "add@/x\0SUBSYSTEM=banos\0BANOS_ID=7\0"s,
             "ACTION=add\0SUBSYSTEM=banosx\0BANOS_ID=7\0"s,
             std::string(20000, 'x'),
             ""s,
             "\0\0\0"s,
         })
        kernel.send(text);
    EXPECT_FALSE(listening.next()->has_value());
}

TEST_F(events_test, take_what_the_kernel_tells_and_no_more) {
    using namespace std::string_literals;
    const auto event = [&](const std::string& rest) {
        kernel.send("x\0ACTION=add\0SUBSYSTEM=banos\0BANOS_ID=18446744073709551615\0"s + rest);
        return **listening.next();
    };
    EXPECT_EQ(event("").id, UINT64_MAX);
    EXPECT_EQ(event("").version, 0U);
    EXPECT_STREQ(event("").name, "");
    EXPECT_STREQ(event("BANOS_NAME=without an end").name, "without an end");
    EXPECT_EQ(std::strlen(event("BANOS_NAME=" + std::string(200, 'n')).name),
              std::size_t{BANOS_NAME_SIZE - 1});
    EXPECT_EQ(event("BANOS_VERSION=255.255.65535\0"s).version, UINT32_MAX);
    for (const char* bad : {"256.0.0", "1.256.0", "1.2.65536", "1.2", "1.2.", ".1.2", "1.2.3.4",
                            "1.2.x", "", "-1.0.0", "99999999999999999999.0.0"})
        EXPECT_EQ(event("BANOS_VERSION="s + bad).version, 0U) << bad;
}

TEST_F(events_test, that_were_lost_are_reported) {
    kernel.lose_events();
    kernel.announce("add", 8, "ring");
    EXPECT_EQ(listening.next().error().number(), ENOBUFS);
    EXPECT_EQ((**listening.next()).id, 8U);
}

TEST_F(events_test, need_a_struct_that_holds_one) {
    banos_event event{};
    event.size = sizeof(event) - 1;
    EXPECT_EQ(banos_events_read(listening.descriptor(), &event), -EINVAL);
}

// With this system's netlink instead of the fake.
TEST(real_events, pass_over_what_another_program_sends) {
    auto listening = events::open();
    if (!listening)
        GTEST_SKIP() << "this system has no netlink for kernel events: "
                     << std::strerror(listening.error().number());
    sockaddr_nl receiver{};
    socklen_t size = sizeof(receiver);
    ASSERT_EQ(::getsockname(listening->descriptor(), reinterpret_cast<sockaddr*>(&receiver), &size),
              0);
    const file_descriptor sender(
        ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT));
    const std::string_view forged("add@/x\0ACTION=add\0SUBSYSTEM=banos\0BANOS_ID=7\0", 45);
    receiver.nl_groups = 0;
    if (::sendto(sender.number(), forged.data(), forged.size(), 0,
                 reinterpret_cast<const sockaddr*>(&receiver), sizeof(receiver)) < 0)
        GTEST_SKIP() << "this user may not send kernel events: " << std::strerror(errno);
    for (;;) {
        const auto event = listening->next();
        ASSERT_TRUE(event) << event.error().number();
        if (!event->has_value())
            break;
        EXPECT_NE((**event).id, 7U) << "a forged event was taken for the kernel's";
    }
}

} // namespace
} // namespace banos::test
