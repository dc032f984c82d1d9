// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: clients_bench [ROUNDS]
//
// A server tells all its clients the time, every 20 ms; each says how old the news is when it
// comes. With 900 clients that read, and with 100 more that never do, by turns: what those
// cost the others.
#include <banos/ipc/server.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <sys/resource.h>

namespace bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t reading = 900;
constexpr std::size_t stalled = 100;
constexpr int news_of_a_run = 60;

std::int64_t now() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

void require(bool good) {
    if (!good)
        std::abort();
}

struct news {
    static constexpr std::uint16_t packet_type = 1;
    std::int64_t time = 0;
    std::int64_t counts = 0; // towards the figures
};

// Fills the sockets of those that do not read.
struct filler {
    static constexpr std::uint16_t packet_type = 2;
    std::array<std::uint64_t, 1000> words{};
};

struct silent : banos::ipc::server_handler {
    void received(banos::ipc::client& /*from*/, banos::ipc::received_packet& /*packet*/) override {}
};

// One client that reads.
class reader : private banos::ipc::event_handler {
  public:
    reader(banos::ipc::event_loop& loop, banos::file_descriptor socket,
           banos::ipc::receive_buffer& buffer, std::vector<double>& ages)
        : stream_(std::move(socket)), buffer_(buffer), ages_(ages) {
        require(
            loop.watch(stream_.descriptor(), banos::ipc::interest::readable, *this).has_value());
    }

  private:
    void ready(std::uint32_t /*events*/) override {
        require(stream_
                    .receive(buffer_,
                             [this](banos::ipc::received_packet& packet) {
                                 const auto told = packet.as<news>();
                                 require(told.has_value());
                                 if (told->counts != 0)
                                     ages_.push_back(double(now() - told->time) / 1000);
                             })
                    .has_value());
    }

    banos::ipc::stream stream_;
    banos::ipc::receive_buffer& buffer_;
    std::vector<double>& ages_;
};

struct figures {
    double median;
    double percentile_99;
};

class run {
  public:
    explicit run(std::size_t stalled_clients) {
        for (std::size_t i = 0; i < reading + stalled_clients; i++)
            connect(stalled_clients == 0 || i % (reading / stalled + 1) != 0);
    }

    figures measure() {
        ages_.reserve(reading * news_of_a_run);
        std::thread clients([this] { require(client_loop_.run().has_value()); });
        stall();
        for (int i = -10; i < news_of_a_run; i++)
            tell(i >= 0);
        std::this_thread::sleep_for(100ms);
        client_loop_.stop();
        clients.join();
        require(ages_.size() == reading * news_of_a_run); // nobody lost anything
        std::sort(ages_.begin(), ages_.end());
        return {ages_[ages_.size() / 2], ages_[ages_.size() * 99 / 100]};
    }

  private:
    void connect(bool reads) {
        auto pair = banos::ipc::socket_pair();
        require(pair.has_value());
        const auto* added = server_->adopt(std::move(pair->first));
        require(added != nullptr);
        if (reads) {
            readers_.push_back(
                std::make_unique<reader>(client_loop_, std::move(pair->second), buffer_, ages_));
        } else {
            silent_peers_.push_back(std::move(pair->second));
            silent_ids_.push_back(added->id());
        }
    }

    void stall() {
        for (const auto id : silent_ids_)
            while (!server_->find(id)->is_stalled() || server_->find(id)->queue(filler())) {
                (void)server_->find(id)->queue(filler());
                require(loop_.turn(0ms).has_value());
            }
    }

    void tell(bool counts) {
        const auto next = std::chrono::steady_clock::now() + 20ms;
        const news all = {now(), counts ? 1 : 0};
        server_->for_each([&all](banos::ipc::client& one) { (void)one.queue(all); });
        require(loop_.turn(0ms).has_value());
        std::this_thread::sleep_until(next);
    }

    silent handler_;
    banos::ipc::event_loop loop_ = *banos::ipc::event_loop::create();
    banos::ipc::event_loop client_loop_ = *banos::ipc::event_loop::create();
    banos::ipc::receive_buffer buffer_;
    std::vector<double> ages_; // microseconds
    std::unique_ptr<banos::ipc::server> server_ = *banos::ipc::server::create(
        loop_, *banos::ipc::listen_at("@banos-bench-clients-" + std::to_string(::getpid())),
        handler_);
    std::vector<std::unique_ptr<reader>> readers_;
    std::vector<banos::file_descriptor> silent_peers_;
    std::vector<banos::ipc::client_id> silent_ids_;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void allow_descriptors() {
    rlimit limit{};
    require(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = limit.rlim_max;
    require(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

} // namespace
} // namespace bench

int main(int count, char** words) {
    using namespace bench;
    const int rounds = count > 1 ? std::atoi(words[1]) : 11;
    allow_descriptors();
    std::vector<double> medians, tails, median_ratios, tail_ratios;
    std::printf("| round | median, µs | with 100 stalled | 99 %%, µs | with 100 stalled |\n"
                "|---|---|---|---|---|\n");
    for (int round = 1; round <= rounds; round++) {
        const figures without = std::make_unique<run>(0)->measure();
        const figures with = std::make_unique<run>(stalled)->measure();
        std::printf("| %d | %.0f | %.0f | %.0f | %.0f |\n", round, without.median, with.median,
                    without.percentile_99, with.percentile_99);
        median_ratios.push_back(with.median / without.median);
        tail_ratios.push_back(with.percentile_99 / without.percentile_99);
    }
    std::printf("\nMedian of the rounds' ratios: median latency %.2f, 99th percentile %.2f\n",
                median(median_ratios), median(tail_ratios));
    return 0;
}
