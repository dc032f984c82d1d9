// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// banos::hash_map<K, V>: values, found by the hash of their keys. Since 0.9.
//
//     banos::hash_map<std::string, int> ages{{"Ada", 36}};
//     ages["Grace"] = 85;
//     for (auto& [name, age] : ages)
//         age++;                                // name is constant
//     if (auto found = ages.find("Ada"); found != ages.end())
//         use(found->key, found->value);
//
// A banos::hash_set of entries {key, value} whose key is their identity: all that is said
// of that one holds here, above all that entries never move. The interface is
// std::unordered_map's, but for the names of an entry's parts. Entries can be made of, and
// compared with, nothing else than entries; a std::pair converts to one.
#ifndef BANOS_HASH_MAP_HPP
#define BANOS_HASH_MAP_HPP

#include <banos/hash_set.hpp>

#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace banos {

template<typename K, typename V>
struct map_entry {
    K key;
    V value;

    map_entry() = default;
    template<typename key_like, typename value_like>
    requires(!std::is_same_v<std::remove_cvref_t<key_like>, std::in_place_t>)
        map_entry(key_like&& from_key, value_like&& from_value)
        : key(std::forward<key_like>(from_key)), value(std::forward<value_like>(from_value)) {}

    // The value is made in its place, of any number of arguments.
    template<typename key_like, typename... arguments>
    map_entry(std::in_place_t /*tag*/, key_like&& from_key, arguments&&... values)
        : key(std::forward<key_like>(from_key)), value(std::forward<arguments>(values)...) {}

    template<typename K2, typename V2>
    map_entry(const map_entry<K2, V2>& other) : key(other.key), value(other.value) {}
    template<typename K2, typename V2>
    map_entry(map_entry<K2, V2>&& other)
        : key(std::forward<K2>(other.key)), value(std::forward<V2>(other.value)) {}
    template<typename K2, typename V2>
    map_entry(const std::pair<K2, V2>& pair) : key(pair.first), value(pair.second) {}
    template<typename K2, typename V2>
    map_entry(std::pair<K2, V2>&& pair)
        : key(std::forward<K2>(pair.first)), value(std::forward<V2>(pair.second)) {}

    friend bool operator==(const map_entry& left, const map_entry& right) {
        return left.key == right.key && left.value == right.value;
    }
};

template<typename K, typename V>
map_entry(K, V) -> map_entry<K, V>;

namespace detail {

// The projection of a map.
struct key_of_entry {
    using keys_are_constant = void;

    template<typename K, typename V>
    static const K& key(const map_entry<K, V>& entry) noexcept {
        return entry.key;
    }

    // The entry is about to be destroyed: nobody will see its key any more.
    template<typename K, typename V>
    static map_entry<K, V> release(map_entry<const K, V>& entry) {
        return {std::move(const_cast<K&>(entry.key)), std::move(entry.value)};
    }
};

} // namespace detail

template<typename K, typename V, typename hash_type = hash<K>,
         typename equal_type = std::equal_to<>,
         typename allocator = std::allocator<map_entry<const K, V>>>
