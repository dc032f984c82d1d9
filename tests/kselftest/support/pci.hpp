// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// PCI devices as sysfs shows them, and QEMU's "edu" ones, which tests drive, unbind and pull out.
#ifndef BANOS_TESTS_PCI_HPP
#define BANOS_TESTS_PCI_HPP

#include <string>
#include <string_view>
#include <vector>

namespace banos::test {

// Names of the devices "edu", as "0000:00:04.0".
std::vector<std::string> edu_devices();
std::vector<std::string> some_edu_devices(); // skips the test if there are none

// Where a device is in sysfs; and the name of its driver, or "".
std::string pci_path(const std::string& device, std::string_view attribute = "");
std::string pci_driver_of(const std::string& device);

// Each is 0 or a negative errno number.
int pci_unbind(const std::string& device);
int pci_bind(const std::string& device, const std::string& driver);
int pci_remove(const std::string& device);
int pci_rescan();
int pci_override(const std::string& device, const std::string& driver); // "": no more
int pci_probe(const std::string& device);

// QEMU's monitor: pulls a device out, plugs one in. They return before the kernel is done.
bool has_monitor();
bool pull_out(const std::string& id);
bool plug_in(const std::string& id);

} // namespace banos::test

#endif
