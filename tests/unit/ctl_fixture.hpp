// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Runs banosctl as its main() does, against the fake kernel, with images in a folder of the test.
#ifndef BANOS_TESTS_CTL_FIXTURE_HPP
#define BANOS_TESTS_CTL_FIXTURE_HPP

#include "driver_image.hpp"
#include "fake_kernel.hpp"
#include "run.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace banos::ctl {

// For GoogleTest.
inline void PrintTo(status end, std::ostream* out) {
    *out << "status " << static_cast<int>(end);
}

} // namespace banos::ctl

namespace banos::test {

// What an image of a test offers and needs.
struct image_spec {
    std::string name;
    std::vector<std::string> exports = {};
    std::vector<std::string> imports = {};
    std::vector<std::string> weak_imports = {};
    const char* license = "GPL";
    std::uint32_t minimal_banos_version = 9U << 16;
    std::uint64_t driver_size = sizeof(banos_driver);
};

bytes image_of(const image_spec& spec);

struct run_result {
    ctl::status end;
    std::string out;
    std::string err;
    int caught_signal = 0; // by which main() ends the program

    // Of --json; a test fails if @out is not one document.
    ctl::json document() const;
};

class ctl_test : public testing::Test {
  public:
    ctl_test();
    ~ctl_test() override;

    run_result run(const std::vector<std::string>& arguments, const std::string& input = {});

    // Puts a file into the test's folder and answers its path.
    std::string write(const std::string& name, const std::string& content);
    std::string write(const std::string& name, const bytes& content);
    // "<name>.bko"
    std::string write(const image_spec& spec);

    const std::filesystem::path& folder() const { return folder_; }

    fake_kernel kernel;

  private:
    std::filesystem::path folder_;
};

} // namespace banos::test

#endif
