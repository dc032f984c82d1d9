// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_GUNZIP_GUNZIP_HPP
#define BANOS_GUNZIP_GUNZIP_HPP

#include <string>
#include <sys/stat.h>

#include "command_line.hpp"
#include "descriptor.hpp"
#include "listing.hpp"
#include "unpack.hpp"

namespace banos::gunzip {

// Does what a command line says, file by file. It is large: in static storage.
class program {
  public:
    explicit program(command_line wanted)
        : wanted_(std::move(wanted)), listing_(wanted_.quiet, wanted_.verbose) {}

    // 2 if there was a warning, 1 if anything failed.
    exit_status run();

  private:
    // What may be done to a file that has the output's name.
    enum class overwriting : std::uint8_t { refused, not_needed, agreed };

    // One of the files.
    struct source {
        std::string path; // as it is called in messages, too
        descriptor file;
        struct stat about;
    };

    void do_standard_input();
    void do_file(const std::string& path);
    bool open(const std::string& path, source& from);
    bool may_be_replaced(const source& from);
    void do_test_or_list(const source& from, const std::string& name);
    void do_to_standard_output(const source& from);
    void do_in_place(const source& from);
    void save(const source& from, const std::string& usual, overwriting agreed);
    [[nodiscard]] overwriting ask_to_overwrite(const std::string& path);
    unpacked unpack(const source& from, int to, first_header& header);
    [[nodiscard]] bool is_good(const source& from, const std::string& target, const unpacked& done);
    [[nodiscard]] std::string target_of(const source& from, const std::string& usual,
                                        const first_header& header) const;
    void remark_success(const source& from, const unpacked& done, const std::string& what) const;
    void remark(const std::string& text) const;
    void warn(const std::string& text);
    void fail(const std::string& text);
    void fail(const std::string& path, int number);

    command_line wanted_;
    gunzip::listing listing_;
    exit_status end_ = exit_status::ok;
    unpacker unpacker_;
};

} // namespace banos::gunzip

#endif
