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

#include <bit>
#include <cstddef>
#include <cstdint>

namespace banos::detail {

using element_reference = std::uint32_t;

class alignas(64) hash_bucket {
  public:
    static constexpr unsigned slots = 12;

    // Never 0, which marks an empty slot.
    static std::uint8_t fingerprint(std::uint64_t hash) noexcept {
        const auto low = static_cast<std::uint8_t>(hash);
        return static_cast<std::uint8_t>(low + (low == 0));
    }

    // A bit for each slot whose fingerprint it is.
    [[nodiscard]] unsigned matches(std::uint8_t fingerprint) const noexcept {
        return match_12_bytes(fingerprints_, fingerprint);
    }

    [[nodiscard]] element_reference at(unsigned slot) const noexcept { return references_[slot]; }

    // The first empty slot; `slots` if there is none.
    [[nodiscard]] unsigned first_empty() const noexcept {
        return static_cast<unsigned>(std::countr_zero(matches(0) | 1U << slots));
    }

    void put(unsigned slot, std::uint64_t hash, element_reference reference) noexcept {
        fingerprints_[slot] = fingerprint(hash);
        references_[slot] = reference;
    }

    void remove(unsigned slot) noexcept { fingerprints_[slot] = 0; }

    // Whether an element with such a hash may have gone on to the next bucket.
    [[nodiscard]] bool passed(std::uint64_t hash) const noexcept {
        return passed_[counter(hash)] != 0;
    }

    // A counter at its most stays there: nobody knows any more how many it stands for.
    void count_pass(std::uint64_t hash) noexcept {
        std::uint8_t& count = passed_[counter(hash)];
        count = static_cast<std::uint8_t>(count + (count != counter_most));
    }
    void uncount_pass(std::uint64_t hash) noexcept {
        std::uint8_t& count = passed_[counter(hash)];
        count = static_cast<std::uint8_t>(count - (count != counter_most));
    }

  private:
    static constexpr unsigned counters = 4;
    static constexpr std::uint8_t counter_most = 255;

    static unsigned counter(std::uint64_t hash) noexcept { return hash >> 8 & (counters - 1); }

    std::uint8_t fingerprints_[slots];
    std::uint8_t passed_[counters];
    element_reference references_[slots];
};
static_assert(sizeof(hash_bucket) == 64);

// Buckets that somebody else owns. Copies see the same buckets.
class hash_index {
  public:
    struct place {
        hash_bucket* bucket;
        unsigned slot;
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

    void prefetch(std::uint64_t hash) const noexcept { __builtin_prefetch(buckets_ + home(hash)); }

    // Calls is_it with the reference of each element that may have the hash until it says
    // yes. Answers where that one is, or a place without a bucket.
    template<typename predicate>
    [[nodiscard]] place find(std::uint64_t hash, predicate is_it) const {
        const std::uint8_t fingerprint = hash_bucket::fingerprint(hash);
        std::size_t number = home(hash);
        for (std::size_t tried = 0;;) {
            hash_bucket& bucket = buckets_[number];
            for (unsigned left = bucket.matches(fingerprint); left != 0; left &= left - 1) {
                const auto slot = static_cast<unsigned>(std::countr_zero(left));
                if (is_it(bucket.at(slot))) [[likely]]
                    return {&bucket, slot};
            }
            if (!bucket.passed(hash) || ++tried == count_) [[likely]]
                return {nullptr, 0};
            number = next(number);
        }
    }

    // There must be room: fewer elements than slots.
    void insert(std::uint64_t hash, element_reference reference) noexcept {
        std::size_t number = home(hash);
        unsigned slot = buckets_[number].first_empty();
        while (slot == hash_bucket::slots)
            [[unlikely]] {
                buckets_[number].count_pass(hash);
                number = next(number);
                slot = buckets_[number].first_empty();
            }
        buckets_[number].put(slot, hash, reference);
    }

    // What find() answered for that hash.
    void erase(std::uint64_t hash, place found) noexcept {
        found.bucket->remove(found.slot);
        const auto last = static_cast<std::size_t>(found.bucket - buckets_);
        for (std::size_t number = home(hash); number != last; number = next(number))
            buckets_[number].uncount_pass(hash);
    }

  private:
    // The hash, taken as a fraction of 2^64, of the buckets.
    [[nodiscard]] std::size_t home(std::uint64_t hash) const noexcept {
        __extension__ using wide = unsigned __int128;
        return static_cast<std::size_t>(wide{hash} * count_ >> 64);
    }
    [[nodiscard]] std::size_t next(std::size_t number) const noexcept {
        return number + 1 == count_ ? 0 : number + 1;
    }

    static hash_bucket nothing;

    hash_bucket* buckets_;
    std::size_t count_ = 1;
};

inline hash_bucket hash_index::nothing{};

} // namespace banos::detail

#endif
