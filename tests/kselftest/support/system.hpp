// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Files and system calls, with errors as exceptions: what a test doesn't expect to fail.
#ifndef BANOS_TESTS_SYSTEM_HPP
#define BANOS_TESTS_SYSTEM_HPP

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace banos::test {

// Owns a file descriptor.
class descriptor {
  public:
    descriptor() = default;
    explicit descriptor(int number) : number_(number) {}
    descriptor(const std::string& path, int flags); // O_CLOEXEC is added; throws
    descriptor(descriptor&& from) noexcept : number_(std::exchange(from.number_, -1)) {}
    descriptor& operator=(descriptor&& from) noexcept;
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() { close(); }

    int get() const { return number_; }
    void close();

  private:
    int number_ = -1;
};

// Bytes as a file without a name.
descriptor memory_file(const std::vector<std::uint8_t>& content);

bool exists(const std::string& path);
std::string read_file(const std::string& path);
std::vector<std::uint8_t> read_bytes(const std::string& path);
// 0, or a negative errno number: of opening or writing it in one go.
int write_file(const std::string& path, std::string_view text);
// As write_file(), but at the end of the file.
int append_file(const std::string& path, std::string_view text);
void remove_file(const std::string& path); // may be absent

// The names of a folder's entries, sorted, without "." and "..".
std::vector<std::string> entries_of(const std::string& folder);

// What is freed after a grace period, or by work that was queued before, is free after this.
void wait_for_grace_period();

// Asks again and again until it holds; false after so many seconds, which only a failure takes.
bool eventually(const std::function<bool()>& condition, unsigned seconds = 60);

} // namespace banos::test

#endif
