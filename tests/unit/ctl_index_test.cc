// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// index and probe: which image is for which device.
#include "ctl_fixture.hpp"

#include <banos/pci.h>
#include <banos/platform.h>

#include <fstream>
#include <sstream>

namespace banos::test {
namespace {

using ctl::status;

template<typename T>
void append_match(bytes& content, const T& match) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(&match);
    content.insert(content.end(), from, from + sizeof(match));
}

template<typename... T>
bytes image_for(const char* name, const T&... matches) {
    driver_image image;
    image.point_to_string(image.driver, offsetof(banos_driver, name), name);
    bytes content;
    (append_match(content, matches), ...);
    image.add({.name = ".banos-match", .flags = SHF_ALLOC, .alignment = 8, .content = content});
    return image.write();
}

class ctl_index : public ctl_test {
  public:
    std::string index() {
        const auto end = run({"index", folder()});
        EXPECT_EQ(end.end, status::done) << end.err;
        return text_of("banos.alias");
    }

    std::string text_of(const std::string& file) {
        std::ostringstream text;
        text << std::ifstream(folder() / file).rdbuf();
        return text.str();
    }

    // A device in a sysfs of the test's own; its driver may be "".
    std::string add_device(const std::string& driver, const std::string& override) {
        const auto device = folder() / "devices/0000:00:04.0";
        std::filesystem::create_directories(device);
        std::filesystem::create_directories(folder() / "bus");
        std::filesystem::create_directory_symlink(folder() / "bus", device / "subsystem");
        if (!driver.empty()) {
            std::filesystem::create_directories(folder() / "drivers" / driver);
            std::filesystem::create_directory_symlink(folder() / "drivers" / driver,
                                                      device / "driver");
        }
        std::ofstream(device / "driver_override") << override << '\n';
        return device;
    }

    run_result probe(const std::string& modalias, std::vector<std::string> more = {}) {
        std::vector<std::string> words{"probe", modalias, "--folder", folder()};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }

