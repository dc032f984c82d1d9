// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Where a hash table keeps its elements: in segments that never move, filled from the
// first slot on. An erased element leaves a hole, which the next insertion fills. A
// bitmap for each segment says which slots are alive; one walks over the elements by its
// words, 64 slots at a time, so that a table without holes is walked like an array.
//
// An element is named by a reference of 32 bits: the number of its segment, and that of
// its slot. Each segment's memory ends with the directory of all segments up to it: the
// newest one's is in use.
#ifndef BANOS_DETAIL_SEGMENTED_STORAGE_HPP
#define BANOS_DETAIL_SEGMENTED_STORAGE_HPP

#include <banos/detail/hash_index.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <new>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace banos::detail {

// An element, or, while there is none, the next slot of the list of holes.
template<typename T>
union segment_slot {
    segment_slot() noexcept {}
    ~segment_slot() {}

    T element;
    element_reference next_hole;
};

// The head of a segment's memory. The slots follow, then the bitmap, the hashes if they
// are stored, and the directory.
template<typename T>
struct segment {
    using slot = segment_slot<T>;

    segment* next;
    std::uint64_t* alive;
    std::uint64_t* hashes;
    segment** directory;
    std::uint32_t capacity;
    std::uint32_t number;
    // Counts what was erased, so that iterators know when their run is out of date.
    std::uint64_t erasures;

    static constexpr std::size_t alignment =
        std::max({alignof(slot), alignof(std::uint64_t), alignof(void*)});

    static constexpr std::size_t slots_offset() noexcept {
        return (sizeof(segment) + alignof(slot) - 1) / alignof(slot) * alignof(slot);
    }
    [[nodiscard]] slot* slots() noexcept {
        return std::launder(
            reinterpret_cast<slot*>(reinterpret_cast<std::byte*>(this) + slots_offset()));
    }
    [[nodiscard]] std::size_t words() const noexcept { return (capacity + 63) / 64; }

    void set_alive(std::size_t at) noexcept { alive[at / 64] |= std::uint64_t{1} << at % 64; }
    void set_dead(std::size_t at) noexcept { alive[at / 64] &= ~(std::uint64_t{1} << at % 64); }
};

// A forward iterator over the elements of a chain of segments; T may be const. It stays
// valid until its element is erased, whatever else is inserted or erased.
template<typename T>
class segment_iterator {
    using owner = segment<std::remove_const_t<T>>;
    using slot = typename owner::slot;

  public:
    using iterator_category = std::forward_iterator_tag;
    using iterator_concept = std::forward_iterator_tag;
    using value_type = std::remove_const_t<T>;
    using difference_type = std::ptrdiff_t;
    using pointer = T*;
    using reference = T&;

    segment_iterator() noexcept = default;

    // To slot `at`, which is alive. Where its run of elements ends is found when needed.
    segment_iterator(owner* where, std::size_t at) noexcept
        : at_(where->slots() + at), run_end_(at_ + 1), owner_(where), erasures_(where->erasures) {}

    // To the first element of a chain of segments.
    explicit segment_iterator(owner* first) noexcept { find_run(first, 0); }

    // An iterator converts to its const form.
    template<typename other>
    requires(std::is_same_v<const other, T> && !std::is_same_v<other, T>)
        segment_iterator(const segment_iterator<other>& from)
    noexcept
        : at_(from.at_), run_end_(from.run_end_), owner_(from.owner_), erasures_(from.erasures_) {}

    [[nodiscard]] reference operator*() const noexcept { return at_->element; }
    [[nodiscard]] pointer operator->() const noexcept { return std::addressof(at_->element); }

    segment_iterator& operator++() noexcept {
        ++at_;
        if (at_ == run_end_ || owner_->erasures != erasures_) [[unlikely]]
            find_run(owner_, static_cast<std::size_t>(at_ - owner_->slots()));
        return *this;
    }
    segment_iterator operator++(int) noexcept {
        segment_iterator before = *this;
        ++*this;
        return before;
    }

    template<typename other>
    requires(std::is_same_v<std::remove_const_t<other>, std::remove_const_t<T>>) [[nodiscard]] bool
    operator==(const segment_iterator<other>& right) const noexcept {
        return at_ == right.at_;
    }

