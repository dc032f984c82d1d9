// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Driver images in files: reading them, and the loader's own parser.
#ifndef BANOS_CTL_IMAGE_FILE_H
#define BANOS_CTL_IMAGE_FILE_H

#include <banos/device.hpp>

#include "image.h"

#include <cstddef>
#include <istream>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace banos::ctl {

// A place that an image comes from: a file, or standard input for "-". Gzip data
// stand for what is compressed in them.
class image_source {
  public:
    // Throws failure. What is not a regular file, or compressed, is read at once.
    image_source(std::string path, std::istream& in);

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    using content = std::shared_ptr<const std::vector<std::byte>>;

    // Read at the first call. Throws failure.
    content bytes();

    // By descriptor if it is a file and not compressed, so that the kernel sees
    // which; otherwise from memory.
    result<std::uint64_t> install(const install_options& options) const;

  private:
    std::string path_;
    file_descriptor descriptor_;
    content bytes_;
};

// What image_parse() answered, with the bytes that it points into.
class parsed_image {
  public:
    // Throws failure with the parser's sentence.
    explicit parsed_image(image_source& source);
    parsed_image(parsed_image&& other) noexcept;
    parsed_image& operator=(parsed_image&&) = delete;
    ~parsed_image();

    const image* operator->() const noexcept { return &image_; }
    const image& operator*() const noexcept { return image_; }

    [[nodiscard]] std::span<const image_import> imports() const;
    [[nodiscard]] std::span<const image_export> exports() const;
    [[nodiscard]] std::span<const image_parameter> parameters() const;

    // What the parser remarked, notices too.
    [[nodiscard]] const std::string& log() const noexcept { return log_; }

  private:
    image image_{};
    image_source::content bytes_; // none: moved from
    std::string log_;
};

} // namespace banos::ctl

#endif
