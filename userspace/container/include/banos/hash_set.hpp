// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// banos::hash_set<T>: a set of elements, found by their hash. Since 0.9.
//
//     banos::hash_set<std::string> names{"ring", "table"};
//     names.contains(std::string_view("ring"));       // makes no string
//
// The interface is std::unordered_set's, without its buckets and local iterators. What is
// different:
//
//   - Elements never move: references, pointers and iterators stay valid until their
//     element is erased, whatever else is inserted or erased, and when the table is
//     swapped or moved. T need not be movable, except for extract() and what says so.
//   - The default hash and equality find strings by whatever converts to a view of them.
//   - Each table draws a seed of its own. A hash function that takes one as its second
//     argument gets it, as banos::hash does; another's result is mixed with it, unless
//     the function has a member type is_avalanching and is so taken as it is.
//   - A projection may say which part of an element is its key:
//
//         struct by_id { static const int& key(const user& u) { return u.id; } };
//         banos::hash_set<user, banos::hash<int>, std::equal_to<>, std::allocator<user>, by_id>
//
//     Iterators of such a set show constant elements, too. banos::hash_map is one, of
//     entries {key, value}.
//
// Exceptions: what the allocator, the hash, the equality or a constructor of T throws
// comes out; insertion of one element has no effect then, insertion of several keeps those
// before. std::length_error from more than max_size() elements. Destructors, and copying the
// hash and the equality, must not throw.
//
// Threads: as the standard containers. Any number may call const members at once; every
// other call needs the table for itself.
//
// docs/container.md has the design, its costs and limits.
#ifndef BANOS_HASH_SET_HPP
#define BANOS_HASH_SET_HPP

#include <banos/detail/extracted_element.hpp>
#include <banos/detail/hash_index.hpp>
#include <banos/detail/hash_seed.hpp>
#include <banos/detail/hash_table_traits.hpp>
#include <banos/detail/segmented_storage.hpp>
#include <banos/hash.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace banos {

// The projection of a plain set: an element is its own key.
struct whole_element {
    template<typename T>
    static const T& key(const T& element) noexcept {
        return element;
    }
};

template<typename T, typename hash_type = hash<T>, typename equal_type = std::equal_to<>,
         typename allocator = std::allocator<T>, typename projection = whole_element>
class hash_set {
    static_assert(std::is_object_v<T> && !std::is_array_v<T> && !std::is_volatile_v<T>);
    static_assert(std::is_same_v<typename std::allocator_traits<allocator>::value_type, T>,
                  "the allocator must be one of T");

    using traits = std::allocator_traits<allocator>;

  public:
    using key_type = std::remove_cvref_t<decltype(projection::key(std::declval<const T&>()))>;
    using value_type = T;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using hasher = hash_type;
    using key_equal = equal_type;
    using allocator_type = allocator;
    using reference = T&;
    using const_reference = const T&;
    using pointer = typename traits::pointer;
    using const_pointer = typename traits::const_pointer;
    using const_iterator = detail::segment_iterator<const T>;
    // Of constant elements, unless the projection says that only keys must not change.
    using iterator = std::conditional_t<detail::keeps_keys_constant<projection>,
                                        detail::segment_iterator<T>, const_iterator>;

  private:
    static constexpr bool stores_hashes = !detail::cheap_hash<hash_type, key_type>;

    using storage_type = detail::segmented_storage<T, allocator, stores_hashes>;
    using mutable_iterator = typename storage_type::iterator;
    using place = detail::hash_index::place;
    using probe = detail::hash_index::probe;
    using element_reference = detail::element_reference;
    using released_type =
        std::remove_cvref_t<decltype(detail::release<projection>(std::declval<T&>()))>;

  public:
    using node_type = detail::extracted_element<released_type>;
    struct insert_return_type {
        iterator position;
        bool inserted;
        node_type node;
    };

    // An empty table owns no memory.
    hash_set() = default;
    explicit hash_set(const allocator& memory) noexcept : memory_(memory) {}
    explicit hash_set(size_type capacity, const hash_type& hash = {}, const equal_type& equal = {},
                      const allocator& memory = {})
        : hash_set(nothing_yet(), hash, equal, memory) {
        reserve(capacity);
    }
    hash_set(size_type capacity, const allocator& memory)
        : hash_set(capacity, hash_type(), equal_type(), memory) {}

