// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "image_file.h"

#include "compressed.h"
#include "status.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace banos::ctl {
namespace {

// One byte more than an image may have, so that the parser sees the excess.
constexpr std::size_t most = std::size_t{IMAGE_SIZE_MAX} + 1;
constexpr std::size_t step = 65536;

// Fills as many bytes as there are.
std::size_t read_fully(const byte_source& read, std::span<std::byte> to) {
    std::size_t filled = 0;
    while (filled < to.size()) {
        const std::size_t got = read(to.data() + filled, to.size() - filled);
        if (got == 0)
            break;
        filled += got;
    }
    return filled;
}

// Reads to the end, or to the limit; gzip data are decompressed.
std::vector<std::byte> read_all(const std::string& path, const byte_source& read) {
    std::vector<std::byte> bytes(gzip_magic_size);
    bytes.resize(read_fully(read, bytes));
    if (is_gzip(bytes))
        return decompress(path, bytes, read, most);
    while (bytes.size() < most) {
        const std::size_t before = bytes.size();
        bytes.resize(std::min(before + step, most));
        const std::size_t got = read(bytes.data() + before, bytes.size() - before);
        bytes.resize(before + got);
        if (got == 0)
            break;
    }
    return bytes;
}

std::vector<std::byte> read_stream(const std::string& path, std::istream& in) {
    return read_all(path, [&in](std::byte* to, std::size_t size) {
        in.read(reinterpret_cast<char*>(to), static_cast<std::streamsize>(size));
        return static_cast<std::size_t>(in.gcount());
    });
}

std::vector<std::byte> read_file(const std::string& path, int descriptor) {
    return read_all(path, [&](std::byte* to, std::size_t size) {
        for (;;) {
            const ssize_t got = ::read(descriptor, to, size);
            if (got >= 0)
                return static_cast<std::size_t>(got);
            if (errno != EINTR)
                throw file_failure(path, errno);
        }
    });
}

// Of a regular file, which stays where it is.
bool starts_as_gzip(int descriptor) {
    std::byte start[gzip_magic_size];
    return ::pread(descriptor, start, sizeof start, 0) == sizeof start && is_gzip(start);
}

bool is_regular(const std::string& path, int descriptor) {
    struct stat state {};
    if (::fstat(descriptor, &state) != 0)
        throw file_failure(path, errno);
    if (S_ISDIR(state.st_mode))
        throw file_failure(path, EISDIR);
    return S_ISREG(state.st_mode);
}

// One of the C parser's arrays, which is NULL where it is empty.
template<typename element>
std::span<const element> listed(const element* first, std::size_t n) {
    return n > 0 ? std::span<const element>(first, n) : std::span<const element>();
}

} // namespace

image_source::image_source(std::string path, std::istream& in) : path_(std::move(path)) {
    if (path_ == "-") {
        path_ = "standard input";
        bytes_ = std::make_shared<const std::vector<std::byte>>(read_stream(path_, in));
        return;
    }
    descriptor_ = file_descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor_.number() < 0)
        throw file_failure(path_, errno);
    // The kernel reads files itself, but knows no gzip.
    if (!is_regular(path_, descriptor_.number()) || starts_as_gzip(descriptor_.number())) {
        bytes();
        descriptor_ = file_descriptor();
    }
}

image_source::content image_source::bytes() {
    if (!bytes_)
        bytes_ =
            std::make_shared<const std::vector<std::byte>>(read_file(path_, descriptor_.number()));
    return bytes_;
}

result<std::uint64_t> image_source::install(const install_options& options) const {
    if (descriptor_.number() >= 0)
        return banos::install(descriptor_, options);
    return banos::install(std::span<const std::byte>(*bytes_), options);
}

parsed_image::parsed_image(image_source& source) : bytes_(source.bytes()) {
    std::string text(BANOS_LOG_SIZE, '\0');
    struct log log {
        text.data(), text.size(), 0
    };
    const int answer = image_parse(&image_, bytes_->data(), bytes_->size(), &log);
    log_.assign(text.data(), ::strnlen(text.data(), text.size()));
    if (answer != 0)
        throw refused(request::install, source.path(),
                      error::owning(-answer, detail::last_line(log_)), log_);
}

parsed_image::parsed_image(parsed_image&& other) noexcept
    : image_(other.image_), bytes_(std::move(other.bytes_)), log_(std::move(other.log_)) {}

parsed_image::~parsed_image() {
    if (bytes_)
        image_discard(&image_);
}

std::span<const image_import> parsed_image::imports() const {
    return listed(image_.imports, image_.import_count);
}

std::span<const image_export> parsed_image::exports() const {
    return listed(image_.exports, image_.export_count);
}

std::span<const image_parameter> parsed_image::parameters() const {
    return listed(image_.driver.parameters, image_.driver.parameter_count);
}

} // namespace banos::ctl
