// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_GUNZIP_OUTPUT_FILE_HPP
#define BANOS_GUNZIP_OUTPUT_FILE_HPP

#include <optional>
#include <string>
#include <sys/stat.h>

#include "descriptor.hpp"

namespace banos::gunzip {

// A file that has its name only once it is complete: until publish() it has none,
// or, where the file system has no nameless files (O_TMPFILE), a temporary one,
// which is removed by the destructor and by signals.
class output_file {
  public:
    // In the folder of what it will be called. Check with operator bool: errno says
    // why it could not be created. Tests ask for a temporary name.
    explicit output_file(const std::string& folder, bool nameless = true);
    ~output_file();
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;

    explicit operator bool() const noexcept { return bool(file_); }
    [[nodiscard]] int number() const noexcept { return file_.number(); }

    // Gives it owner, rights and times of another file, or if there is one another
    // time of modification. Without the right to do so the owner stays, and the
    // group, which then gets no rights.
    bool imitate(const struct stat& other, std::optional<time_t> modified) const noexcept;

    // Gives it its name, at once complete; replaces a file of that name only if
    // told to. False: errno says why, and there is no such file by us.
    bool publish(const std::string& path, bool replace, bool synchronous);

  private:
    bool publish_nameless(const std::string& path, bool replace);

    std::string folder_;
    std::string temporary_; // its name so far, or empty
    descriptor file_;
};

} // namespace banos::gunzip

#endif
