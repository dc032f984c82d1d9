// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Devices that come and go, by the driver, by sysfs and by being pulled out, while they interrupt;
// and who gets a device.
#include "kernel_log.hpp"
#include "loader.hpp"
#include "pci.hpp"
#include "power.hpp"
#include "suite.hpp"
#include "system.hpp"
#include "test.hpp"
#include "test_hotplug.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <thread>

using namespace banos::test;

namespace {

constexpr const char* name = "test_hotplug";

// The driver of tests/drivers/shim/test_hotplug.c.
class hotplug {
  public:
    int command(unsigned number, std::uint64_t argument = 0) const {
        const int result = ioctl(node_.get(), number, argument);
        return result < 0 ? -errno : result;
    }
    void drive(unsigned number = HOTPLUG_DRIVE) const { require_equal(command(number), 0); }
    void leave() const { require_equal(command(HOTPLUG_LEAVE), 0); }

    hotplug_counts counts() const {
        hotplug_counts counts = {};
        require_equal(command(HOTPLUG_COUNT, reinterpret_cast<std::uintptr_t>(&counts)), 0);
        return counts;
    }

    // Whatever came has gone again, and nothing came too late.
    void expect_balance() const {
        const hotplug_counts now = counts();
        expect_equal(now.removes, now.probes);
        expect_equal(now.threaded <= now.handled, true);
        expect_equal(now.late, std::uint64_t{0});
    }

    instance& driver() { return driver_; }
    void close() { node_.close(); }

  private:
    instance driver_{name};
    descriptor node_{"/dev/test_hotplug", O_RDWR};
};

void expect_drivers(const std::vector<std::string>& devices, const std::string& driver) {
    for (const std::string& device : devices)
        expect_equal(pci_driver_of(device), driver);
}

// A thread that has the devices interrupt all the time.
class load {
  public:
    explicit load(const hotplug& driver)
        : thread_([this, &driver] {
              while (!stop_) {
                  driver.command(HOTPLUG_INTERRUPT);
                  std::this_thread::sleep_for(std::chrono::milliseconds(1));
              }
          }) {}
    ~load() {
        stop_ = true;
        thread_.join();
    }
    load(const load&) = delete;
    load& operator=(const load&) = delete;

  private:
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

} // namespace

TEST(devices_come_and_go_with_the_driver) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    const hotplug driver;
    for (unsigned round = 1; round <= scaled(200, 10); round++) {
        driver.drive();
        expect_equal(driver.counts().probes, round * devices.size());
        expect_drivers(devices, name);
        driver.leave();
        expect_drivers(devices, "");
    }
    driver.expect_balance();
}

TEST(devices_are_unbound_and_bound_under_load) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    const hotplug driver;
    driver.drive();
    {
        const load interrupts(driver);
        for (unsigned round = 0; round < scaled(200, 5); round++) {
            const std::string& device = devices[round % devices.size()];
            expect_equal(pci_unbind(device), 0);
            expect_equal(pci_driver_of(device), "");
            expect_equal(pci_bind(device, name), 0);
        }
    }
    driver.leave();
    expect_equal(driver.counts().handled != 0, true);
    driver.expect_balance();
}

TEST(devices_are_removed_and_found_again_under_load) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    const hotplug driver;
    driver.drive();
    {
        const load interrupts(driver);
        for (unsigned round = 0; round < scaled(200, 3); round++) {
            const std::string& device = devices[round % devices.size()];
            expect_equal(pci_remove(device), 0);
            expect(!exists(pci_path(device)));
            expect_equal(pci_rescan(), 0);
            expect_equal(pci_driver_of(device), name);
        }
    }
    driver.leave();
    driver.expect_balance();
}

TEST(devices_are_pulled_out_under_load) {
    const std::size_t count = some_edu_devices().size();
    if (!has_monitor())
        skip("the guest cannot speak to QEMU");
    const no_trace clean;
    const hotplug driver;
    driver.drive();
    {
        const load interrupts(driver);
        for (unsigned round = 0; round < scaled(200, 2); round++) {
            require(pull_out("edu0"));
            require(eventually([&] { return edu_devices().size() == count - 1; }));
            // QEMU is done with it a moment after the kernel.
            require(eventually([] { return plug_in("edu0"); }));
            require(eventually([&] { return edu_devices().size() == count; }));
        }
    }
    require(eventually([&] {
        const hotplug_counts now = driver.counts();
        return now.probes - now.removes == count;
    }));
    driver.leave();
    driver.expect_balance();
}

