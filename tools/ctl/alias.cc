// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "alias.h"

#include "status.h"

#include <banos/pci.h>
#include <banos/platform.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fnmatch.h>
#include <fstream>
#include <sstream>

namespace banos::ctl {
namespace {

std::string hexadecimal(const char* name, std::uint32_t number, int digits) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%s%0*X", name, digits, number);
    return text.data();
}

// A number of a PCI device, or any.
std::string pci_number(const char* name, std::uint32_t number) {
    if (number == BANOS_PCI_ANY)
        return std::string(name) + '*';
    return hexadecimal(name, number, 8);
}

// A third of a class; one of whose bits only some count is like any.
std::string pci_class(const char* name, const banos_pci_match& match, unsigned shift) {
    if ((match.class_mask >> shift & 0xff) != 0xff)
        return std::string(name) + '*';
    return hexadecimal(name, match.class_code >> shift & 0xff, 2);
}

// As scripts/mod/file2alias.c of the kernel has it.
std::string pattern_of(const banos_pci_match& match) {
    return "pci:" + pci_number("v", match.vendor) + pci_number("d", match.device) +
           pci_number("sv", match.subsystem_vendor) + pci_number("sd", match.subsystem_device) +
           pci_class("bc", match, 16) + pci_class("sc", match, 8) + pci_class("i", match, 0) + '*';
}

std::string pattern_of(const banos_platform_match& match) {
    const std::string name(match.name, strnlen(match.name, sizeof(match.name)));
    if (match.bus == BANOS_BUS_ACPI)
        return "acpi*:" + name + ":*";
    return "platform:" + name;
}

template<typename T>
std::string pattern_in(const image_match& match) {
    T copy;
    std::memcpy(&copy, match.bytes, sizeof(copy));
    return pattern_of(copy);
}

bool is_alias(const alias& line) {
    return (line.kind == "alias" || line.kind == "driver") && !line.pattern.empty() &&
           !line.file.empty() && line.file.find('/') == std::string::npos;
}

template<typename predicate>
std::vector<std::string> files_where(const std::filesystem::path& folder,
                                     const std::vector<alias>& aliases, predicate&& wanted) {
    std::vector<std::string> files;
    for (const alias& line : aliases) {
        const std::string file = folder / line.file;
        if (wanted(line) && std::ranges::find(files, file) == files.end())
            files.push_back(file);
    }
    return files;
}

} // namespace

std::vector<std::string> patterns_of(const image& parsed) {
    std::vector<std::string> patterns;
    std::uint64_t position = 0;
    for (image_match match = {}; image_next_match(&parsed, &position, &match);) {
        if (match.bus == BANOS_BUS_PCI)
            patterns.push_back(pattern_in<banos_pci_match>(match));
        else
            patterns.push_back(pattern_in<banos_platform_match>(match));
    }
    return patterns;
}

void write_aliases(const std::filesystem::path& folder, const std::vector<alias>& aliases) {
    const std::filesystem::path path = folder / alias_file;
    const std::filesystem::path unfinished = path.string() + ".new";
    errno = 0;
    {
        std::ofstream out(unfinished);
        out << "# Made by banosctl index: which image is for which device.\n";
        for (const alias& line : aliases)
            out << line.kind << ' ' << line.pattern << ' ' << line.file << '\n';
        out.flush();
        if (!out)
            throw file_failure(unfinished, errno != 0 ? errno : EIO);
    }
    std::error_code error;
    std::filesystem::rename(unfinished, path, error);
    if (error)
        throw file_failure(path, error.value());
}

// Lines of kinds that a later version writes are passed over.
std::vector<alias> read_aliases(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / alias_file;
    errno = 0;
    std::ifstream in(path);
    if (!in)
        throw file_failure(path, errno != 0 ? errno : EIO);
    std::vector<alias> aliases;
    for (std::string text; std::getline(in, text);) {
        alias line;
        std::istringstream words(text);
        words >> line.kind >> line.pattern >> std::ws;
        std::getline(words, line.file);
        if (is_alias(line))
            aliases.push_back(std::move(line));
    }
    return aliases;
}

std::vector<std::string> images_for(const std::filesystem::path& folder,
                                    const std::vector<alias>& aliases,
                                    const std::string& modalias) {
    return files_where(folder, aliases, [&](const alias& line) {
        return line.kind == "alias" && fnmatch(line.pattern.c_str(), modalias.c_str(), 0) == 0;
    });
}

std::vector<std::string> images_of_driver(const std::filesystem::path& folder,
                                          const std::vector<alias>& aliases,
                                          const std::string& driver) {
    return files_where(folder, aliases, [&](const alias& line) {
        return line.kind == "driver" && line.pattern == driver;
    });
}

} // namespace banos::ctl
