// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The index of a hash table: which elements may have a given hash. It knows hashes and
// 32-bit references, and nothing of the elements that they stand for.
//
// A bucket is one cache line: 12 fingerprints of a byte, which one SSE2 instruction
// compares, 12 references, and a counting filter. An element whose home bucket is full
// goes into the next one that has room, and is counted in each bucket that it passed,
// in one of four counters that its hash chooses. A search that finds its counter at
// zero ends: so absent keys are nearly always told by one cache line, and an erased
// element leaves nothing behind.
//
// The bits of a hash are used thus: the highest choose the bucket, the lowest eight are
// the fingerprint, the next two choose the counter.
#ifndef BANOS_DETAIL_HASH_INDEX_HPP
#define BANOS_DETAIL_HASH_INDEX_HPP

#include <banos/detail/byte_match.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace banos::detail {

using element_reference = std::uint32_t;

// What a bucket has of a hash.
struct hash_marks {
    // The fingerprint, four times: never 0, which marks an empty slot.
    std::uint32_t fingerprints;
    unsigned counter;
};

class alignas(64) hash_bucket {
  public:
    static constexpr unsigned slots = 12;
    static constexpr unsigned counters = 4;

    static hash_marks marks(std::uint64_t hash) noexcept {
        return {four_fingerprints[hash % 256], static_cast<unsigned>(hash / 256 % counters)};
    }

    // A bit for each slot that has the fingerprint.
    [[nodiscard]] unsigned matches(hash_marks marks) const noexcept {
        return match_12_bytes(this, marks.fingerprints);
    }

    [[nodiscard]] element_reference at(unsigned slot) const noexcept { return references_[slot]; }

    // `slots` if there is none.
    [[nodiscard]] unsigned first_empty() const noexcept {
        return static_cast<unsigned>(std::countr_zero(match_12_bytes(this, 0) | 1U << slots));
    }

    void put(unsigned slot, hash_marks marks, element_reference reference) noexcept {
        fingerprints_[slot] = static_cast<std::uint8_t>(marks.fingerprints);
        references_[slot] = reference;
    }

    void remove(unsigned slot) noexcept { fingerprints_[slot] = 0; }

    // Whether an element with such a hash may have gone on to the next bucket.
    [[nodiscard]] bool passed(hash_marks marks) const noexcept {
        return passed_[marks.counter] != 0;
    }

    // A counter at its most stays there: nobody knows any more how many it stands for.
    void count_pass(hash_marks marks) noexcept {
        std::uint8_t& count = passed_[marks.counter];
        count = static_cast<std::uint8_t>(count + (count != counter_most));
    }
    void uncount_pass(hash_marks marks) noexcept {
        std::uint8_t& count = passed_[marks.counter];
        count = static_cast<std::uint8_t>(count - (count != counter_most));
    }

  private:
    static constexpr std::uint8_t counter_most = 255;

    // By the lowest byte of a hash. Looking this up is less work than computing it.
    static constexpr auto four_fingerprints = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t byte = 0; byte < table.size(); byte++)
            table[byte] = (byte == 0 ? 1 : byte) * 0x01010101;
        return table;
    }();

    std::uint8_t fingerprints_[slots];
    std::uint8_t passed_[counters];
    element_reference references_[slots];
};
static_assert(sizeof(hash_bucket) == 64);

// Buckets that somebody else owns. Copies see the same buckets.
class hash_index {
  public:
    struct place {
        hash_bucket* bucket = nullptr;
        unsigned slot = 0;

        explicit operator bool() const noexcept { return bucket != nullptr; }
        [[nodiscard]] element_reference reference() const noexcept { return bucket->at(slot); }
    };

    // Where a search for a hash begins, and what it looks for. Of one index only.
    struct probe {
        std::size_t home;
        hash_marks marks;
    };

    // What an empty table looks into: one bucket that never has an element.
    hash_index() noexcept : buckets_(&nothing) {}

    // Takes `count` > 0 buckets of any content, and empties them.
    hash_index(hash_bucket* buckets, std::size_t count) noexcept
        : buckets_(buckets), count_(count) {
        clear();
    }

