// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "container_run.hpp"

#include <banos/hash_map.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace banos::test {

namespace {

void promise(bool kept, const char* sentence) {
    if (kept)
        return;
    std::fprintf(stderr, "hash table: broken promise: %s\n", sentence);
    std::abort();
}

// Reads an input to its end, and then zeroes.
class reader {
  public:
    reader(const std::uint8_t* bytes, std::size_t size) : at_(bytes), end_(bytes + size) {}

    [[nodiscard]] bool done() const { return at_ == end_; }
    unsigned byte() { return done() ? 0U : *at_++; }
    unsigned pair_of_bytes() {
        const unsigned low = byte();
        return low | byte() << 8;
    }

  private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

// So bad that buckets overflow, and counters of passed elements fill up.
struct few_values {
    std::size_t operator()(unsigned key) const { return key % 3; }
};

struct numbers {
    using key = unsigned;
    using table = hash_map<key, std::unique_ptr<unsigned>>;
    static key make(unsigned number) { return number; }
};

struct colliding_numbers : numbers {
    using table = hash_map<key, std::unique_ptr<unsigned>, few_values>;
};

struct strings {
    using key = std::string;
    using table = hash_map<key, std::unique_ptr<unsigned>>;
    static key make(unsigned number) {
        return std::string(number % 80, '.') + std::to_string(number);
    }
};

// Two tables of each kind, so that there is something to swap with and to merge.
template<typename kind>
class model {
    using key = typename kind::key;
    using ours = typename kind::table;
    using theirs = std::unordered_map<key, unsigned>;

  public:
    // Keys are below `keys`.
    model(reader& input, unsigned keys) : input_(input), keys_(keys) {}

    void step() {
        static constexpr void (model::*operations[])() = {
            &model::insert,         &model::insert,     &model::insert,       &model::assign,
            &model::erase,          &model::erase,      &model::erase_at,     &model::find,
            &model::find,           &model::extract,    &model::insert,       &model::erase,
            &model::insert_or_keep, &model::change_all, &model::change_index, &model::change_both,
        };
        (this->*operations[input_.byte() % std::size(operations)])();
    }

    void compare() {
        for (int i = 0; i < 2; i++)
            compare(ours_[i], theirs_[i]);
    }

  private:
    key next_key() { return kind::make(input_.pair_of_bytes() % keys_); }

    void insert() {
        const key wanted = next_key();
        const unsigned value = input_.byte();
        const bool expected = theirs_[0].try_emplace(wanted, value).second;
        const auto [at, inserted] = ours_[0].emplace(wanted, std::make_unique<unsigned>(value));
        promise(inserted == expected, "emplace says whether it inserted");
        promise(at->key == wanted && *at->value == theirs_[0].at(wanted), "emplace finds");
    }

    void insert_or_keep() {
        const key wanted = next_key();
        auto value = std::make_unique<unsigned>(1);
        const bool inserted = ours_[0].try_emplace(wanted, std::move(value)).second;
        promise(inserted == theirs_[0].try_emplace(wanted, 1).second, "try_emplace inserts");
        promise(inserted == (value == nullptr), "try_emplace moves only what it inserts");
    }

    void assign() {
        const key wanted = next_key();
        const unsigned value = input_.byte();
        theirs_[0][wanted] = value;
        ours_[0][wanted] = std::make_unique<unsigned>(value);
    }

    void find() {
        const key wanted = next_key();
        const auto found = std::as_const(ours_[0]).find(wanted);
        const auto expected = theirs_[0].find(wanted);
        promise((found == ours_[0].cend()) == (expected == theirs_[0].end()), "find finds");
        promise(found == ours_[0].cend() || *found->value == expected->second, "find is right");
    }

    void erase() {
        const key wanted = next_key();
        promise(ours_[0].erase(wanted) == theirs_[0].erase(wanted), "erase counts");
    }

    void erase_at() {
        const auto found = ours_[0].find(next_key());
        if (found == ours_[0].end())
            return;
        const auto next = std::next(found);
        theirs_[0].erase(found->key);
        promise(ours_[0].erase(found) == next, "erase answers the next element");
    }

    void extract() {
        const key from = next_key();
        const key to = next_key();
        auto node = ours_[0].extract(from);
        auto expected = theirs_[0].extract(from);
        promise(node.empty() == expected.empty(), "extract finds");
        if (node.empty())
            return;
        node.key() = to;
        expected.key() = to;
        promise(ours_[0].insert(std::move(node)).inserted ==
                    theirs_[0].insert(std::move(expected)).inserted,
                "a node is inserted");
    }

    void change_all() {
        const unsigned rest = input_.byte();
        if (rest < 4) {
            ours_[0].clear();
            theirs_[0].clear();
        } else if (rest < 32) {
            const auto is_it = [rest](unsigned value) { return value % 8 == rest % 8; };
            erase_if(ours_[0], [&](const auto& entry) { return is_it(*entry.value); });
            std::erase_if(theirs_[0], [&](const auto& entry) { return is_it(entry.second); });
        } else if (rest < 64) {
            compare();
        } else {
            find();
        }
    }

    void change_index() {
        const unsigned slots = input_.pair_of_bytes();
        if (slots < 512)
            ours_[0].rehash(slots);
        else if (slots < 1024)
            ours_[0].reserve(slots);
        else
            insert();
    }

    void change_both() {
        switch (input_.byte() % 64) {
        case 0:
            ours_[0].swap(ours_[1]);
            theirs_[0].swap(theirs_[1]);
            break;
        case 1:
            ours_[1].merge(ours_[0]);
            theirs_[1].merge(theirs_[0]);
            break;
        case 2:
            ours_[1] = std::move(ours_[0]);
            theirs_[1] = std::move(theirs_[0]);
            theirs_[0].clear();
            break;
        default:
            insert();
        }
    }

    static void compare(const ours& table, const theirs& expected) {
        std::size_t count = 0;
        for (const auto& [wanted, value] : table) {
            const auto same = expected.find(wanted);
            promise(same != expected.end() && same->second == *value, "what is shown is there");
            promise(table.contains(wanted), "what is shown is found");
            count++;
        }
        promise(count == table.size() && count == expected.size(), "all is shown, and once");
    }

    reader& input_;
    unsigned keys_;
    ours ours_[2];
    theirs theirs_[2];
};

template<typename kind>
std::size_t run(reader& input, unsigned keys) {
    model<kind> both(input, keys);
    std::size_t count = 0;
    for (; !input.done(); count++)
        both.step();
    both.compare();
    return count;
}

} // namespace

std::size_t run_container(const std::uint8_t* bytes, std::size_t size) {
    reader input(bytes, size);
    static constexpr unsigned limits[] = {8, 100, 1000, 60000};
    const unsigned choice = input.byte();
    const unsigned keys = limits[choice / 3 % std::size(limits)];
    switch (choice % 3) {
    case 0:
        return run<numbers>(input, keys);
    case 1:
        return run<strings>(input, keys);
    default:
        // All of them are in one row of buckets.
        return run<colliding_numbers>(input, std::min(keys, 1000U));
    }
}

void run_container_randomly(std::uint64_t seed, std::size_t operations) {
    std::mt19937_64 random(seed);
    for (std::size_t done = 0; done < operations;) {
        std::vector<std::uint8_t> bytes(std::size_t{100} << random() % 12);
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random());
        done += run_container(bytes.data(), bytes.size());
    }
}

} // namespace banos::test
