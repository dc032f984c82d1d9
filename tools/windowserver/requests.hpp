// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Packets of clients, applied to the desktop.
#ifndef BANOS_WINDOWSERVER_REQUESTS_HPP
#define BANOS_WINDOWSERVER_REQUESTS_HPP

#include "desktop.hpp"

#include <banos/ipc/packet_reader.hpp>

namespace banos::windowserver {

// Trusts nothing. An error is the client's end: EBADMSG, no packet of the protocol;
// those of the desktop, and of surface::map(); ENOMEM.
result<void> apply_request(desktop& on, client_id from, ipc::received_packet& packet) noexcept;

} // namespace banos::windowserver

#endif
