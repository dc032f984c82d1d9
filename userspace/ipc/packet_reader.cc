// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/packet_reader.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

namespace banos::ipc {

namespace {

std::optional<error> disorder(const packet_header& header, std::size_t descriptors) noexcept {
    if (header.size > largest_packet_bytes)
        return error_of(fault::too_large);
    if (header.size < sizeof(header))
        return error_of(fault::wrong_size);
    if (header.descriptors > descriptors)
        return error(EBADF, "descriptors of a packet did not come with its first byte");
    return std::nullopt;
}

} // namespace

std::span<std::byte> packet_reader::begin(receive_buffer& buffer) noexcept {
    const std::span<std::byte> all = buffer.bytes();
    std::copy(kept_.begin(), kept_.end(), all.begin());
    unread_ = all.first(kept_.size());
    kept_ = {};
    return all.subspan(unread_.size());
}

void packet_reader::drop_descriptors() noexcept {
    descriptors_.erase(descriptors_.begin(),
                       descriptors_.begin() + static_cast<std::ptrdiff_t>(yielded_));
    yielded_ = 0;
}

std::optional<packet_header> packet_reader::header() const noexcept {
    packet_header header;
    if (unread_.size() < sizeof(header))
        return std::nullopt;
    std::memcpy(&header, unread_.data(), sizeof(header));
    return header;
}

// No packet is complete. What came of the next one is kept; `claimed`: the descriptors that
// its header names, or all if that is not known.
result<std::optional<received_packet>> packet_reader::finish(std::size_t claimed) noexcept {
    const std::size_t expected = unread_.empty() ? 0 : claimed;
    if (descriptors_.size() > expected)
        return error(EBADF, "descriptors came that no packet bears");
    try {
        kept_.assign(unread_.begin(), unread_.end());
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
    unread_ = {};
    return std::optional<received_packet>();
}

result<std::optional<received_packet>> packet_reader::next() noexcept {
    drop_descriptors();
    const auto begun = header();
    if (!begun)
        return finish(most_descriptors);
    if (auto wrong = disorder(*begun, descriptors_.size()))
        return *std::move(wrong);
    const std::size_t with_padding = detail::align_up(begun->size, packet_alignment);
    if (with_padding > unread_.size())
        return finish(begun->descriptors);
    received_packet packet = {begun->type, unread_.first(begun->size),
                              std::span(descriptors_).first(begun->descriptors)};
    unread_ = unread_.subspan(with_padding);
    yielded_ = begun->descriptors;
    return std::optional(packet);
}

} // namespace banos::ipc
