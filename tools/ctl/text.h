// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Text for people: tables, and strings of unknown origin made harmless for a
// terminal.
#ifndef BANOS_CTL_TEXT_H
#define BANOS_CTL_TEXT_H

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace banos::ctl {

// Control characters, and bytes that are not UTF-8, become "\x1b" and the like.
std::string printable(std::string_view text);

// "1.2.3" of a version word, and back.
std::string version_text(std::uint32_t word);
std::optional<std::uint32_t> version_word(std::string_view text);

// A decimal number and nothing else.
std::optional<std::uint64_t> decimal(std::string_view text);

// "2026-11-22T16:01:02Z" of nanoseconds since 1970.
std::string time_text(std::uint64_t nanoseconds);

// "x86_64" of an ELF machine number; unknown ones become "machine 4711".
std::string machine_text(std::uint32_t machine);

std::string joined(const std::vector<std::string>& words, std::string_view between = ", ");

// Aligned columns, two spaces apart; never wraps, never cuts.
class table {
  public:
    enum class side { left, right };
    struct column {
        std::string title;
        side aligned = side::left;
    };

    explicit table(std::vector<column> columns) : columns_(std::move(columns)) {}

    // As many cells as there are columns; made printable here.
    void add(const std::vector<std::string>& cells);
    void print(std::ostream& out) const;

  private:
    void print_row(std::ostream& out, const std::vector<std::string>& cells,
                   const std::vector<std::size_t>& widths) const;

    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace banos::ctl

#endif
