// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ipc_decode_run.hpp"

#include "ipc_packets.hpp"

#include <algorithm>
#include <cstring>

namespace banos::test {

namespace {

// Of these bytes, with a header that fits them: faults of headers are soon found.
aligned_bytes with_header(std::span<const std::byte> bytes, std::uint16_t type) {
    aligned_bytes packet(bytes.first(std::min(bytes.size(), ipc::largest_packet_bytes)));
    const ipc::packet_header header = {
        .size = std::uint32_t(packet.span().size()), .type = type, .descriptors = 0};
    std::memcpy(packet.span().data(), &header, sizeof(header));
    return packet;
}

// Values may hold numbers that are no numbers: their bytes are compared.
template<typename T>
std::string try_type(std::span<const std::byte> bytes) {
    auto first = ipc::decode<T>(with_header(bytes, T::packet_type).span());
    if (!first)
        return {};
    if (ipc::encoded_size(*first) > ipc::largest_packet_bytes)
        return {}; // an older sender's: the defaults of what it lacks need room, too
    aligned_bytes once = encoded(*first);
    auto second = ipc::decode<T>(once.span());
    if (!second)
        return "what was encoded cannot be decoded: " + std::string(second.error().sentence());
    aligned_bytes twice = encoded(*second);
    if (!std::ranges::equal(once.span(), twice.span()))
        return "what was decoded is another value";
    return {};
}

std::string try_view(std::span<const std::byte> bytes) {
    aligned_bytes packet = with_header(bytes, rename_window::packet_type);
    auto view = ipc::decode<rename_window_view>(packet.span());
    auto owner = ipc::decode<rename_window>(packet.span());
    if (bool(view) != bool(owner))
        return "the view and the owner disagree";
    if (view && (view->title != owner->title || !std::ranges::equal(view->colors, owner->colors)))
        return "the view and the owner differ";
    return {};
}

} // namespace

std::string decode_and_encode(std::span<const std::byte> bytes) {
    aligned_bytes raw(bytes);
    (void)ipc::decode<everything>(raw.span());
    if (bytes.size() < sizeof(ipc::packet_header))
        return {};
    for (const std::string& wrong :
         {try_type<everything>(bytes), try_type<geometry>(bytes), try_view(bytes)})
        if (!wrong.empty())
            return wrong;
    return {};
}

} // namespace banos::test
