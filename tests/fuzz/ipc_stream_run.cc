// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ipc_stream_run.hpp"

#include <banos/ipc/packet_reader.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>
#include <utility>
#include <vector>

namespace banos::test {

namespace {

using bytes = std::vector<std::byte>;

// What was found: packets with their headers, and what was wrong at last.
struct findings {
    std::vector<bytes> packets;
    int problem = 0;

    bool operator==(const findings&) const = default;
};

// Without descriptors: a packet that says that it bears some is wrong.
findings parse_at_once(std::span<const std::byte> stream) {
    findings found;
    while (stream.size() >= 8) {
        std::uint32_t size = 0;
        std::uint16_t descriptors = 0;
        std::memcpy(&size, stream.data(), 4);
        std::memcpy(&descriptors, stream.data() + 6, 2);
        if (size > 65536 || size < 8 || descriptors != 0) {
            found.problem = size > 65536 ? EMSGSIZE : size < 8 ? EBADMSG : EBADF;
            return found;
        }
        const std::size_t padded = (std::size_t{size} + 7) / 8 * 8;
        if (padded > stream.size())
            return found;
        found.packets.emplace_back(stream.begin(), stream.begin() + size);
        stream = stream.subspan(padded);
    }
    return found;
}

// False if the reader has had enough.
bool read_packets(ipc::packet_reader& reader, findings& found) {
    reader.for_each([&found](ipc::received_packet& packet) {
        found.packets.emplace_back(packet.bytes.begin(), packet.bytes.end());
        return true;
    });
    const auto rest = reader.finish();
    found.problem = rest ? 0 : rest.error().number();
    return rest.has_value();
}

// Fills the buffer with something else after each read, as other streams do.
findings parse_in_pieces(std::span<const std::byte> stream, std::size_t longest,
                         std::minstd_rand& random) {
    static ipc::receive_buffer buffer;
    ipc::packet_reader reader;
    findings found;
    while (!stream.empty()) {
        const auto room = reader.begin(buffer);
        const std::size_t size =
            std::min({stream.size(), room.size(), std::size_t{1} + random() % longest});
        std::memcpy(room.data(), stream.data(), size);
        stream = stream.subspan(size);
        reader.received(size);
        if (!read_packets(reader, found))
            return found;
        std::ranges::fill(buffer.bytes().first(256), std::byte{0xa5});
    }
    return found;
}

// Numbers that are none: nothing is opened, and nothing closed.
void read_with_descriptors(std::span<const std::byte> stream, std::minstd_rand& random) {
    static ipc::receive_buffer buffer;
    ipc::packet_reader reader;
    findings found;
    do {
        const auto room = reader.begin(buffer);
        const std::size_t size = std::min({stream.size(), room.size(), random() % 512UL});
        std::copy_n(stream.begin(), size, room.begin());
        stream = stream.subspan(size);
        for (auto count = random() % 8; count > 4; count--)
            reader.descriptors().emplace_back();
        reader.received(size);
    } while (read_packets(reader, found) && !stream.empty());
}

} // namespace

std::string reassemble(std::span<const std::byte> data) {
    if (data.size() < 3)
        return {};
    std::minstd_rand random(std::to_integer<unsigned>(data[0]) + 1);
    const std::size_t longest = std::size_t{1} << (std::to_integer<unsigned>(data[1]) % 17);
    const auto stream = data.subspan(2);
    read_with_descriptors(stream, random);
    const findings expected = parse_at_once(stream);
    const findings found = parse_in_pieces(stream, longest, random);
    if (found.packets != expected.packets)
        return "found " + std::to_string(found.packets.size()) + " packets instead of " +
               std::to_string(expected.packets.size()) + ", or others";
    if (found.problem != expected.problem)
        return "found problem " + std::to_string(found.problem) + " instead of " +
               std::to_string(expected.problem);
    return {};
}

} // namespace banos::test