    // For the table alone.
    [[nodiscard]] owner* where() const noexcept { return owner_; }
    [[nodiscard]] std::size_t position() const noexcept {
        return static_cast<std::size_t>(at_ - owner_->slots());
    }
    [[nodiscard]] segment_iterator<std::remove_const_t<T>> as_mutable() const noexcept {
        segment_iterator<std::remove_const_t<T>> same;
        same.at_ = at_;
        same.run_end_ = run_end_;
        same.owner_ = owner_;
        same.erasures_ = erasures_;
        return same;
    }

  private:
    template<typename>
    friend class segment_iterator;

    // Goes to the first element at or after a slot of a segment, or to the end.
    void find_run(owner* in, std::size_t from) noexcept {
        for (; in != nullptr; in = in->next, from = 0) {
            for (std::size_t word = from / 64; word < in->words(); word++, from = word * 64) {
                const std::uint64_t left = in->alive[word] >> from % 64;
                if (left == 0)
                    continue;
                const auto skipped = static_cast<std::size_t>(std::countr_zero(left));
                set_run(in, from + skipped, left >> skipped);
                return;
            }
        }
        at_ = nullptr;
    }

    void set_run(owner* in, std::size_t from, std::uint64_t alive) noexcept {
        at_ = in->slots() + from;
        run_end_ = at_ + std::countr_one(alive);
        owner_ = in;
        erasures_ = in->erasures;
    }

    slot* at_ = nullptr;
    slot* run_end_ = nullptr;
    owner* owner_ = nullptr;
    std::uint64_t erasures_ = 0;
};

// The segments of one table. It makes and frees memory; constructing and destroying the
// elements, and the allocator, are the table's. Whether each element's hash is kept is
// chosen at compile time.
template<typename T, typename allocator, bool stores_hashes>
class segmented_storage {
  public:
    using segment_type = segment<T>;
    using slot = segment_slot<T>;
    using iterator = segment_iterator<T>;

    static constexpr unsigned slot_bits = 26;
    static constexpr std::size_t most_slots = std::size_t{1} << slot_bits;
    static constexpr std::size_t most_segments = 64;
    // Whatever sizes were reserved on the way, the segments suffice for so many.
    static constexpr std::size_t most_elements = std::size_t{1} << 31;

    segmented_storage() noexcept = default;
    segmented_storage(segmented_storage&& other) noexcept { swap(other); }
    segmented_storage& operator=(segmented_storage&&) = delete;
    ~segmented_storage() = default;

    void swap(segmented_storage& other) noexcept {
        std::swap(directory_, other.directory_);
        std::swap(capacity_, other.capacity_);
        std::swap(count_, other.count_);
        std::swap(started_, other.started_);
        std::swap(fresh_, other.fresh_);
        std::swap(fresh_end_, other.fresh_end_);
        std::swap(hole_, other.hole_);
    }

    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

    [[nodiscard]] T& at(element_reference reference) const noexcept {
        return slot_of(reference).element;
    }

    [[nodiscard]] static element_reference reference_to(const iterator& at) noexcept {
        return make_reference(at.where()->number, at.position());
    }
    [[nodiscard]] iterator iterator_to(element_reference reference) const noexcept {
        return iterator(directory_[reference >> slot_bits], reference % most_slots);
    }
    [[nodiscard]] iterator begin() const noexcept {
        return iterator(count_ == 0 ? nullptr : directory_[0]);
    }

    [[nodiscard]] std::uint64_t hash_of(element_reference reference) const noexcept
        requires(stores_hashes) {
        return directory_[reference >> slot_bits]->hashes[reference % most_slots];
    }

    // Adds slots until there are at least so many. Throws std::length_error, or what the
    // allocator throws; some of the slots may have been added then.
    void grow(allocator& memory, std::size_t capacity) {
        if (capacity > most_elements)
            throw std::length_error("banos::hash_set: too many elements");
        while (capacity_ < capacity)
            add_segment(memory, std::min(capacity - capacity_, most_slots));
    }

    // A slot to construct an element in. There must be one: fewer are taken than capacity().
    // It has to be given back, or set alive.
    [[nodiscard]] element_reference take() noexcept {
        if (hole_ != no_element)
            return std::exchange(hole_, slot_of(hole_).next_hole);
        if (fresh_ == fresh_end_) [[unlikely]]
            start_next_segment();
        return fresh_++;
    }

    // The slot has no element (any more).
    void give_back(element_reference reference) noexcept {
        slot_of(reference).next_hole = std::exchange(hole_, reference);
    }

    // The slot has its element now, which has this hash.
    void set_alive(element_reference reference, std::uint64_t hash) noexcept {
        segment_type& in = *directory_[reference >> slot_bits];
        in.set_alive(reference % most_slots);
        if constexpr (stores_hashes)
            in.hashes[reference % most_slots] = hash;
    }

