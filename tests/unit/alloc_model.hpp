// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Calls of the allocator, chosen by a stream of numbers, against a model that
// knows what each block must hold. Unit tests, the soak test and the fuzzer run
// the same body.
#ifndef ALLOC_MODEL_HPP
#define ALLOC_MODEL_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Where the choices come from; false at the end.
class choice_source {
  public:
    virtual ~choice_source() = default;
    virtual bool next(std::uint64_t& choice) = 0;
};

class random_choices final : public choice_source {
  public:
    random_choices(std::uint64_t seed, std::uint64_t count) : state_(seed), left_(count) {}
    bool next(std::uint64_t& choice) override;

  private:
    std::uint64_t state_;
    std::uint64_t left_;
};

class alloc_model {
  public:
    explicit alloc_model(std::size_t most_blocks) : blocks_(most_blocks) {}
    ~alloc_model();
    alloc_model(const alloc_model&) = delete;
    alloc_model& operator=(const alloc_model&) = delete;

    // Runs until the source ends or something is wrong.
    void run(choice_source& source);

    // What was wrong, or nothing.
    [[nodiscard]] const std::string& complaint() const { return complaint_; }
    [[nodiscard]] std::uint64_t operations() const { return operations_; }

  private:
    struct block {
        unsigned char* start = nullptr;
        std::size_t size = 0;
        unsigned char pattern = 0;
    };

    void step(std::uint64_t choice);
    void make(block& at, std::uint64_t choice);
    void resize(block& at, std::uint64_t choice);
    void release(block& at);
    void accept(block& at, void* start, std::size_t size, std::size_t alignment);
    void check(const block& at, std::size_t size);
    void fill(block& at, std::uint64_t choice);
    void complain(const char* sentence, std::size_t size);

    std::vector<block> blocks_;
    std::string complaint_;
    std::uint64_t operations_ = 0;
};

#endif
