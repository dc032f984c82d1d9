// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// File systems that a test mounts.
#ifndef BANOS_TESTS_MOUNTED_HPP
#define BANOS_TESTS_MOUNTED_HPP

#include <string>

namespace banos::test {

// What mount(2) says: 0 or a negative errno number.
int try_mount(const std::string& type, const std::string& path, const std::string& options = "",
              const std::string& source = "none", unsigned long flags = 0);

// A file system of that type, mounted in a new folder; both go with this.
class mounted {
  public:
    explicit mounted(const std::string& type, const std::string& options = "",
                     const std::string& source = "none", unsigned long flags = 0);
    ~mounted();
    mounted(const mounted&) = delete;
    mounted& operator=(const mounted&) = delete;

    const std::string& path() const { return path_; }
    std::string path(const std::string& name) const { return path_ + "/" + name; }

    int unmount(int flags = 0); // 0 or a negative errno number; once it is 0, nothing is left to do

  private:
    std::string path_;
    bool mounted_ = true;
};

// A new folder in /tmp.
std::string new_folder();

} // namespace banos::test

#endif
