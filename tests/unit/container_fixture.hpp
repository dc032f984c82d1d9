// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Elements and allocators for the tests of the hash table, which count what is alive and
// fail when they are told to.
#ifndef BANOS_TESTS_CONTAINER_FIXTURE_HPP
#define BANOS_TESTS_CONTAINER_FIXTURE_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>

namespace banos::test {

// What a test throws. Each point that may fail counts down; at zero it does.
struct failure : std::runtime_error {
    failure() : std::runtime_error("told to fail") {}
};

class fuse {
  public:
    static inline long left = -1;

    static void burn() {
        if (left >= 0 && left-- == 0)
            throw failure();
    }
};

// Copying it may fail, moving does not. Counts how many are alive.
class counted {
  public:
    static inline long alive = 0;

    explicit(false) counted(int number) : number_(number) {
        fuse::burn();
        alive++;
    }
    counted(const counted& other) : number_(other.number_) {
        fuse::burn();
        alive++;
    }
    counted(counted&& other) noexcept : number_(std::exchange(other.number_, -1)) { alive++; }
    counted& operator=(const counted&) = default;
    counted& operator=(counted&&) = default;
    ~counted() { alive--; }

    [[nodiscard]] int number() const { return number_; }
    friend bool operator==(const counted& left, const counted& right) {
        return left.number_ == right.number_;
    }

  private:
    int number_;
};

struct hash_of_counted {
    std::size_t operator()(const counted& key) const {
        fuse::burn();
        return static_cast<std::size_t>(key.number());
    }
};

struct equal_counted {
    bool operator()(const counted& left, const counted& right) const {
        fuse::burn();
        return left == right;
    }
};

// What an allocator does when its container is assigned or swapped.
struct stays {
    using propagate_on_container_copy_assignment = std::false_type;
    using propagate_on_container_move_assignment = std::false_type;
    using propagate_on_container_swap = std::false_type;
};

struct propagates {
    using propagate_on_container_copy_assignment = std::true_type;
    using propagate_on_container_move_assignment = std::true_type;
    using propagate_on_container_swap = std::true_type;
};

// Allocators of different numbers are different, and each checks that it gets back what it
// gave.
template<typename T, typename propagation = stays>
class numbered_allocator : public propagation {
  public:
    using value_type = T;
    template<typename U>
    struct rebind {
        using other = numbered_allocator<U, propagation>;
    };

    static inline long blocks[3] = {};

    explicit numbered_allocator(int number = 0) noexcept : number_(number) {}
    template<typename U>
    numbered_allocator(const numbered_allocator<U, propagation>& other) noexcept
        : number_(other.number()) {}

    T* allocate(std::size_t count) {
        fuse::burn();
        T* block = std::allocator<T>().allocate(count);
        count_blocks(1);
        return block;
    }
    void deallocate(T* block, std::size_t count) noexcept {
        std::allocator<T>().deallocate(block, count);
        count_blocks(-1);
    }
    [[nodiscard]] numbered_allocator select_on_container_copy_construction() const {
        return numbered_allocator(2);
    }

    [[nodiscard]] int number() const noexcept { return number_; }
    static long blocks_of(int number) { return numbered_allocator<char>::blocks[number]; }

    friend bool operator==(const numbered_allocator& left, const numbered_allocator& right) {
        return left.number_ == right.number_;
    }

  private:
    void count_blocks(long more) const { numbered_allocator<char>::blocks[number_] += more; }

    int number_;
};

} // namespace banos::test

#endif
