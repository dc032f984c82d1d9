// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <elf.h>
#include <numeric>

namespace banos::ctl {
namespace {

// How many bytes make up the UTF-8 character there; 0: none that may be shown.
std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80)
        return first >= 0x20 && first != 0x7f ? 1 : 0;
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size)
        return 0;
    std::uint32_t point = first & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; i++) {
        if ((byte(i) & 0xc0U) != 0x80)
            return 0;
        point = point << 6 | (byte(i) & 0x3fU);
    }
    constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    const bool control = point < 0xa0;
    // These change the direction of the text around them.
    const bool direction =
        (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    if (point < smallest[size] || point > 0x10ffff || surrogate || control || direction)
        return 0;
    return size;
}

// In characters, of printable text.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width, table::side aligned) {
    const std::string padding(width - std::min(width, width_of(text)), ' ');
    return aligned == table::side::left ? text + padding : padding + text;
}

} // namespace

std::string printable(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string answer;
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        if (size > 0) {
            answer += text.substr(0, size);
        } else {
            const auto byte = static_cast<unsigned char>(text[0]);
            answer += {'\\', 'x', digits[byte >> 4], digits[byte & 0xf]};
        }
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return answer;
}

std::string version_text(std::uint32_t word) {
    return std::to_string(word >> 24) + '.' + std::to_string(word >> 16 & 0xff) + '.' +
           std::to_string(word & 0xffff);
}

std::optional<std::uint32_t> version_word(std::string_view text) {
    constexpr std::array<std::uint64_t, 3> largest{0xff, 0xff, 0xffff};
    constexpr std::array<unsigned, 3> shifts{24, 16, 0};
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < largest.size(); i++) {
        const auto end = i + 1 < largest.size() ? text.find('.') : text.size();
        if (end == text.npos)
            return std::nullopt;
        const auto part = decimal(text.substr(0, end));
        if (!part || *part > largest[i])
            return std::nullopt;
        word |= static_cast<std::uint32_t>(*part) << shifts[i];
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return word;
}

std::optional<std::uint64_t> decimal(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::string time_text(std::uint64_t nanoseconds) {
    const auto seconds = static_cast<std::time_t>(nanoseconds / 1'000'000'000);
    std::tm parts{};
    std::array<char, 32> text{};
    if (gmtime_r(&seconds, &parts) == nullptr)
        return "unknown";
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

std::string machine_text(std::uint32_t machine) {
    if (machine == EM_X86_64)
        return "x86_64";
    if (machine == EM_AARCH64)
        return "aarch64";
    return "machine " + std::to_string(machine);
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string answer;
    for (const auto& word : words) {
        if (&word != words.data())
            answer += between;
        answer += word;
    }
    return answer;
}

void table::add(const std::vector<std::string>& cells) {
    auto& row = rows_.emplace_back();
    row.reserve(cells.size());
    std::ranges::transform(cells, std::back_inserter(row), printable);
}

void table::print_row(std::ostream& out, const std::vector<std::string>& cells,
                      const std::vector<std::size_t>& widths) const {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); i++) {
        line += i > 0 ? "  " : "";
        line += padded(cells[i], widths[i], columns_[i].aligned);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
}

void table::print(std::ostream& out) const {
    std::vector<std::size_t> widths;
    std::vector<std::string> titles;
    for (const auto& column : columns_) {
        titles.push_back(column.title);
        widths.push_back(width_of(column.title));
    }
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < widths.size(); i++)
            widths[i] = std::max(widths[i], width_of(row[i]));
    }
    print_row(out, titles, widths);
    for (const auto& row : rows_)
        print_row(out, row, widths);
}

} // namespace banos::ctl
