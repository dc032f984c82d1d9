// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/packet_reader.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

namespace banos::ipc {

namespace {

// Of a header that no packet has, or whose descriptors did not come.
error disorder(const packet_header& header) noexcept {
    if (header.size > largest_packet_bytes)
        return error_of(fault::too_large);
    if (header.size < sizeof(header))
        return error_of(fault::wrong_size);
    return {EBADF, "descriptors of a packet did not come with its first byte"};
}

} // namespace

std::span<std::byte> packet_reader::begin_with_kept(std::span<std::byte> all) noexcept {
    std::copy(kept_.begin(), kept_.end(), all.begin());
    unread_ = all.first(kept_.size());
    kept_ = {};
    return all.subspan(unread_.size());
}

result<void> packet_reader::keep_rest() noexcept {
    std::size_t claimed = unread_.empty() ? 0 : most_descriptors; // while no header says it
    packet_header header;
    if (unread_.size() >= sizeof(header)) {
        std::memcpy(&header, unread_.data(), sizeof(header));
        if (!is_possible(header.size) || header.descriptors > descriptors_.size())
            return disorder(header);
        claimed = header.descriptors;
    }
    if (descriptors_.size() > claimed)
        return error(EBADF, "descriptors came that no packet bears");
    try {
        kept_.assign(unread_.begin(), unread_.end());
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
    unread_ = {};
    return {};
}

} // namespace banos::ipc
