// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "kernel_log.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

namespace banos::test {

namespace {

constexpr std::size_t record_size = 16384;
constexpr unsigned level_mask = 7;

// "priority,sequence,time,flags;text", then lines that begin with a space, which are for machines.
kernel_message message_of(const std::string& record) {
    const std::size_t begin = record.find(';') + 1;
    return {static_cast<unsigned>(std::stoul(record)) & level_mask,
            record.substr(begin, record.find('\n', begin) - begin)};
}

} // namespace

kernel_log::kernel_log() : device_("/dev/kmsg", O_RDONLY | O_NONBLOCK) {
    rewind();
}

void kernel_log::rewind() {
    messages_.clear();
    if (lseek(device_.get(), 0, SEEK_END) < 0)
        throw std::system_error(errno, std::generic_category(), "/dev/kmsg");
}

void kernel_log::read() {
    std::string record(record_size, '\0');
    for (;;) {
        const ssize_t size = ::read(device_.get(), record.data(), record.size());
        if (size > 0)
            messages_.push_back(message_of(record.substr(0, static_cast<std::size_t>(size))));
        else if (errno == EAGAIN)
            return;
        else if (errno != EPIPE && errno != EINTR) // EPIPE: older records were overwritten
            throw std::system_error(errno, std::generic_category(), "/dev/kmsg");
    }
}

const std::vector<kernel_message>& kernel_log::messages() {
    read();
    return messages_;
}

std::string kernel_log::text() {
    std::string all;
    for (const kernel_message& message : messages())
        all += message.text + "\n";
    return all;
}

std::size_t kernel_log::count(std::string_view part) {
    std::size_t found = 0;
    for (const kernel_message& message : messages())
        if (message.text.find(part) != std::string::npos)
            found++;
    return found;
}

} // namespace banos::test
