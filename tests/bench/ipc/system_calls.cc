// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: system_calls PACKETS BATCH
//
// Sends and receives so many packets of 16 bytes, so many at a time. To be run under strace,
// which counts the calls.
#include "messages.hpp"

#include <banos/ipc/socket.hpp>
#include <banos/ipc/stream.hpp>

#include <cstdlib>

int main(int count, char** words) {
    if (count != 3)
        return 2;
    const int packets = std::atoi(words[1]), batch = std::atoi(words[2]);
    auto pair = banos::ipc::socket_pair();
    if (!pair)
        return 1;
    banos::ipc::stream sender(std::move(pair->first)), receiver(std::move(pair->second));
    banos::ipc::receive_buffer buffer;
    int came = 0;
    for (int sent = 0; sent < packets; sent += batch) {
        for (int i = 0; i < batch; i++)
            if (!sender.queue(bench::placed{1, 2, 3, 4}))
                return 1;
        if (!sender.flush())
            return 1;
        if (!receiver.receive(buffer, [&came](banos::ipc::received_packet&) { came++; }))
            return 1;
    }
    return came == packets ? 0 : 1;
}