    template<std::input_iterator from, std::sentinel_for<from> to>
    hash_set(from first, to last, size_type capacity = 0, const hash_type& hash = {},
             const equal_type& equal = {}, const allocator& memory = {})
        : hash_set(capacity, hash, equal, memory) {
        insert(std::move(first), std::move(last));
    }
    hash_set(std::initializer_list<T> elements, size_type capacity = 0, const hash_type& hash = {},
             const equal_type& equal = {}, const allocator& memory = {})
        : hash_set(elements.begin(), elements.end(), capacity, hash, equal, memory) {}

    hash_set(const hash_set& other)
        : hash_set(other, traits::select_on_container_copy_construction(other.memory_)) {}
    hash_set(const hash_set& other, const allocator& memory)
        : hash_set(other.size_, other.hash_, other.equal_, memory) {
        for (const T& element : other)
            construct_new(projection::key(element), element);
    }

    // `other` is empty afterwards and may be used on.
    hash_set(hash_set&& other) noexcept
        : hash_(other.hash_), equal_(other.equal_), memory_(std::move(other.memory_)) {
        swap_contents(other);
    }
    hash_set(hash_set&& other, const allocator& memory)
        : hash_set(0, other.hash_, other.equal_, memory) {
        take_elements(other);
    }

    hash_set& operator=(const hash_set& other) {
        if (this != std::addressof(other))
            assign_copy(other);
        return *this;
    }
    // Moves the elements one by one if the allocators differ and do not propagate.
    hash_set&
    operator=(hash_set&& other) noexcept(traits::propagate_on_container_move_assignment::value ||
                                         traits::is_always_equal::value) {
        if (this != std::addressof(other))
            assign_moved(other);
        return *this;
    }
    hash_set& operator=(std::initializer_list<T> elements) {
        hash_set made(elements, 0, hash_, equal_, memory_);
        swap_contents(made);
        return *this;
    }

    ~hash_set() { release_memory(); }

    [[nodiscard]] allocator_type get_allocator() const noexcept { return memory_; }
    [[nodiscard]] hasher hash_function() const { return hash_; }
    [[nodiscard]] key_equal key_eq() const { return equal_; }

