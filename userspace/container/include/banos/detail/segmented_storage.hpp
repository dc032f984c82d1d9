// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Where a hash table keeps its elements: in segments that never move. A bitmap for each
// segment says which slots are alive. One walks over the elements by its words, 64 slots
// at a time, so that a table without holes is walked like an array. New elements go into
// the next slot that is not alive, also word by word, and at the end again from the start;
// because one slot of eight at least is free then, that costs the same for each element,
// however many were erased.
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

// The head of a segment's memory. The slots follow, then the bitmap, the hashes if they
// are stored, and the directory.
template<typename T>
struct segment {
    segment* next;
    std::uint64_t* alive;
    std::uint64_t* hashes;
    segment** directory;
    std::uint32_t capacity;
    std::uint32_t number;
    // Counts what was erased, so that iterators know when their run is out of date.
    std::uint64_t erasures;

    static constexpr std::size_t alignment =
        std::max({alignof(T), alignof(std::uint64_t), alignof(void*)});

    static constexpr std::size_t slots_offset() noexcept {
        return (sizeof(segment) + alignof(T) - 1) / alignof(T) * alignof(T);
    }
    [[nodiscard]] T* slots() noexcept {
        return reinterpret_cast<T*>(reinterpret_cast<std::byte*>(this) + slots_offset());
    }
    [[nodiscard]] std::size_t words() const noexcept { return (capacity + 63) / 64; }

    // The free slots of a word's 64. The last word may be of fewer.
    [[nodiscard]] std::uint64_t free_slots(std::size_t word) const noexcept {
        const std::size_t slots = std::min<std::size_t>(capacity - word * 64, 64);
        return ~alive[word] & ~std::uint64_t{0} >> (64 - slots);
    }

    void set_dead(std::size_t at) noexcept { alive[at / 64] &= ~(std::uint64_t{1} << at % 64); }
};

// A forward iterator over the elements of a chain of segments; T may be const. It stays
// valid until its element is erased, whatever else is inserted or erased.
template<typename T>
class segment_iterator {
    using owner = segment<std::remove_const_t<T>>;

  public:
    using iterator_category = std::forward_iterator_tag;
    using iterator_concept = std::forward_iterator_tag;
    using value_type = std::remove_const_t<T>;
    using difference_type = std::ptrdiff_t;
    using pointer = T*;
    using reference = T&;

    segment_iterator() noexcept = default;

    // To an element. Where its run of elements ends is found when needed.
    segment_iterator(owner* where, std::remove_const_t<T>* at) noexcept
        : at_(at), run_end_(at + 1), owner_(where), erasures_(where->erasures) {}

    // To the first element of a chain of segments.
    explicit segment_iterator(owner* first) noexcept { find_run(first, 0); }

    // An iterator converts to its const form.
    template<typename other>
    requires(std::is_same_v<const other, T> && !std::is_same_v<other, T>)
        segment_iterator(const segment_iterator<other>& from)
    noexcept
        : at_(from.at_), run_end_(from.run_end_), owner_(from.owner_), erasures_(from.erasures_) {}

    [[nodiscard]] reference operator*() const noexcept { return *at_; }
    [[nodiscard]] pointer operator->() const noexcept { return at_; }

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

    std::remove_const_t<T>* at_ = nullptr;
    std::remove_const_t<T>* run_end_ = nullptr;
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
    using iterator = segment_iterator<T>;

    static constexpr unsigned slot_bits = 26;
    static constexpr std::size_t most_slots = std::size_t{1} << slot_bits;
    static constexpr std::size_t most_segments = 64;
    // Whatever sizes were reserved on the way, the segments suffice for so many.
    static constexpr std::size_t most_elements = std::size_t{1} << 31;

    segmented_storage() noexcept = default;
    segmented_storage(const segmented_storage&) = delete;
    segmented_storage& operator=(const segmented_storage&) = delete;
    ~segmented_storage() = default;

    void swap(segmented_storage& other) noexcept {
        std::swap(directory_, other.directory_);
        std::swap(capacity_, other.capacity_);
        std::swap(count_, other.count_);
        std::swap(word_reference_, other.word_reference_);
        std::swap(free_, other.free_);
        std::swap(word_alive_, other.word_alive_);
        std::swap(word_slots_, other.word_slots_);
        std::swap(word_hashes_, other.word_hashes_);
    }

    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

    [[nodiscard]] T& at(element_reference reference) const noexcept {
        return directory_[reference >> slot_bits]->slots()[reference % most_slots];
    }

    [[nodiscard]] static element_reference reference_to(const iterator& at) noexcept {
        return make_reference(at.where()->number, at.position());
    }
    [[nodiscard]] iterator iterator_to(element_reference reference) const noexcept {
        return iterator_to(reference, std::addressof(at(reference)));
    }
    // The same of an element whose address is known.
    [[nodiscard]] iterator iterator_to(element_reference reference, T* element) const noexcept {
        return iterator(directory_[reference >> slot_bits], element);
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

    // The slot to construct the next element in. Fewer than capacity() must be alive, and
    // for what the file's head says, no more than seven of eight.
    [[nodiscard]] T* next_slot() noexcept {
        while (free_ == 0)
            go_to_next_word();
        return word_slots_ + std::countr_zero(free_);
    }

    // What next_slot() answered has an element now, which has this hash.
    element_reference take_slot(std::uint64_t hash) noexcept {
        const auto bit = static_cast<element_reference>(std::countr_zero(free_));
        *word_alive_ |= free_ & (0 - free_);
        free_ &= free_ - 1;
        if constexpr (stores_hashes)
            word_hashes_[bit] = hash;
        return word_reference_ + bit;
    }

    // The element is destroyed, or will be before anything else happens.
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
        if (count_ > 0)
            go_to_word(*directory_[0], 0);
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
            const std::size_t slots_end = segment_type::slots_offset() + capacity * sizeof(T);
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

    void go_to_next_word() noexcept {
        segment_type* in = directory_[word_reference_ >> slot_bits];
        std::size_t word = word_reference_ % most_slots / 64 + 1;
        if (word == in->words()) {
            in = in->next != nullptr ? in->next : directory_[0];
            word = 0;
        }
        go_to_word(*in, word);
    }

    void go_to_word(segment_type& in, std::size_t word) noexcept {
        free_ = in.free_slots(word);
        word_alive_ = in.alive + word;
        word_slots_ = in.slots() + word * 64;
        word_hashes_ = in.hashes + word * 64;
        word_reference_ = make_reference(in.number, word * 64);
    }

    void add_segment(allocator& memory, std::size_t capacity) {
        if (count_ == most_segments)
            throw std::length_error("banos::hash_set: too many segments");
        segment_type* added = make_segment(memory, capacity);
        std::copy_n(directory_, count_, added->directory);
        added->directory[count_] = added;
        directory_ = added->directory;
        if (count_ == 0)
            go_to_word(*added, 0);
        else
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
    // Where the next elements go: a word of a segment's bitmap, those of its slots that were
    // free when it was come to and have not been taken, and what belongs to its first slot.
    element_reference word_reference_ = 0;
    std::uint64_t free_ = 0;
    std::uint64_t* word_alive_ = nullptr;
    T* word_slots_ = nullptr;
    std::uint64_t* word_hashes_ = nullptr;
};

} // namespace banos::detail

#endif
