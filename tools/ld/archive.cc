// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "archive.h"

#include "failure.h"

#include <charconv>
#include <cstring>
#include <optional>

#include <ar.h>
#include <fmt/format.h>

namespace banos::ld {

namespace {

constexpr std::string_view thin_magic = "!<thin>\n";

[[noreturn]] void refuse_damaged(const std::string& file, std::string found) {
    throw failure(exit_status::rule_broken,
                  to_text({file, "damaged or cut short", "", "a complete archive of objects",
                           std::move(found), "make the archive anew"}));
}

std::string_view text_of(byte_view bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Fields of a header are padded with spaces.
std::optional<std::size_t> number_of(std::string_view field) {
    std::size_t value = 0;
    const char* end = field.data() + field.find_last_not_of(' ') + 1;
    const auto [stop, error] = std::from_chars(field.data(), end, value);
    if (error != std::errc{} || stop != end)
        return std::nullopt;
    return value;
}

class archive_reader {
  public:
    archive_reader(const std::string& file, byte_view bytes) : file_(file), bytes_(bytes) {}

    std::vector<archive_member> read() {
        for (std::size_t at = SARMAG; at < bytes_.size();)
            at = read_member(at);
        return std::move(members_);
    }

  private:
    // Answers where the next one begins.
    std::size_t read_member(std::size_t at) {
        ar_hdr header{};
        if (bytes_.size() - at < sizeof(header))
            refuse_damaged(file_, fmt::format("the file's end in a header at {:#x}", at));
        std::memcpy(&header, bytes_.data() + at, sizeof(header));
        const auto size = number_of({header.ar_size, sizeof(header.ar_size)});
        if (std::memcmp(header.ar_fmag, ARFMAG, sizeof(header.ar_fmag)) != 0 || !size)
            refuse_damaged(file_, fmt::format("no header of a member at {:#x}", at));
        const std::size_t start = at + sizeof(header);
        if (*size > bytes_.size() - start)
            refuse_damaged(file_, fmt::format("a member of {} bytes at {:#x} in a file of {} bytes",
                                              *size, start, bytes_.size()));
        add({header.ar_name, sizeof(header.ar_name)}, bytes_.subspan(start, *size));
        return start + *size + (*size & 1);
    }

    // "name/", or "/123": the name is at 123 of the member "//".
    void add(std::string_view field, byte_view content) {
        if (field.starts_with("// "))
            long_names_ = text_of(content);
        else if (field.starts_with("/ ") || field.starts_with("/SYM64/"))
            return;
        else if (field.front() == '/')
            members_.push_back({long_name(field.substr(1)), content});
        else
            members_.push_back({std::string(field.substr(0, field.find('/'))), content});
    }

    [[nodiscard]] std::string long_name(std::string_view field) const {
        const auto offset = number_of(field);
        if (!offset || *offset >= long_names_.size())
            refuse_damaged(file_, "a member whose name is missing");
        const std::string_view rest = long_names_.substr(*offset);
        return std::string(rest.substr(0, rest.find('/')));
    }

    const std::string& file_;
    byte_view bytes_;
    std::string_view long_names_;
    std::vector<archive_member> members_;
};

} // namespace

bool is_archive(byte_view bytes) {
    return text_of(bytes).starts_with(ARMAG) || text_of(bytes).starts_with(thin_magic);
}

std::vector<archive_member> read_archive(const std::string& file, byte_view bytes) {
    if (text_of(bytes).starts_with(thin_magic))
        throw_if_any({{file, "a thin archive", "", "an archive that holds its members",
                       "one that only names them", "make it with 'ar rcs', without T"}});
    return archive_reader(file, bytes).read();
}

} // namespace banos::ld
