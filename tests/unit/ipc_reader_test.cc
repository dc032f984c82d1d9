// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Bytes that come in pieces, cut into packets.
#include "ipc_packets.hpp"
#include "ipc_raw_stream.hpp"
#include "ipc_stream_run.hpp"

#include <banos/ipc/packet_reader.hpp>
#include <banos/ipc/send_queue.hpp>

#include <gtest/gtest.h>

#include <random>

namespace banos::test {

namespace {

// What a sender of these packets sends.
class recorded : public ipc::socket_calls {
  public:
    std::ptrdiff_t send(int /*socket*/, std::span<const std::byte> bytes,
                        std::span<const file_descriptor> /*descriptors*/) noexcept override {
        all.insert(all.end(), bytes.begin(), bytes.end());
        return std::ptrdiff_t(bytes.size());
    }

    std::vector<std::byte> all;
};

std::vector<std::byte> numbered_packets(const std::vector<std::size_t>& sizes) {
    recorded calls;
    std::uint32_t number = 0;
    for (const std::size_t size : sizes) {
        ipc::send_queue queue;
        EXPECT_TRUE(queue.push(make_numbered(number++, size)));
        EXPECT_TRUE(queue.flush(calls, -1));
    }
    return calls.all;
}

// One read of these bytes; the numbers of what was complete, or the error.
result<std::vector<std::uint32_t>> read_once(ipc::packet_reader& reader,
                                             std::span<const std::byte> bytes,
                                             std::size_t descriptors = 0) {
    static ipc::receive_buffer buffer;
    const auto room = reader.begin(buffer);
    std::copy(bytes.begin(), bytes.end(), room.begin());
    for (; descriptors > 0; descriptors--)
        reader.descriptors().emplace_back();
    reader.received(bytes.size());
    std::vector<std::uint32_t> numbers;
    reader.for_each([&numbers](ipc::received_packet& packet) {
        auto decoded = packet.as<numbered>();
        EXPECT_TRUE(decoded);
        numbers.push_back(decoded ? decoded->number : ~0U);
        return true;
    });
    if (auto rest = reader.finish(); !rest)
        return rest.error();
    return numbers;
}

std::vector<std::byte> header(std::uint32_t size, std::uint16_t descriptors) {
    const ipc::packet_header made = {.size = size, .type = 1, .descriptors = descriptors};
    const auto bytes = std::as_bytes(std::span(&made, 1));
    return {bytes.begin(), bytes.end()};
}

int fault_of(std::span<const std::byte> bytes, std::size_t descriptors = 0) {
    ipc::packet_reader reader;
    const auto read = read_once(reader, bytes, descriptors);
    return read ? 0 : read.error().number();
}

} // namespace

TEST(ipc_reader, all_complete_packets_of_a_read) {
    const auto stream = numbered_packets({0, 1, 2, 3, 100});
    ipc::packet_reader reader;
    EXPECT_EQ(*read_once(reader, stream), (std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(reader.kept_bytes(), 0U);
}

TEST(ipc_reader, cut_at_every_byte) {
    const auto stream = numbered_packets({0, 5, 20});
    for (std::size_t cut = 0; cut <= stream.size(); cut++) {
        ipc::packet_reader reader;
        auto first = read_once(reader, std::span(stream).first(cut));
        auto second = read_once(reader, std::span(stream).subspan(cut));
        ASSERT_TRUE(first && second);
        first->insert(first->end(), second->begin(), second->end());
        EXPECT_EQ(*first, (std::vector<std::uint32_t>{0, 1, 2})) << cut;
    }
}

TEST(ipc_reader, byte_by_byte) {
    const auto stream = numbered_packets({300, 0, 7});
    ipc::packet_reader reader;
    std::vector<std::uint32_t> numbers;
    for (const std::byte& byte : stream) {
        const auto read = read_once(reader, {&byte, 1});
        ASSERT_TRUE(read);
        numbers.insert(numbers.end(), read->begin(), read->end());
    }
    EXPECT_EQ(numbers, (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST(ipc_reader, the_largest_packets) {
    const auto stream = numbered_packets({65536 - 16, 65536 - 16});
    ipc::packet_reader reader;
    EXPECT_TRUE(read_once(reader, std::span(stream).first(65535))->empty());
    EXPECT_EQ(reader.kept_bytes(), 65535U);
    EXPECT_EQ(read_once(reader, std::span(stream).subspan(65535))->size(), 2U);
}

TEST(ipc_reader, impossible_headers) {
    EXPECT_EQ(fault_of(header(7, 0)), EBADMSG);
    EXPECT_EQ(fault_of(header(0, 0)), EBADMSG);
    EXPECT_EQ(fault_of(header(65537, 0)), EMSGSIZE);
    EXPECT_EQ(fault_of(header(0xffffffff, 0)), EMSGSIZE);
}

TEST(ipc_reader, descriptors_have_to_be_claimed_and_to_come) {
    EXPECT_EQ(fault_of(header(16, 1), 1), 0);
    EXPECT_EQ(fault_of(header(16, 2), 1), EBADF);
    EXPECT_EQ(fault_of(header(16, 1), 2), EBADF);
    EXPECT_EQ(fault_of(header(16, 0), 1), EBADF);
    EXPECT_EQ(fault_of(header(16, 0xffff), 64), EBADF);
    EXPECT_EQ(fault_of({}, 1), EBADF);
    const auto whole = header(16, 0);
    const auto begun = std::span(whole).first(7);
    EXPECT_EQ(fault_of(begun, 64), 0); // nobody knows yet
    EXPECT_EQ(fault_of(begun, 65), EBADF);
}

TEST(ipc_reader, random_streams) {
    std::mt19937 random(5);
    for (int i = 0; i < 2000; i++) {
        std::vector<std::byte> data = {std::byte(random()), std::byte(random())};
        const auto stream = numbered_packets({random() % 50, random() % 5000, random() % 20});
        data.insert(data.end(), stream.begin(), stream.end());
        if (random() % 2 == 0)
            data[2 + random() % (data.size() - 2)] = std::byte(random());
        ASSERT_EQ(reassemble(data), "");
    }
}

} // namespace banos::test