class hash_map : private hash_set<map_entry<const K, V>, hash_type, equal_type, allocator,
                                  detail::key_of_entry> {
    using base =
        hash_set<map_entry<const K, V>, hash_type, equal_type, allocator, detail::key_of_entry>;

  public:
    using mapped_type = V;
    // An entry that is not in a map yet.
    using init_type = map_entry<K, V>;
    using typename base::allocator_type;
    using typename base::const_iterator;
    using typename base::const_pointer;
    using typename base::const_reference;
    using typename base::difference_type;
    using typename base::hasher;
    using typename base::insert_return_type;
    using typename base::iterator;
    using typename base::key_equal;
    using typename base::key_type;
    using typename base::node_type;
    using typename base::pointer;
    using typename base::reference;
    using typename base::size_type;
    using typename base::value_type;

    using base::base;
    hash_map() = default;
    hash_map(std::initializer_list<value_type> entries, size_type capacity = 0,
             const hash_type& hash = {}, const equal_type& equal = {}, const allocator& memory = {})
        : base(entries, capacity, hash, equal, memory) {}
    hash_map(const hash_map& other, const allocator& memory) : base(other, memory) {}
    hash_map(hash_map&& other, const allocator& memory) : base(std::move(other), memory) {}
    hash_map& operator=(std::initializer_list<value_type> entries) {
        base::operator=(entries);
        return *this;
    }

    using base::begin;
    using base::bucket_count;
    using base::cbegin;
    using base::cend;
    using base::clear;
    using base::contains;
    using base::count;
    using base::empty;
    using base::end;
    using base::equal_range;
    using base::erase;
    using base::extract;
    using base::find;
    using base::get_allocator;
    using base::hash_function;
    using base::key_eq;
    using base::load_factor;
    using base::max_load_factor;
    using base::max_size;
    using base::rehash;
    using base::reserve;
    using base::size;

    // What braces make: insert({key, value}).
    std::pair<iterator, bool> insert(init_type&& entry) {
        return try_emplace(std::move(entry.key), std::move(entry.value));
    }
    // Entries, and what converts to one.
    template<std::convertible_to<value_type> entry_like>
    std::pair<iterator, bool> insert(entry_like&& entry) {
        return emplace(std::forward<entry_like>(entry));
    }
    template<std::convertible_to<value_type> entry_like>
    iterator insert(const_iterator /*hint*/, entry_like&& entry) {
        return insert(std::forward<entry_like>(entry)).first;
    }
    void insert(std::initializer_list<value_type> entries) { base::insert(entries); }
    template<std::input_iterator from, std::sentinel_for<from> to>
    void insert(from first, to last) {
        base::insert(std::move(first), std::move(last));
    }
    insert_return_type insert(node_type&& node) { return base::insert(std::move(node)); }
    iterator insert(const_iterator hint, node_type&& node) {
        return base::insert(hint, std::move(node));
    }

    template<typename... arguments>
    std::pair<iterator, bool> emplace(arguments&&... values) {
        return base::emplace(std::forward<arguments>(values)...);
    }
    // The usual case: the key is there, and need not be made to look for it.
    template<typename key_like, typename value_like>
    requires(std::is_same_v<std::remove_cvref_t<key_like>, K>) std::pair<iterator, bool> emplace(
        key_like&& key, value_like&& value) {
        return try_emplace(std::forward<key_like>(key), std::forward<value_like>(value));
    }
    template<typename... arguments>
    iterator emplace_hint(const_iterator /*hint*/, arguments&&... values) {
        return emplace(std::forward<arguments>(values)...).first;
    }

    // Makes the value of `values` unless there is an entry with the key; then neither the
    // key nor the values are moved from. The key may be of any type that find() takes.
    template<typename key_like = K, typename... arguments>
    std::pair<iterator, bool> try_emplace(key_like&& key, arguments&&... values) {
        return base::emplace_as(key, std::in_place, std::forward<key_like>(key),
                                std::forward<arguments>(values)...);
    }

    template<typename key_like = K, typename value_like = V>
    std::pair<iterator, bool> insert_or_assign(key_like&& key, value_like&& value) {
        const auto done = try_emplace(std::forward<key_like>(key), std::forward<value_like>(value));
        if (!done.second)
            done.first->value = std::forward<value_like>(value);
        return done;
    }

    template<typename key_like = K>
    V& operator[](key_like&& key) {
        return try_emplace(std::forward<key_like>(key)).first->value;
    }

    // Throws std::out_of_range if there is none.
    template<typename key_like = K>
    [[nodiscard]] V& at(const key_like& key) {
        const iterator found = find(key);
        if (found == end())
            throw std::out_of_range("banos::hash_map::at: no such key");
        return found->value;
    }
    template<typename key_like = K>
    [[nodiscard]] const V& at(const key_like& key) const {
        const const_iterator found = find(key);
        if (found == end())
            throw std::out_of_range("banos::hash_map::at: no such key");
        return found->value;
    }

    template<typename hash2, typename equal2>
    void merge(hash_map<K, V, hash2, equal2, allocator>& other) {
        base::merge(other.as_set());
    }
    template<typename hash2, typename equal2>
    void merge(hash_map<K, V, hash2, equal2, allocator>&& other) {
        base::merge(other.as_set());
    }

    void swap(hash_map& other) noexcept { base::swap(other); }
    friend void swap(hash_map& left, hash_map& right) noexcept { left.swap(right); }

    friend bool operator==(const hash_map& left, const hash_map& right) {
        return static_cast<const base&>(left) == static_cast<const base&>(right);
    }

  private:
    template<typename, typename, typename, typename, typename>
    friend class hash_map;

    base& as_set() noexcept { return *this; }
};

namespace detail {

// What a map is deduced to be of: entries or pairs.
template<typename K, typename V>
std::pair<std::remove_const_t<K>, V> parts_of(const map_entry<K, V>&);
template<typename K, typename V>
std::pair<std::remove_const_t<K>, V> parts_of(const std::pair<K, V>&);

template<typename entry>
using key_in = typename decltype(parts_of(std::declval<entry>()))::first_type;
template<typename entry>
using value_in = typename decltype(parts_of(std::declval<entry>()))::second_type;

} // namespace detail

template<std::input_iterator from, std::sentinel_for<from> to,
         typename K = detail::key_in<std::iter_value_t<from>>,
         typename V = detail::value_in<std::iter_value_t<from>>, typename hash_type = hash<K>,
         typename equal = std::equal_to<>,
         typename allocator = std::allocator<map_entry<const K, V>>>
hash_map(from, to, std::size_t = 0, hash_type = {}, equal = {}, allocator = {})
    -> hash_map<K, V, hash_type, equal, allocator>;

template<typename K, typename V, typename hash_type = hash<std::remove_const_t<K>>,
         typename equal = std::equal_to<>,
         typename allocator = std::allocator<map_entry<const K, V>>>
hash_map(std::initializer_list<map_entry<K, V>>, std::size_t = 0, hash_type = {}, equal = {},
         allocator = {}) -> hash_map<std::remove_const_t<K>, V, hash_type, equal, allocator>;

// Erases what the predicate is true for; answers how many that were.
template<typename K, typename V, typename hash, typename equal, typename allocator,
         typename predicate>
std::size_t erase_if(hash_map<K, V, hash, equal, allocator>& from, predicate is_it) {
    return detail::erase_matching(from, is_it);
}

} // namespace banos

#endif
