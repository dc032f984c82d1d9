// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "pci.hpp"

#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace banos::test {
namespace {

const std::string bus = "/sys/bus/pci/";

// One that goes while it is looked at is none.
bool is_edu(const std::string& device) try {
    return read_file(pci_path(device, "vendor")) == "0x1234\n" &&
           read_file(pci_path(device, "device")) == "0x11e8\n";
} catch (const std::system_error& error) {
    if (error.code().value() != ENOENT && error.code().value() != ENODEV)
        throw;
    return false;
}

} // namespace

std::string pci_path(const std::string& device, std::string_view attribute) {
    return bus + "devices/" + device + "/" + std::string(attribute);
}

std::vector<std::string> edu_devices() {
    std::vector<std::string> found;
    for (const std::string& device : entries_of(bus + "devices"))
        if (is_edu(device))
            found.push_back(device);
    return found;
}

std::vector<std::string> some_edu_devices() {
    auto found = edu_devices();
    if (found.empty())
        skip("this machine has no device \"edu\"");
    return found;
}

std::string pci_driver_of(const std::string& device) {
    std::error_code error;
    return std::filesystem::read_symlink(pci_path(device, "driver"), error).filename();
}

int pci_unbind(const std::string& device) {
    return write_file(pci_path(device, "driver/unbind"), device);
}

int pci_bind(const std::string& device, const std::string& driver) {
    return write_file(bus + "drivers/" + driver + "/bind", device);
}

int pci_remove(const std::string& device) {
    return write_file(pci_path(device, "remove"), "1");
}

int pci_rescan() {
    return write_file(bus + "rescan", "1");
}

int pci_override(const std::string& device, const std::string& driver) {
    return write_file(pci_path(device, "driver_override"), driver + "\n");
}

int pci_probe(const std::string& device) {
    return write_file(bus + "drivers_probe", device);
}

// What QEMU answers would be in the way of the test's own output.
static int monitor(const std::string& words) {
    return run_program({"/bin/sh", "-c", "monitor " + words + " >/dev/null 2>&1"});
}

bool has_monitor() {
    return monitor("query-status") == 0;
}

bool pull_out(const std::string& id) {
    return monitor("device_del id=" + id) == 0;
}

bool plug_in(const std::string& id) {
    return monitor("device_add driver=edu dma_mask=4294967295 id=" + id) == 0;
}

} // namespace banos::test
