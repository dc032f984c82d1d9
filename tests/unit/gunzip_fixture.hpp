// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A folder with files in it, and programs that run there.
#ifndef BANOS_TESTS_GUNZIP_FIXTURE_HPP
#define BANOS_TESTS_GUNZIP_FIXTURE_HPP

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

struct ending {
    int status = -1; // exit status, or minus the signal that ended it
    std::string output;
    std::string errors;
};

class gunzip_folder {
  public:
    gunzip_folder();
    ~gunzip_folder();
    gunzip_folder(const gunzip_folder&) = delete;
    gunzip_folder& operator=(const gunzip_folder&) = delete;

    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return folder_ / name;
    }
    void write(const std::string& name, const std::string& content) const;
    [[nodiscard]] std::string read(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const;

    // The names in it, sorted, hidden ones too.
    [[nodiscard]] std::vector<std::string> names() const;

    // Runs a program in it; `before` runs in the new process.
    [[nodiscard]] ending run(std::vector<std::string> command, const std::string& input = {},
                             const std::function<void()>& before = {}) const;
    [[nodiscard]] ending gunzip(std::vector<std::string> arguments,
                                const std::string& input = {}) const;

  private:
    std::filesystem::path folder_;
};

// One member that zlib made; with a name if that is not empty.
std::string gzipped(const std::string& content, const std::string& name = {},
                    unsigned modified = 0);

// Text that is not too repetitive.
std::string lines(std::size_t count);

#endif