    void clear() noexcept {
        for (std::size_t i = 0; i < count_; i++)
            ::new (buckets_ + i) hash_bucket{};
    }

    [[nodiscard]] bool has_buckets() const noexcept { return buckets_ != &nothing; }
    [[nodiscard]] hash_bucket* buckets() const noexcept { return buckets_; }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    // The hash, taken as a fraction of 2^64, of the buckets.
    [[nodiscard]] probe start(std::uint64_t hash) const noexcept {
        __extension__ using wide = unsigned __int128;
        return {static_cast<std::size_t>(wide{hash} * count_ >> 64), hash_bucket::marks(hash)};
    }

    // Calls visit with the place of each element that may have the hash until it answers
    // something that is true, and answers that; or its answer's type's default.
    template<typename visitor>
    [[nodiscard]] auto find(const probe& from, const visitor& visit) const {
        hash_bucket& home = buckets_[from.home];
        if (auto found = find_in(home, from.marks, visit)) [[likely]]
            return found;
        if (!home.passed(from.marks)) [[likely]]
            return decltype(visit(place()))();
        return find_further(from, visit);
    }

    // There must be room: fewer elements than slots.
    void insert(const probe& from, element_reference reference) noexcept {
        std::size_t number = from.home;
        unsigned slot = buckets_[number].first_empty();
        while (slot == hash_bucket::slots)
            [[unlikely]] {
                buckets_[number].count_pass(from.marks);
                number = next(number);
                slot = buckets_[number].first_empty();
            }
        buckets_[number].put(slot, from.marks, reference);
    }

    // What find() answered.
    void erase(const probe& from, place found) noexcept {
        found.bucket->remove(found.slot);
        const auto last = static_cast<std::size_t>(found.bucket - buckets_);
        for (std::size_t number = from.home; number != last; number = next(number))
            buckets_[number].uncount_pass(from.marks);
    }

  private:
    template<typename visitor>
    static auto find_in(hash_bucket& bucket, hash_marks marks, const visitor& visit) {
        for (unsigned left = bucket.matches(marks); left != 0; left &= left - 1) {
            if (auto found = visit(place{&bucket, lowest_bit(left)})) [[likely]]
                return found;
        }
        return decltype(visit(place()))();
    }

    // In all buckets after the home, until one has been passed by no element of the kind.
    template<typename visitor>
    [[nodiscard, gnu::noinline]] auto find_further(const probe& from, const visitor& visit) const {
        for (std::size_t number = next(from.home); number != from.home; number = next(number)) {
            if (auto found = find_in(buckets_[number], from.marks, visit))
                return found;
            if (!buckets_[number].passed(from.marks))
                break;
        }
        return decltype(visit(place()))();
    }

    static unsigned lowest_bit(unsigned bits) noexcept {
        return static_cast<unsigned>(std::countr_zero(bits));
    }

    [[nodiscard]] std::size_t next(std::size_t number) const noexcept {
        return number + 1 == count_ ? 0 : number + 1;
    }

    static hash_bucket nothing;

    hash_bucket* buckets_;
    std::size_t count_ = 1;
};

inline hash_bucket hash_index::nothing{};

template<typename allocator>
using bucket_traits =
    typename std::allocator_traits<allocator>::template rebind_traits<hash_bucket>;

// An index of `count` > 0 empty buckets, from memory of any allocator.
template<typename allocator>
hash_index allocate_index(const allocator& memory, std::size_t count) {
    typename bucket_traits<allocator>::allocator_type buckets(memory);
    return {std::to_address(bucket_traits<allocator>::allocate(buckets, count)), count};
}

// What allocate_index() answered, with an allocator that is equal.
template<typename allocator>
void free_index(const allocator& memory, const hash_index& index) noexcept {
    using pointer = typename bucket_traits<allocator>::pointer;
    typename bucket_traits<allocator>::allocator_type buckets(memory);
    bucket_traits<allocator>::deallocate(
        buckets, std::pointer_traits<pointer>::pointer_to(*index.buckets()), index.count());
}

} // namespace banos::detail

#endif