TEST(device_of_another_driver_is_left_alone) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    const instance other("edu");
    expect_drivers(devices, "edu");
    const hotplug driver;
    driver.drive();
    expect_equal(driver.counts().probes, std::uint64_t{0});
    expect_drivers(devices, "edu");
    driver.leave();
}

TEST(driver_override_decides) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    const instance other("edu");
    const hotplug driver;
    driver.drive(HOTPLUG_DRIVE_CHOSEN);
    require_equal(pci_override(devices[0], name), 0);
    // It stays with its driver until that is told to let go.
    expect_equal(pci_probe(devices[0]), 0);
    expect_equal(pci_driver_of(devices[0]), "edu");
    expect_equal(pci_unbind(devices[0]), 0);
    expect_equal(pci_probe(devices[0]), 0);
    expect_equal(pci_driver_of(devices[0]), name);
    expect_equal(driver.counts().probes, std::uint64_t{1});
    expect_equal(pci_override(devices[0], ""), 0);
    expect_equal(pci_unbind(devices[0]), 0);
    expect_equal(pci_bind(devices[0], "edu"), 0);
    driver.leave();
    driver.expect_balance();
}

TEST(uninstall_waits_for_interrupts) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    hotplug driver;
    kernel_log log;
    driver.drive();
    expect_equal(driver.command(HOTPLUG_INTERRUPT), static_cast<int>(devices.size()));
    expect(refused(driver.driver().uninstall(), -EBUSY, "/dev/test_hotplug is open in process"));
    expect_drivers(devices, name);
    driver.close();
    expect_equal(driver.driver().uninstall().error, 0);
    expect_drivers(devices, "");
    expect(!log.has("behind: released"));
}

TEST(detach_waits_for_interrupts) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    for (unsigned round = 0; round < scaled(50, 2); round++) {
        hotplug driver;
        driver.drive();
        expect_equal(driver.command(HOTPLUG_INTERRUPT), static_cast<int>(devices.size()));
        expect_equal(driver.driver().detach().error, 0);
        expect_drivers(devices, "");
        driver.close();
    }
}

TEST(forgotten_devices_are_taken_back) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    hotplug driver;
    kernel_log log;
    driver.drive();
    expect_equal(driver.command(HOTPLUG_FORGET), 0);
    expect_equal(driver.command(HOTPLUG_INTERRUPT), static_cast<int>(devices.size()));
    driver.close();
    expect_equal(driver.driver().uninstall().error, 0);
    expect_drivers(devices, "");
    expect(log.has("left 1 of kind device driver behind: released"));
}

TEST(firmware_is_a_platform_device) {
    const std::string device = "/sys/bus/platform/devices/QEMU0002:00";
    if (!exists(device))
        skip("the firmware of this machine is not QEMU's");
    const no_trace clean;
    const hotplug driver;
    driver.drive(HOTPLUG_DRIVE_FIRMWARE);
    expect_equal(driver.counts().probes, std::uint64_t{1});
    expect(exists(device + "/driver"));
    expect_equal(write_file(device + "/driver/unbind", "QEMU0002:00"), 0);
    driver.expect_balance();
    expect_equal(write_file("/sys/bus/platform/drivers/test_hotplug/bind", "QEMU0002:00"), 0);
    driver.leave();
    driver.expect_balance();
}

TEST(devices_sleep_with_the_machine) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    const hotplug driver;
    driver.drive();
    expect_equal(sleep_a_little(), 0);
    expect_equal(driver.counts().suspends, devices.size());
    expect_equal(driver.counts().resumes, devices.size());
    expect_equal(driver.command(HOTPLUG_INTERRUPT), static_cast<int>(devices.size()));
    require(eventually([&] { return driver.counts().threaded >= devices.size(); }));
    driver.leave();
}

TEST(device_can_keep_the_machine_awake) {
    some_edu_devices();
    const no_trace clean;
    const hotplug driver;
    driver.drive();
    expect_equal(driver.command(HOTPLUG_SUSPEND_ANSWER, static_cast<std::uint64_t>(-EBUSY)), 0);
    expect_equal(sleep_a_little(), -EBUSY);
    driver.leave();
    driver.expect_balance();
}
