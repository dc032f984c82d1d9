// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
// Installing a driver image, and loading an ordinary module: one system call each, timed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

// Ends the program with a sentence: a benchmark that could not do its work has no result.
[[noreturn]] void fail(const std::string& sentence);

double now_ns();

// A file open for reading, and closed at the end.
class file {
  public:
    explicit file(const std::string& path);
    file(const file&) = delete;
    file& operator=(const file&) = delete;
    ~file();
    int descriptor() const { return descriptor_; }
    std::vector<char> content() const;

  private:
    int descriptor_;
};

// /dev/banos.
class loader {
  public:
    loader();
    loader(const loader&) = delete;
    loader& operator=(const loader&) = delete;
    ~loader();

    // The instance's id; the time that the ioctl took goes to elapsed_ns.
    std::uint64_t install(const file& image, double& elapsed_ns);
    void uninstall(std::uint64_t id, double& elapsed_ns);

  private:
    int descriptor_;
};

// finit_module(2) and delete_module(2) likewise.
void load_module(const file& module, double& elapsed_ns);
void unload_module(const std::string& name, double& elapsed_ns);

// Copies of a module under other names of the same length, in memory: a kernel takes a name once.
class module_copies {
  public:
    module_copies(const std::string& path, std::string name);
    // Loads copy number n and answers its name.
    std::string load(unsigned n);

  private:
    std::vector<char> content_;
    std::string name_;
};

} // namespace bench
