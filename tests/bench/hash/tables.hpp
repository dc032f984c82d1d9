// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The tables that are compared, each as it comes: with its own hash and load factor.
#ifndef BANOS_BENCH_TABLES_HPP
#define BANOS_BENCH_TABLES_HPP

#include <banos/hash_map.hpp>

#include <absl/container/flat_hash_map.h>
#include <boost/unordered/unordered_flat_map.hpp>
#ifdef BENCH_UNORDERED_DENSE
#include <ankerl/unordered_dense.h>
#endif

#include <cstdint>

namespace bench {

// Each says its name, and what type it is for a type of keys.
struct banos_table {
    static constexpr const char* name = "banos::hash_map";
    template<typename K>
    using map = banos::hash_map<K, std::uint64_t>;
};

struct absl_table {
    static constexpr const char* name = "absl::flat_hash_map";
    template<typename K>
    using map = absl::flat_hash_map<K, std::uint64_t>;
};

struct boost_table {
    static constexpr const char* name = "boost::unordered_flat_map";
    template<typename K>
    using map = boost::unordered_flat_map<K, std::uint64_t>;
};

#ifdef BENCH_UNORDERED_DENSE
struct dense_table {
    static constexpr const char* name = "ankerl::unordered_dense::map";
    template<typename K>
    using map = ankerl::unordered_dense::map<K, std::uint64_t>;
};
#endif

} // namespace bench

#endif
