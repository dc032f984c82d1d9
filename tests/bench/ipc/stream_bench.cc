// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Packets through a pair of sockets, sent and received by one thread, so that what counts is
// the processor's time for both. Times are for one batch.
#include "messages.hpp"
#include "report.hpp"

#include <banos/ipc/socket.hpp>
#include <banos/ipc/stream.hpp>

#include <array>
#include <cstdlib>
#include <cstring>

#include <sys/socket.h>

namespace bench {
namespace {

void require(bool good) {
    if (!good)
        std::abort();
}

using sockets = std::pair<banos::file_descriptor, banos::file_descriptor>;

// With room for as many sends as there are fields in a batch.
sockets connected() {
    auto pair = banos::ipc::socket_pair();
    require(pair.has_value());
    const int size = 1 << 20;
    ::setsockopt(pair->first.number(), SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    return *std::move(pair);
}

struct header {
    std::uint32_t size;
    std::uint32_t type;
};

std::span<const std::byte> bytes_of(const auto& value) {
    return std::as_bytes(std::span(&value, 1));
}

// What a program would write for this packet alone.
class by_hand {
  public:
    explicit by_hand(sockets pair) : pair_(std::move(pair)) {}

    // Gathers all packets in a buffer, and sends that.
    void send_batch(const placed& message, std::size_t count) {
        std::size_t used = 0;
        for (std::size_t i = 0; i < count; i++) {
            const header first = {24, placed::packet_type};
            std::memcpy(outgoing_.data() + used, &first, sizeof(first));
            std::memcpy(outgoing_.data() + used + sizeof(first), &message, sizeof(message));
            used += 24;
        }
        send({outgoing_.data(), used});
    }

    void send_each(const placed& message, std::size_t count) {
        for (std::size_t i = 0; i < count; i++)
            send_batch(message, 1);
    }

    // As programs do that have a function for each type of field.
    void send_fields(const placed& message, std::size_t count) {
        for (std::size_t i = 0; i < count; i++) {
            send(bytes_of(std::uint32_t{24}));
            send(bytes_of(std::uint32_t{placed::packet_type}));
            for (const auto field : {message.x, message.y, message.width, message.height})
                send(bytes_of(field));
        }
    }

    // A buffer full, and all packets in it, of whatever size and type they are.
    std::size_t receive() {
        const ssize_t size =
            ::recv(pair_.second.number(), incoming_.data(), incoming_.size(), MSG_DONTWAIT);
        require(size > 0);
        std::size_t count = 0;
        header first{};
        for (std::size_t at = 0; at < std::size_t(size); at += first.size, count++) {
            std::memcpy(&first, incoming_.data() + at, sizeof(first));
            require(first.size >= sizeof(first) && first.size <= std::size_t(size) - at);
            switch (first.type) {
            case placed::packet_type:
                take({incoming_.data() + at, first.size});
                break;
            default:
                std::abort();
            }
        }
        return count;
    }

  private:
    static void take(std::span<const std::byte> packet) {
        placed message;
        require(packet.size() >= sizeof(header) + sizeof(message));
        std::memcpy(&message, packet.data() + sizeof(header), sizeof(message));
        benchmark::DoNotOptimize(message);
    }
    void send(std::span<const std::byte> bytes) {
        require(::send(pair_.first.number(), bytes.data(), bytes.size(),
                       MSG_NOSIGNAL | MSG_DONTWAIT) == ssize_t(bytes.size()));
    }

    sockets pair_;
    std::array<std::byte, 64 * 1024> outgoing_{};
    std::array<std::byte, 64 * 1024> incoming_{};
};

class by_banos {
  public:
    explicit by_banos(sockets pair, bool accepts_descriptors = false)
        : sender_(std::move(pair.first)),
          receiver_(std::move(pair.second), {.accepts_descriptors = accepts_descriptors}) {}

    void send_batch(const placed& message, std::size_t count) {
        for (std::size_t i = 0; i < count; i++)
            require(sender_.queue(message).has_value());
        require(sender_.flush().has_value());
    }
    void send_each(const placed& message, std::size_t count) {
        for (std::size_t i = 0; i < count; i++)
            require(sender_.send(message).has_value());
    }

    std::size_t receive() {
        std::size_t count = 0;
        require(receiver_
                    .receive(buffer_,
                             [&count](banos::ipc::received_packet& packet) {
                                 auto message = packet.as<placed>();
                                 require(message.has_value());
                                 benchmark::DoNotOptimize(*message);
                                 count++;
                             })
                    .has_value());
        return count;
    }

  private:
    banos::ipc::stream sender_;
    banos::ipc::stream receiver_;
    banos::ipc::receive_buffer buffer_;
};

struct by_banos_accepting : by_banos {
    explicit by_banos_accepting(sockets pair) : by_banos(std::move(pair), true) {}
    void send_batch(const placed& message, std::size_t count) {
        by_banos::send_batch(message, count);
    }
};

template<typename contender>
void add(std::size_t batch, const std::string& name,
         void (contender::*send)(const placed&, std::size_t)) {
    const std::string row = std::to_string(batch) + " packets of 16 B";
    benchmark::RegisterBenchmark((row + "/" + name).c_str(),
                                 [batch, send](benchmark::State& state) {
                                     auto both = std::make_unique<contender>(connected());
                                     const placed message{1, 2, 3, 4};
                                     for (auto _ : state) {
                                         (both.get()->*send)(message, batch);
                                         for (std::size_t left = batch; left > 0;)
                                             left -= both->receive();
                                     }
                                 });
}

} // namespace
} // namespace bench

int main(int count, char** words) {
    using namespace bench;
    for (const std::size_t batch :
         {std::size_t{1}, std::size_t{8}, std::size_t{64}, std::size_t{1000}}) {
        add(batch, "hand-written batch", &by_hand::send_batch);
        add(batch, "banos, batch", &by_banos::send_batch);
        if (batch == 1)
            add(batch, "banos, accepting descriptors", &by_banos_accepting::send_batch);
        if (batch == 64) {
            add(batch, "banos, send each", &by_banos::send_each);
            add(batch, "hand-written, send each", &by_hand::send_each);
            add(batch, "hand-written, send each field", &by_hand::send_fields);
        }
    }
    return run_interleaved(count, words, "hand-written batch");
}
