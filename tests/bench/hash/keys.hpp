// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The keys that the tables are measured with: random numbers, and strings of 12 to 40
// characters that look like paths. The same for each table and each run.
#ifndef BANOS_BENCH_KEYS_HPP
#define BANOS_BENCH_KEYS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace bench {

template<typename K>
struct key_set {
    std::vector<K> present;
    // The same in another order, so that lookups don't follow the insertions.
    std::vector<K> shuffled;
    std::vector<K> absent;

    // Branch predictors learn a thousand searches by heart if they come in the same order
    // again and again, which no program does.
    void reorder(std::mt19937_64& random) {
        for (std::vector<K>* keys : {&present, &shuffled, &absent})
            std::shuffle(keys->begin(), keys->end(), random);
    }
};

inline void make_key(std::uint64_t number, std::uint64_t& key) {
    key = number;
}

// The number itself is in it, so different numbers make different strings.
inline void make_key(std::uint64_t number, std::string& key) {
    static constexpr const char* folders[] = {"/usr", "/lib", "/share", "/doc", "/src", "/net"};
    key.clear();
    for (std::uint64_t choice = number; key.size() + 16 < 12 + number % 25; choice /= 7)
        key += folders[choice % 6];
    key += '/';
    for (std::uint64_t rest = number; rest != 0; rest /= 64)
        key += static_cast<char>('0' + rest % 64);
    key.resize(std::max<std::size_t>(key.size(), 12), '.');
}

template<typename K>
key_set<K> make_keys(std::size_t count) {
    std::mt19937_64 random(count);
    key_set<K> keys;
    keys.present.resize(count);
    keys.absent.resize(count);
    // The lowest bit tells the two kinds apart: no key is of both.
    for (K& key : keys.present)
        make_key(random() & ~std::uint64_t{1}, key);
    for (K& key : keys.absent)
        make_key(random() | 1, key);
    keys.shuffled = keys.present;
    std::shuffle(keys.shuffled.begin(), keys.shuffled.end(), random);
    return keys;
}

} // namespace bench

#endif
