// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace banos::test {

bytes image_of(const image_spec& spec) {
    driver_image image;
    image.point_to_string(image.driver, offsetof(banos_driver, name), spec.name);
    if (spec.license != nullptr)
        image.point_to_string(image.driver, offsetof(banos_driver, license), spec.license);
    else
        image.unrelocate(image.driver, offsetof(banos_driver, license));
    image.set32(image.driver, offsetof(banos_driver, minimal_banos_version),
                spec.minimal_banos_version);
    image.set64(image.driver, offsetof(banos_driver, driver_size), spec.driver_size);
    image.section(image.driver).content.resize(spec.driver_size);
    for (const auto& name : spec.exports)
        image.add_export(name, image.text, uninit_offset);
    std::uint64_t at = 0;
    const auto import = [&](const std::string& name, unsigned binding) {
        const auto symbol = image.add_symbol(name, SHN_UNDEF, 0, 0, STT_NOTYPE, binding);
        image.section(image.data).content.resize(at + data_size);
        image.relocate(image.data, at, R_X86_64_64, symbol);
        at += sizeof(std::uint64_t);
    };
    for (const auto& name : spec.imports)
        import(name, STB_GLOBAL);
    for (const auto& name : spec.weak_imports)
        import(name, STB_WEAK);
    return image.write();
}

ctl::json run_result::document() const {
    auto parsed = ctl::json::parse(out, nullptr, false);
    EXPECT_FALSE(parsed.is_discarded()) << out;
    EXPECT_TRUE(parsed.is_object()) << out;
    return parsed;
}

ctl_test::ctl_test() {
    std::string name = (std::filesystem::temp_directory_path() / "banosctl-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no folder for the test's files");
    folder_ = name;
}

ctl_test::~ctl_test() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

run_result ctl_test::run(const std::vector<std::string>& arguments, const std::string& input) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    ctl::session now{.in = in, .out = out, .err = err, .sysfs = folder_ / "sysfs"};
    const int end = ctl::run(arguments, now);
    EXPECT_EQ(end, static_cast<int>(now.end));
    return {now.end, out.str(), err.str(), now.caught_signal};
}

std::string ctl_test::write(const std::string& name, const std::string& content) {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
}

std::string ctl_test::write(const std::string& name, const bytes& content) {
    return write(name, std::string(content.begin(), content.end()));
}

std::string ctl_test::write(const image_spec& spec) {
    return write(spec.name + ".bko", image_of(spec));
}

} // namespace banos::test