    // Elements come in the order of insertion as long as nothing was erased.
    [[nodiscard]] iterator begin() noexcept { return storage_.begin(); }
    [[nodiscard]] const_iterator begin() const noexcept { return storage_.begin(); }
    [[nodiscard]] const_iterator cbegin() const noexcept { return storage_.begin(); }
    [[nodiscard]] iterator end() noexcept { return iterator(); }
    [[nodiscard]] const_iterator end() const noexcept { return const_iterator(); }
    [[nodiscard]] const_iterator cend() const noexcept { return const_iterator(); }

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] size_type size() const noexcept { return size_; }
    [[nodiscard]] static constexpr size_type max_size() noexcept {
        return storage_type::most_elements / 8 * 7;
    }

    // Keeps the memory.
    void clear() noexcept {
        destroy_elements();
        storage_.clear();
        if (index_.has_buckets())
            index_.clear();
        size_ = 0;
    }

    std::pair<iterator, bool> insert(const T& element) { return insert_element(element); }
    std::pair<iterator, bool> insert(T&& element) { return insert_element(std::move(element)); }
    iterator insert(const_iterator /*hint*/, const T& element) { return insert(element).first; }
    iterator insert(const_iterator /*hint*/, T&& element) {
        return insert(std::move(element)).first;
    }
    void insert(std::initializer_list<T> elements) { insert(elements.begin(), elements.end()); }

    template<std::input_iterator from, std::sentinel_for<from> to>
    void insert(from first, to last) {
        if constexpr (std::sized_sentinel_for<to, from>)
            reserve(size_ + static_cast<size_type>(last - first));
        for (; first != last; ++first)
            emplace(*first);
    }

    // Makes the element first, then looks whether there is an equal one. If so, it is
    // destroyed again, and what it was made of may have been moved from.
    template<typename... arguments>
    std::pair<iterator, bool> emplace(arguments&&... values) {
        if constexpr (sizeof...(arguments) == 1 &&
                      (std::is_same_v<std::remove_cvref_t<arguments>, T> && ...))
            return insert_element(std::forward<arguments>(values)...);
        else
            return emplace_made(std::forward<arguments>(values)...);
    }
    template<typename... arguments>
    iterator emplace_hint(const_iterator /*hint*/, arguments&&... values) {
        return emplace(std::forward<arguments>(values)...).first;
    }

    // Makes an element of `values`, which must have the key, unless there is one with it.
    // `key` may be of any type that find() takes. No standard container has this.
    template<typename K, typename... arguments>
    std::pair<iterator, bool> emplace_as(const K& key, arguments&&... values) {
        const auto& wanted = as_key(key);
        const std::uint64_t hash = hash_of(wanted);
        const probe from = index_.start(hash);
        if (const located found = find_element(from, wanted))
            return {iterator_at(found), false};
        if (size_ == limit_) [[unlikely]]
            return {construct_new(wanted, std::forward<arguments>(values)...), true};
        return {construct_at(from, hash, std::forward<arguments>(values)...), true};
    }

    insert_return_type insert(node_type&& node) {
        if (node.empty())
            return {end(), false, {}};
        const auto [position, inserted] =
            emplace_as(projection::key(node.value()), std::move(node.value()));
        if (inserted)
            node = node_type();
        return {position, inserted, std::move(node)};
    }
    iterator insert(const_iterator /*hint*/, node_type&& node) {
        insert_return_type done = insert(std::move(node));
        node = std::move(done.node);
        return done.position;
    }

    // Answers the iterator after the erased element.
    iterator erase(const_iterator position) { return erase_at(position.as_mutable()); }
    iterator erase(const_iterator first, const_iterator last) {
        while (first != last)
            first = erase(first);
        return last.as_mutable();
    }
    template<typename K = key_type>
    requires(!std::convertible_to<const K&, const_iterator>) size_type erase(const K& key) {
        const auto& wanted = as_key(key);
        const probe from = index_.start(hash_of(wanted));
        const place found = find_place(from, wanted);
        if (!found)
            return 0;
        erase_place(from, found);
        return 1;
    }

    // Moves an element out. An empty handle if there is none.
    node_type extract(const_iterator position) {
        node_type node(detail::release<projection>(*position.as_mutable()));
        erase(position);
        return node;
    }
    template<typename K = key_type>
    requires(!std::convertible_to<const K&, const_iterator>) node_type extract(const K& key) {
        const const_iterator found = find(key);
        return found == cend() ? node_type() : extract(found);
    }

    // Moves those elements over whose keys this table does not have.
    template<typename hash2, typename equal2>
    void merge(hash_set<T, hash2, equal2, allocator, projection>& other) {
        for (auto at = other.begin(); at != other.end();) {
            if (contains(projection::key(*at)))
                ++at;
            else
                at = other.move_to(*this, at);
        }
    }
    template<typename hash2, typename equal2>
    void merge(hash_set<T, hash2, equal2, allocator, projection>&& other) {
        merge(other);
    }

    // No element goes from one to the other. The allocators must be equal if they do not
    // propagate on swap.
    void swap(hash_set& other) noexcept {
        if constexpr (traits::propagate_on_container_swap::value)
            std::swap(memory_, other.memory_);
        swap_table(other);
    }
    friend void swap(hash_set& left, hash_set& right) noexcept { left.swap(right); }

    // A key is a key_type, or whatever converts to one; if both the hash and the equality
    // have a member type is_transparent, whatever these take.
    template<typename K = key_type>
    [[nodiscard]] iterator find(const K& key) {
        return find_iterator(as_key(key));
    }
    template<typename K = key_type>
    [[nodiscard]] const_iterator find(const K& key) const {
        return find_iterator(as_key(key));
    }
    template<typename K = key_type>
    [[nodiscard]] bool contains(const K& key) const {
        const auto& wanted = as_key(key);
        return static_cast<bool>(find_element(index_.start(hash_of(wanted)), wanted));
    }
    template<typename K = key_type>
    [[nodiscard]] size_type count(const K& key) const {
        return contains(key) ? 1 : 0;
    }
    template<typename K = key_type>
    [[nodiscard]] std::pair<iterator, iterator> equal_range(const K& key) {
        const iterator found = find(key);
        return {found, found == end() ? found : std::next(found)};
    }
    template<typename K = key_type>
    [[nodiscard]] std::pair<const_iterator, const_iterator> equal_range(const K& key) const {
        const const_iterator found = find(key);
        return {found, found == end() ? found : std::next(found)};
    }

    // Slots of the index. There is no rehashing up to bucket_count() * max_load_factor()
    // elements.
    [[nodiscard]] size_type bucket_count() const noexcept {
        return index_.has_buckets() ? index_.count() * detail::hash_bucket::slots : 0;
    }
    [[nodiscard]] float load_factor() const noexcept {
        return empty() ? 0.0F : static_cast<float>(size_) / static_cast<float>(bucket_count());
    }
    [[nodiscard]] float max_load_factor() const noexcept {
        return static_cast<float>(elements_of_bucket) / detail::hash_bucket::slots;
    }
    // Accepted for the standard's sake, and of no effect.
    void max_load_factor(float /*wish*/) noexcept {}

    // Makes room for so many elements in all.
    void reserve(size_type capacity) {
        if (capacity > limit_)
            grow(std::max(capacity, std::min(2 * limit_, max_size())));
    }
    // Gives the index about so many slots, but no fewer than the elements need. Elements
    // stay where they are: rehash(0) gives back only memory of the index.
    void rehash(size_type slots) {
        constexpr size_type each = detail::hash_bucket::slots;
        const size_type wished = limit_of(slots / each + (slots % each != 0));
        const size_type needed = std::max(size_, std::min(wished, max_size()));
        if (needed > limit_)
            grow(needed);
        else if (index_.has_buckets() && buckets_for(needed) < index_.count())
            replace_index(needed);
    }

    // Every element of one is in the other, and equal to it by ==.
    friend bool operator==(const hash_set& left, const hash_set& right) {
        if (left.size() != right.size())
            return false;
        return std::all_of(left.begin(), left.end(), [&](const T& element) {
            const auto found = right.find(projection::key(element));
            return found != right.end() && *found == element;
        });
    }

  private:
    template<typename, typename, typename, typename, typename>
    friend class hash_set;

    // The others call this one, so that from here on the destructor frees what they made.
    struct nothing_yet {};
    hash_set(nothing_yet /*tag*/, const hash_type& hash, const equal_type& equal,
             const allocator& memory)
        : hash_(hash), equal_(equal), memory_(memory) {}

    // Of 12 slots, on the average. At the limit, 99 of 100 elements are in their home
    // bucket, and 99 of 100 absent keys are told by that alone.
    static constexpr size_type elements_of_bucket = 7;

    static size_type limit_of(size_type buckets) noexcept { return buckets * elements_of_bucket; }
    static size_type buckets_for(size_type elements) noexcept {
        return std::max<size_type>((elements + elements_of_bucket - 1) / elements_of_bucket, 1);
    }

    // One of eight is free, so that the next one is found soon. A multiple of eight.
    static size_type slots_for(size_type elements) noexcept { return (elements + 6) / 7 * 8; }

    template<typename K>
    static decltype(auto) as_key(const K& key) {
        if constexpr (std::is_same_v<K, key_type> ||
                      (detail::transparent<hash_type> && detail::transparent<equal_type>))
            return (key);
        else {
            static_assert(std::convertible_to<const K&, key_type>, "this is no key");
            return static_cast<key_type>(key);
        }
    }

    template<typename K>
    [[nodiscard]] std::uint64_t hash_of(const K& key) const {
        if constexpr (detail::takes_seed<hash_type, K>)
            return hash_(key, seed_);
        else if constexpr (detail::avalanching<hash_type>)
            return hash_(key);
        else
            return detail::hash_number(hash_(key), seed_);
    }

    // Of an element that is in the table.
    [[nodiscard]] std::uint64_t hash_at(element_reference at) const noexcept {
        if constexpr (stores_hashes)
            return storage_.hash_of(at);
        else
            return hash_of(projection::key(storage_.at(at)));
    }

    // An element that was found, and what it is called.
    struct located {
        T* element = nullptr;
        element_reference reference = 0;

        explicit operator bool() const noexcept { return element != nullptr; }
    };

    template<typename K>
    [[nodiscard]] located find_element(const probe& from, const K& key) const {
        return index_.find(from, [this, &key](place at) {
            const element_reference reference = at.reference();
            T* element = std::addressof(storage_.at(reference));
            return equal_(projection::key(std::as_const(*element)), key)
                       ? located{element, reference}
                       : located();
        });
    }
    template<typename K>
    [[nodiscard]] place find_place(const probe& from, const K& key) const {
        return index_.find(from, [this, &key](place at) {
            const T& element = storage_.at(at.reference());
            return equal_(projection::key(element), key) ? at : place();
        });
    }
    template<typename K>
    [[nodiscard]] mutable_iterator find_iterator(const K& key) const {
        const located found = find_element(index_.start(hash_of(key)), key);
        return found ? iterator_at(found) : mutable_iterator();
    }

    [[nodiscard]] mutable_iterator iterator_at(located found) const noexcept {
        return storage_.iterator_to(found.reference, found.element);
    }

    template<typename U>
    std::pair<iterator, bool> insert_element(U&& element) {
        return emplace_as(projection::key(element), std::forward<U>(element));
    }

    template<typename... arguments>
    std::pair<iterator, bool> emplace_made(arguments&&... values) {
        make_room();
        T* made = construct(std::forward<arguments>(values)...);
        std::uint64_t hash;
        probe from;
        located found;
        try {
            hash = hash_of(projection::key(*made));
            from = index_.start(hash);
            found = find_element(from, projection::key(*made));
        } catch (...) {
            traits::destroy(memory_, made);
            throw;
        }
        if (found) {
            traits::destroy(memory_, made);
            return {iterator_at(found), false};
        }
        return {add(from, hash), true};
    }

    // An element of a key that is not in the table. The hash comes after the growth: with
    // its first slots a table gets its seed.
    template<typename K, typename... arguments>
    mutable_iterator construct_new(const K& key, arguments&&... values) {
        make_room();
        const std::uint64_t hash = hash_of(key);
        return construct_at(index_.start(hash), hash, std::forward<arguments>(values)...);
    }

    // An element of another table, which the key leaves after it was hashed.
    void take_element(T& element) {
        make_room();
        const std::uint64_t hash = hash_of(projection::key(element));
        construct_at(index_.start(hash), hash, detail::release<projection>(element));
    }

    // With room for it, and a key that is not in the table.
    template<typename... arguments>
    mutable_iterator construct_at(const probe& from, std::uint64_t hash, arguments&&... values) {
        construct(std::forward<arguments>(values)...);
        return add(from, hash);
    }

    template<typename... arguments>
    T* construct(arguments&&... values) {
        T* made = storage_.next_slot();
        traits::construct(memory_, made, std::forward<arguments>(values)...);
        return made;
    }

    // What construct() made.
    mutable_iterator add(const probe& from, std::uint64_t hash) noexcept {
        const element_reference made = storage_.take_slot(hash);
        index_.insert(from, made);
        size_++;
        return storage_.iterator_to(made);
    }

    mutable_iterator erase_at(mutable_iterator position) {
        const element_reference at = storage_type::reference_to(position);
        const probe from = index_.start(hash_at(at));
        ++position;
        erase_place(from, index_.find(from, [at](place candidate) {
            return candidate.reference() == at ? candidate : place();
        }));
        return position;
    }

    void erase_place(const probe& from, place found) noexcept {
        const element_reference at = found.reference();
        index_.erase(from, found);
        storage_.set_dead(at);
        traits::destroy(memory_, std::addressof(storage_.at(at)));
        size_--;
    }

    // merge()'s step: answers the iterator after the element that went.
    template<typename table>
    iterator move_to(table& other, const_iterator position) {
        other.take_element(*position.as_mutable());
        return erase(position);
    }

    void make_room() {
        if (size_ == limit_) [[unlikely]]
            grow();
    }

    // Small tables grow fourfold: making the index anew is what insertion costs most there.
    void grow() {
        const size_type wished = limit_ * (limit_ < 1000 ? 4 : 2);
        grow(std::max(std::min(wished, max_size()), limit_ + 1));
    }

    // To a limit of at least so many elements.
    void grow(size_type capacity) {
        if (capacity > max_size())
            throw std::length_error("banos::hash_set: too many elements");
        if (!index_.has_buckets())
            seed_ = detail::new_seed();
        const size_type limit = limit_of(buckets_for(capacity));
        storage_.grow(memory_, slots_for(limit));
        replace_index(capacity);
    }

    void replace_index(size_type capacity) {
        const size_type count = buckets_for(capacity);
        detail::hash_index made = detail::allocate_index(memory_, count);
        fill(made);
        release_index();
        index_ = made;
        limit_ = std::min(limit_of(count), storage_.capacity() / 8 * 7);
    }

    void fill(detail::hash_index& made) const noexcept {
        for (auto at = storage_.begin(); at != mutable_iterator(); ++at) {
            const element_reference element = storage_type::reference_to(at);
            made.insert(made.start(hash_at(element)), element);
        }
    }

    void release_index() noexcept {
        if (index_.has_buckets())
            detail::free_index(memory_, std::exchange(index_, detail::hash_index()));
    }

    void destroy_elements() noexcept {
        if constexpr (!std::is_trivially_destructible_v<T>) {
            for (auto at = storage_.begin(); at != mutable_iterator(); ++at)
                traits::destroy(memory_, std::addressof(*at));
        }
    }

    // All elements and memory.
    void release_memory() noexcept {
        destroy_elements();
        storage_.release(memory_);
        release_index();
        size_ = 0;
        limit_ = 0;
    }

    // All but the functions and the allocator.
    void swap_contents(hash_set& other) noexcept {
        storage_.swap(other.storage_);
        std::swap(index_, other.index_);
        std::swap(size_, other.size_);
        std::swap(limit_, other.limit_);
        std::swap(seed_, other.seed_);
    }

    // All but the allocator.
    void swap_table(hash_set& other) noexcept {
        swap_contents(other);
        std::swap(hash_, other.hash_);
        std::swap(equal_, other.equal_);
    }

    // Into an empty table. The other is empty afterwards.
    void take_elements(hash_set& other) {
        if (memory_ == other.memory_) {
            swap_contents(other);
            return;
        }
        reserve(other.size_);
        for (auto at = other.storage_.begin(); at != mutable_iterator(); ++at)
            take_element(*at);
        other.clear();
    }

    void assign_copy(const hash_set& other) {
        constexpr bool propagates = traits::propagate_on_container_copy_assignment::value;
        hash_set copy(other, propagates ? other.memory_ : memory_);
        swap_table(copy);
        if constexpr (propagates)
            std::swap(memory_, copy.memory_);
    }

    void assign_moved(hash_set& other) {
        if constexpr (traits::propagate_on_container_move_assignment::value) {
            release_memory();
            memory_ = std::move(other.memory_);
            swap_contents(other);
            hash_ = other.hash_;
            equal_ = other.equal_;
        } else {
            hash_set taken(std::move(other), memory_);
            swap_table(taken);
        }
    }

    detail::hash_index index_;
    storage_type storage_;
    std::uint64_t seed_ = 0;
    size_type size_ = 0;
    // At this size the table has to grow.
    size_type limit_ = 0;
    [[no_unique_address]] hash_type hash_;
    [[no_unique_address]] equal_type equal_;
    [[no_unique_address]] allocator memory_;
};

// Erases what the predicate is true for; answers how many that were.
template<typename T, typename hash, typename equal, typename allocator, typename projection,
         typename predicate>
std::size_t erase_if(hash_set<T, hash, equal, allocator, projection>& from, predicate is_it) {
    return detail::erase_matching(from, is_it);
}

template<std::input_iterator from, std::sentinel_for<from> to, typename T = std::iter_value_t<from>,
         typename hash_type = hash<T>, typename equal = std::equal_to<>,
         typename allocator = std::allocator<T>>
hash_set(from, to, std::size_t = 0, hash_type = {}, equal = {}, allocator = {})
    -> hash_set<T, hash_type, equal, allocator>;

template<typename T, typename hash_type = hash<T>, typename equal = std::equal_to<>,
         typename allocator = std::allocator<T>>
hash_set(std::initializer_list<T>, std::size_t = 0, hash_type = {}, equal = {}, allocator = {})
    -> hash_set<T, hash_type, equal, allocator>;

} // namespace banos

#endif