    // The element will be destroyed, and the slot given back.
    void set_dead(element_reference reference) noexcept {
        segment_type& in = *directory_[reference >> slot_bits];
        in.set_dead(reference % most_slots);
        in.erasures++;
    }

    // All elements have been destroyed.
    void clear() noexcept {
        for (std::size_t i = 0; i < count_; i++) {
            std::fill_n(directory_[i]->alive, directory_[i]->words(), 0);
            directory_[i]->erasures++;
        }
        hole_ = no_element;
        started_ = 0;
        fresh_ = fresh_end_ = 0;
    }

    // The same, and no slot is left.
    void release(allocator& memory) noexcept {
        while (count_ > 0) {
            // The directory is in the last one's memory.
            segment_type* last = directory_[--count_];
            if (count_ > 0)
                directory_ = directory_[count_ - 1]->directory;
            free_segment(memory, last);
        }
        segmented_storage().swap(*this);
    }

  private:
    // What memory is asked for in: as much as what has to be aligned most.
    struct alignas(segment_type::alignment) unit {
        std::byte bytes[segment_type::alignment];
    };
    using traits = typename std::allocator_traits<allocator>::template rebind_traits<unit>;
    using unit_allocator = typename traits::allocator_type;

    // Where the parts of a segment's memory begin.
    struct layout {
        std::size_t alive;
        std::size_t hashes;
        std::size_t directory;
        std::size_t units;

        layout(std::size_t capacity, std::size_t segments) noexcept {
            const std::size_t slots_end = segment_type::slots_offset() + capacity * sizeof(slot);
            constexpr std::size_t word = sizeof(std::uint64_t);
            alive = (slots_end + word - 1) / word * word;
            hashes = alive + (capacity + 63) / 64 * word;
            directory = hashes + (stores_hashes ? capacity * word : 0);
            const std::size_t end = directory + segments * sizeof(segment_type*);
            units = (end + sizeof(unit) - 1) / sizeof(unit);
        }
    };

    static element_reference make_reference(std::size_t segment, std::size_t slot) noexcept {
        return static_cast<element_reference>(segment << slot_bits | slot);
    }

    [[nodiscard]] slot& slot_of(element_reference reference) const noexcept {
        return directory_[reference >> slot_bits]->slots()[reference % most_slots];
    }

    void start_next_segment() noexcept {
        const segment_type& next = *directory_[started_++];
        fresh_ = make_reference(next.number, 0);
        fresh_end_ = fresh_ + next.capacity;
    }

    void add_segment(allocator& memory, std::size_t capacity) {
        if (count_ == most_segments)
            throw std::length_error("banos::hash_set: too many segments");
        segment_type* added = make_segment(memory, capacity);
        std::copy_n(directory_, count_, added->directory);
        added->directory[count_] = added;
        directory_ = added->directory;
        if (count_ > 0)
            directory_[count_ - 1]->next = added;
        count_++;
        capacity_ += capacity;
    }

    segment_type* make_segment(allocator& memory, std::size_t capacity) const {
        const layout parts(capacity, count_ + 1);
        unit_allocator units(memory);
        auto* start =
            reinterpret_cast<std::byte*>(std::to_address(traits::allocate(units, parts.units)));
        auto* made = ::new (start) segment_type{};
        made->capacity = static_cast<std::uint32_t>(capacity);
        made->number = static_cast<std::uint32_t>(count_);
        made->alive = ::new (start + parts.alive) std::uint64_t[made->words()]{};
        made->hashes = reinterpret_cast<std::uint64_t*>(start + parts.hashes);
        made->directory = reinterpret_cast<segment_type**>(start + parts.directory);
        return made;
    }

    static void free_segment(allocator& memory, segment_type* old) noexcept {
        using pointer = typename traits::pointer;
        const layout parts(old->capacity, old->number + std::size_t{1});
        unit_allocator units(memory);
        auto& first = *reinterpret_cast<unit*>(old);
        traits::deallocate(units, std::pointer_traits<pointer>::pointer_to(first), parts.units);
    }

    segment_type** directory_ = nullptr;
    std::size_t capacity_ = 0;
    std::uint32_t count_ = 0;
    // How many segments have had fresh slots taken from them, and those left in the last.
    std::uint32_t started_ = 0;
    element_reference fresh_ = 0;
    element_reference fresh_end_ = 0;
    element_reference hole_ = no_element;
};

} // namespace banos::detail

#endif
