// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A server of packets for many clients on one thread. Since 0.9.
//
//     class echo : public banos::ipc::server_handler {
//         void received(banos::ipc::client& from, banos::ipc::received_packet& packet) override {
//             if (auto asked = packet.as<question>())
//                 (void)from.queue(answer{.text = asked->text});
//             else
//                 from.disconnect();
//         }
//     };
//
//     auto loop = banos::ipc::event_loop::create();
//     echo handler;
//     auto server = banos::ipc::server::create(*loop, *banos::ipc::listen_at(path), handler);
//     return loop->run();
//
// What handlers queue is sent when the loop's turn ends: to each client with one system call,
// however many packets there are. A client that does not read, floods, or sends nonsense is
// its own problem; server_options says how long. If there is no memory for a timer, the program
// ends.
#ifndef BANOS_IPC_SERVER_HPP
#define BANOS_IPC_SERVER_HPP

#include <banos/file_descriptor.hpp>
#include <banos/hash_map.hpp>
#include <banos/ipc/event_loop.hpp>
#include <banos/ipc/packet_reader.hpp>
#include <banos/ipc/socket.hpp>
#include <banos/ipc/stream.hpp>
#include <banos/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace banos::ipc {

class client;
class server;

// Never used twice by one server.
using client_id = std::uint64_t;

// What a program does about its clients. Called on the loop's thread; must not throw. All of
// them may queue packets to any client, and disconnect any.
class server_handler {
  public:
    virtual void connected(client& /*who*/) {}
    virtual void received(client& from, received_packet& packet) = 0;
    // The client is gone after this. The reason is null if the peer, or this program, ended the
    // connection; ETIMEDOUT, the peer did not read for too long; or what was wrong.
    virtual void disconnected(client& /*who*/, const error* /*reason*/) {}

  protected:
    ~server_handler() = default;
};

struct server_options {
    // More are disconnected as soon as they come.
    std::size_t most_clients = 10'000;
    // A client to which nothing could be sent for so long is disconnected; 0: none is.
    std::chrono::milliseconds stall_limit{0};
    stream_options stream = {};
};

// One connection, which its server owns. Members are for the loop's thread.
class client final : private event_handler {
  public:
    client(server& owner, client_id id, file_descriptor socket, const credentials& peer,
           const stream_options& options) noexcept;
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    [[nodiscard]] client_id id() const noexcept { return id_; }
    // Who it was when it connected.
    [[nodiscard]] const credentials& peer() const noexcept { return peer_; }
    // As those of stream.
    [[nodiscard]] std::size_t waiting_bytes() const noexcept { return stream_.waiting_bytes(); }
    [[nodiscard]] bool is_stalled() const noexcept { return stream_.is_stalled(); }

    // As those of stream; ECONNABORTED after finish() and disconnect(), too.
    template<packet T>
    result<void> queue(const T& value, std::span<file_descriptor> descriptors = {}) noexcept;
    template<packet T>
    result<void> queue_latest(std::uint64_t key, const T& value) noexcept;

    // Ends the connection when all that waits is sent; nothing is received any more.
    void finish() noexcept;
    // Ends it now. The object is there until disconnected() returns.
    void disconnect() noexcept;

  private:
    friend class server;
    enum class state { open, finishing, ended };

    void ready(std::uint32_t events) override;
    void read() noexcept;
    void flushed(const result<flush_status>& status) noexcept;
    [[nodiscard]] bool is_late(event_loop::clock::time_point limit) const noexcept;
    void end(const error* reason) noexcept;
    void touch() noexcept;
    void wait_for(interest wanted) noexcept;
    result<void> answer(result<void> queued) noexcept;

    server& server_;
    stream stream_;
    client_id id_;
    credentials peer_;
    state state_ = state::open;
    bool touched_ = false; // is in the server's list
    interest interest_ = interest::readable;
    event_loop::clock::time_point stalled_since_;
    std::unique_ptr<error> reason_;
};

class server final : private event_handler, private turn_handler {
  public:
    // Takes a listening socket. The loop and the handler outlive the server. Errors: those of
    // epoll_ctl(2); ENOMEM.
    static result<std::unique_ptr<server>> create(event_loop& loop, file_descriptor listening,
                                                  server_handler& handler,
                                                  const server_options& options = {}) noexcept;
    // Ends all connections at once, without a word to the handler. Not to be called by one.
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    // A client that connected in another way, as socket_pair() makes them: takes the socket, and
    // closes it if there are too many clients, or no memory; then the answer is null. The client
    // is the server's, and there until disconnected() returns.
    client* adopt(file_descriptor socket) noexcept;

    // Null if it is gone.
    [[nodiscard]] client* find(client_id id) noexcept;
    [[nodiscard]] std::size_t client_count() const noexcept { return clients_.size(); }
    // Calls for each client; clients must not be adopted meanwhile.
    template<typename function>
    void for_each(function&& call) {
        for (auto& [id, one] : clients_)
            call(*one);
    }

    // Accepts nobody any more, and finishes all clients; those that still do not read after
    // the grace are disconnected. The loop runs on: client_count() is 0 when all are gone.
    void shut_down(std::chrono::milliseconds grace) noexcept;

  private:
    friend class client;

    server(event_loop& loop, file_descriptor listening, server_handler& handler,
           const server_options& options);
    void ready(std::uint32_t events) override;
    void turn_ended() override;
    void pause_accepting() noexcept;
    void stop_listening() noexcept;
    client* add(file_descriptor socket);
    void flush_touched() noexcept;
    bool remove_ended() noexcept;
    void end_stalled() noexcept;

    event_loop& loop_;
    file_descriptor listening_;
    server_handler& handler_;
    server_options options_;
    receive_buffer buffer_;
    hash_map<client_id, std::unique_ptr<client>> clients_;
    client_id last_id_ = 0;
    // To flush, and to remove, when the turn ends. Each client is at most once in each, and
    // there is room for all.
    std::vector<client_id> touched_, ended_;
    event_loop::timer accept_timer_, retry_timer_, stall_timer_, grace_timer_;
};

template<packet T>
result<void> client::queue(const T& value, std::span<file_descriptor> descriptors) noexcept {
    if (state_ != state::open)
        return error(ECONNABORTED);
    return answer(stream_.queue(value, descriptors));
}

template<packet T>
result<void> client::queue_latest(std::uint64_t key, const T& value) noexcept {
    if (state_ != state::open)
        return error(ECONNABORTED);
    return answer(stream_.queue_latest(key, value));
}

} // namespace banos::ipc

#endif
