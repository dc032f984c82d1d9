// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "check.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <banos/control.h>
#include <banos/version.h>
#include <fmt/format.h>
#include <image.h>

#include "failure.h"
#include "rules.h"

namespace banos::ld {

namespace {

constexpr std::size_t log_size = 1U << 16;

// A parsed image, and the parser's tables with it.
class parsed_image {
  public:
    parsed_image(const std::string& name, byte_view bytes) {
        std::array<char, log_size> text{};
        struct log log = {text.data(), text.size(), 0};
        const int error = image_parse(&image_, bytes.data(), bytes.size(), &log);
        if (error == 0)
            return;
        std::string said(text.data());
        while (said.ends_with('\n'))
            said.pop_back();
        throw failure(exit_status::rule_broken,
                      fmt::format("{}: {}", name, said.empty() ? std::strerror(-error) : said));
    }
    ~parsed_image() { image_discard(&image_); }
    parsed_image(const parsed_image&) = delete;
    parsed_image& operator=(const parsed_image&) = delete;

    const image* operator->() const noexcept { return &image_; }

  private:
    image image_{};
};

std::string version_text(std::uint32_t version) {
    return fmt::format("{}.{}.{}", BANOS_VERSION_MAJOR(version), BANOS_VERSION_MINOR(version),
                       BANOS_VERSION_PATCH(version));
}

std::string yes_no(std::uint32_t features, std::uint32_t feature) {
    return (features & feature) != 0 ? "yes" : "no";
}

std::string text_or(const char* text, const char* otherwise) {
    return text == nullptr ? otherwise : text;
}

std::string identity(const parsed_image& image) {
    const image_driver& driver = image->driver;
    std::string text = fmt::format("  driver       {} {}, licence {}\n  needs        banos {}\n",
                                   driver.name, version_text(driver.version),
                                   text_or(driver.license, "none (counts as proprietary)"),
                                   version_text(driver.minimal_banos_version));
    if (driver.description != nullptr)
        text += fmt::format("  description  {}\n", driver.description);
    if (driver.author != nullptr)
        text += fmt::format("  author       {}\n", driver.author);
    for (std::uint32_t i = 0; i < driver.parameter_count; ++i)
        text += fmt::format("  parameter    {}: {}\n", driver.parameters[i].name,
                            text_or(driver.parameters[i].description, ""));
    return text;
}

std::string sizes(const parsed_image& image) {
    return fmt::format("  memory       text {}, rodata {}, data {} bytes\n",
                       image->pool_size[IMAGE_TEXT], image->pool_size[IMAGE_RODATA],
                       image->pool_size[IMAGE_DATA]);
}

std::string symbols(const parsed_image& image) {
    std::string text;
    for (std::uint32_t i = 0; i < image->export_count; ++i)
        text += fmt::format("  exports      {}\n", image->exports[i].name);
    for (std::uint32_t i = 0; i < image->import_count; ++i)
        text += fmt::format("  imports      {}{}\n", image->imports[i].name,
                            image->imports[i].weak ? " (weak)" : "");
    return text;
}

std::string mitigations(const parsed_image& image) {
    const std::uint32_t features = image->features;
    return fmt::format("  mitigations  IBT {}, return thunks {}, indirect thunks {}, stack "
                       "protector {}\n",
                       yes_no(features, BANOS_IMAGE_IBT),
                       yes_no(features, BANOS_IMAGE_RETURN_THUNKS),
                       yes_no(features, BANOS_IMAGE_INDIRECT_THUNKS),
                       yes_no(features, BANOS_IMAGE_STACK_PROTECTOR));
}

// The text behind the word of features in .note.banos.
std::string compilers(const object& content) {
    constexpr std::size_t text_at = sizeof(Elf64_Nhdr) + 8 + sizeof(std::uint32_t);
    for (const section& one : content.sections) {
        if (one.name == IMAGE_NOTE_SECTION && one.bytes.size() > text_at)
            return {one.bytes.begin() + text_at,
                    std::find(one.bytes.begin() + text_at, one.bytes.end(), 0)};
    }
    return {};
}

bool has_section(const object& content, std::string_view name) {
    return std::any_of(content.sections.begin(), content.sections.end(),
                       [&](const section& one) { return one.name == name; });
}

std::string lacks(const parsed_image& image, const object& content) {
    std::string text;
    const auto add = [&](const std::string& line) {
        text += fmt::format("  lacks        {}\n", line);
    };
    if (!has_section(content, IMAGE_NOTE_SECTION))
        add("the note of banos-ld: it was linked by something else");
    if ((image->features & BANOS_IMAGE_IBT) == 0)
        add("IBT: kernels that enforce it refuse the image; compile every object with "
            "-fcf-protection=branch");
    if ((image->features & BANOS_IMAGE_RETURN_THUNKS) == 0)
        add("return thunks: returns are not mitigated; compile with gcc and "
            "-mfunction-return=thunk-extern");
    if ((image->features & BANOS_IMAGE_INDIRECT_THUNKS) == 0)
        add("indirect thunks: indirect branches are not mitigated; compile with the flags of the "
            "driver kit");
    static_cast<void>(read_code(content, [&](const code_finding& at) {
        add(fmt::format("general registers only: {} changes floating-point registers, which belong "
                        "to programs; compile with -mgeneral-regs-only",
                        content.place_name(at.section, at.offset)));
    }));
    for (std::uint32_t i = 0; i < image->import_count; ++i) {
        const std::string name = image->imports[i].name;
        if (image->imports[i].used && !is_import(name))
            add(fmt::format("a definition of {}: link with banos-ld", name));
    }
    return text;
}

} // namespace

void check_image(const std::string& name, byte_view bytes) {
    static_cast<void>(parsed_image(name, bytes));
}

std::string describe_image(const std::string& name, byte_view bytes) {
    const parsed_image image(name, bytes);
    const object content = read_object(name, bytes);
    std::string text = fmt::format("{}: a driver image\n", name);
    text += identity(image) + sizes(image) + mitigations(image);
    if (const std::string by = compilers(content); !by.empty())
        text += fmt::format("  compiled by  {}\n", by);
    return text + symbols(image) + lacks(image, content);
}

} // namespace banos::ld