    static constexpr const char* edu = "pci:v00001234d000011E8sv00001AF4sd00001100bc00scFFi00";
};

constexpr banos_pci_match edu_match = BANOS_PCI_MATCH(0x1234, 0x11e8, 0);
constexpr banos_platform_match named_a = BANOS_PLATFORM_MATCH("a", 0);

TEST_F(ctl_index, writes_patterns_as_the_kernel_does) {
    banos_pci_match exact = BANOS_PCI_MATCH(0xabcd, BANOS_PCI_ANY, 0);
    exact.subsystem_vendor = 1;
    exact.subsystem_device = 0x2f;
    const banos_pci_match nvme = BANOS_PCI_MATCH_CLASS(0x010802, 0xffffff, 0);
    const banos_pci_match disks = BANOS_PCI_MATCH_CLASS(0x010000, 0xff0000, 0);
    const banos_platform_match named = BANOS_PLATFORM_MATCH("a-name", 0);
    const banos_platform_match firmware = BANOS_PLATFORM_MATCH_ACPI("QEMU0002", 0);
    const std::uint32_t unknown[] = {16, 99, 1, 2};
    write("b.bko", image_for("second", edu_match, exact, nvme, disks));
    write("a.bko", image_for("first", named, firmware, unknown));
    write("c.bko", image_of({"third"}));
    write("d.txt", "no image");
    EXPECT_EQ(index(), "# Made by banosctl index: which image is for which device.\n"
                       "alias acpi*:QEMU0002:* a.bko\n"
                       "alias pci:v*d*sv*sd*bc01sc*i** b.bko\n"
                       "alias pci:v*d*sv*sd*bc01sc08i02* b.bko\n"
                       "alias pci:v00001234d000011E8sv*sd*bc*sc*i** b.bko\n"
                       "alias pci:v0000ABCDd*sv00000001sd0000002Fbc*sc*i** b.bko\n"
                       "alias platform:a-name a.bko\n"
                       "driver first a.bko\n"
                       "driver second b.bko\n");
}

TEST_F(ctl_index, tells_of_bad_images_and_goes_on) {
    write("a.bko", std::string("nonsense"));
    write("b.bko", image_for("second", edu_match));
    const auto end = run({"index", folder()});
    EXPECT_EQ(end.end, status::image);
    EXPECT_NE(end.err.find("a.bko"), std::string::npos) << end.err;
    EXPECT_NE(end.out.find("1 patterns of 2 images"), std::string::npos) << end.out;
    EXPECT_NE(text_of("banos.alias").find("driver second b.bko"), std::string::npos);
}

TEST_F(ctl_index, refuses_what_is_no_folder) {
    EXPECT_EQ(run({"index", folder() / "absent"}).end, status::file);
    EXPECT_EQ(run({"index", write("file", std::string("a"))}).end, status::file);
    EXPECT_EQ(probe(edu).end, status::file);
}

TEST_F(ctl_index, probe_installs_what_matches_once) {
    write("edu.bko", image_for("edu", edu_match));
    write("two words.bko", image_for("other", named_a));
    index();
    EXPECT_EQ(probe(edu, {"-n"}).out, (folder() / "edu.bko").string() + "\n");
    EXPECT_TRUE(kernel.done.empty());
    EXPECT_EQ(probe(edu).end, status::done);
    EXPECT_EQ(kernel.done, std::vector<std::string>{"install edu"});
    EXPECT_EQ(probe(edu).end, status::done);
    EXPECT_EQ(probe("pci:v00001234d000011E9sv0sd0bc00sc00i00").end, status::done);
    EXPECT_EQ(kernel.done.size(), 1U);
    EXPECT_EQ(probe("platform:a").end, status::done);
    EXPECT_EQ(kernel.done.back(), "install other");
}

TEST_F(ctl_index, probe_leaves_a_device_that_has_a_driver_alone) {
    write("edu.bko", image_for("edu", edu_match));
    index();
    const auto device = add_device("native", "(null)");
    EXPECT_EQ(probe(edu, {"--device", device}).end, status::done);
    EXPECT_TRUE(kernel.done.empty());
    std::filesystem::remove(device + "/driver");
    EXPECT_EQ(probe(edu, {"--device", device}).end, status::done);
    EXPECT_EQ(kernel.done, std::vector<std::string>{"install edu"});
    EXPECT_EQ(probe(edu, {"--device", device + "x"}).end, status::file);
}

TEST_F(ctl_index, probe_obeys_driver_override) {
    write("edu.bko", image_for("edu", edu_match));
    write("other.bko", image_for("other", named_a));
    index();
    const auto device = add_device("native", "other");
    EXPECT_EQ(probe(edu, {"--device", device}).end, status::done);
    EXPECT_EQ(kernel.done, std::vector<std::string>{"install other"});
    EXPECT_EQ(text_of("drivers/native/unbind"), "0000:00:04.0");
    EXPECT_EQ(text_of("bus/drivers_probe"), "0000:00:04.0");
}

TEST_F(ctl_index, probe_leaves_overrides_of_others_alone) {
    write("edu.bko", image_for("edu", edu_match));
    index();
    EXPECT_EQ(probe(edu, {"--device", add_device("", "vfio-pci")}).end, status::done);
    EXPECT_TRUE(kernel.done.empty());
}

TEST_F(ctl_index, damaged_lines_are_passed_over) {
    write("edu.bko", image_for("edu", edu_match));
    write("banos.alias", std::string("alias\nalias pci:*\nalias pci:* ../edu.bko\nbanana x y\n"
                                     "\nalias pci:v00001234* edu.bko"));
    EXPECT_EQ(probe(edu, {"--dry-run"}).out, (folder() / "edu.bko").string() + "\n");
}

} // namespace
} // namespace banos::test
