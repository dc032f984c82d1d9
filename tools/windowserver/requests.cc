// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "requests.hpp"

#include <cerrno>
#include <new>
#include <utility>

namespace banos::windowserver {

namespace {

using namespace window_protocol;

// Decodes it, and hands it on.
template<typename request, typename function>
result<void> with(const ipc::received_packet& packet, std::size_t descriptors, function apply) {
    if (packet.descriptors.size() != descriptors)
        return error(EBADMSG, "a packet bears descriptors, or not enough of them");
    const auto asked = packet.as<request>();
    if (!asked)
        return asked.error();
    return apply(*asked);
}

result<void> apply_pixels(desktop& on, window_id which, const set_pixels& asked,
                          file_descriptor memory) {
    auto shared = surface::map(std::move(memory),
                               {.width = asked.width,
                                .height = asked.height,
                                .stride = asked.stride,
                                .format = asked.format},
                               surface_access::read);
    if (!shared)
        return shared.error();
    return on.set_pixels(which, std::move(*shared));
}

result<void> apply(desktop& on, client_id from, ipc::received_packet& packet) {
    switch (packet.type) {
    case create_window::packet_type:
        return with<create_window>(packet, 0, [&](const auto& asked) {
            return on.create({from, asked.window}, asked.place, asked.title);
        });
    case set_pixels::packet_type:
        return with<set_pixels>(packet, 1, [&](const auto& asked) {
            return apply_pixels(on, {from, asked.window}, asked, std::move(packet.descriptors[0]));
        });
    case window_protocol::invalidate::packet_type:
        return with<window_protocol::invalidate>(packet, 0, [&](const auto& asked) {
            return on.invalidate({from, asked.window}, asked.where, asked.serial);
        });
    case set_title::packet_type:
        return with<set_title>(packet, 0, [&](const auto& asked) {
            return on.set_title({from, asked.window}, asked.title);
        });
    case move_window::packet_type:
        return with<move_window>(packet, 0, [&](const auto& asked) {
            return on.move({from, asked.window}, asked.place);
        });
    case raise_window::packet_type:
        return with<raise_window>(packet, 0, [&](const auto& asked) {
            return on.raise({from, asked.window});
        });
    case close_window::packet_type:
        return with<close_window>(packet, 0, [&](const auto& asked) {
            return on.close({from, asked.window});
        });
    default:
        return error(EBADMSG, "a packet of a type that the protocol does not have");
    }
}

} // namespace

result<void> apply_request(desktop& on, client_id from, ipc::received_packet& packet) noexcept {
    try {
        return apply(on, from, packet);
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
}

} // namespace banos::windowserver
