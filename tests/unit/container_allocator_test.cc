// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "container_fixture.hpp"

#include <banos/hash_map.hpp>

#include <gtest/gtest.h>
#include <memory_resource>
#include <string>

namespace {

using namespace banos::test;

template<typename propagation>
using allocator = numbered_allocator<std::string, propagation>;

template<typename propagation>
using set =
    banos::hash_set<std::string, banos::hash<std::string>, std::equal_to<>, allocator<propagation>>;

template<typename propagation>
set<propagation> words(int number) {
    set<propagation> table{allocator<propagation>(number)};
    table.insert("a word of more characters than fit into the object");
    table.insert("another");
    return table;
}

class allocator_test : public testing::Test {
  protected:
    // Each block went back to the allocator that it came from.
    void TearDown() override {
        for (int number = 0; number < 3; number++)
            EXPECT_EQ(numbered_allocator<char>::blocks_of(number), 0);
    }
};

TEST_F(allocator_test, is_asked_for_nothing_by_an_empty_table) {
    const set<stays> table{allocator<stays>(1)};
    EXPECT_EQ(numbered_allocator<char>::blocks_of(1), 0);
    EXPECT_EQ(table.get_allocator().number(), 1);
}

TEST_F(allocator_test, is_chosen_by_itself_for_a_copy) {
    const auto table = words<stays>(1);
    const set<stays> copy(table);
    EXPECT_EQ(copy.get_allocator().number(), 2);
    EXPECT_EQ(copy, table);
    const set<stays> told(table, allocator<stays>(0));
    EXPECT_EQ(told.get_allocator().number(), 0);
    EXPECT_EQ(told, table);
}

TEST_F(allocator_test, goes_with_a_moved_table) {
    auto table = words<stays>(1);
    const auto* element = &*table.begin();
    const set<stays> moved(std::move(table));
    EXPECT_EQ(moved.get_allocator().number(), 1);
    EXPECT_EQ(&*moved.begin(), element);
}

TEST_F(allocator_test, gets_the_elements_one_by_one_if_it_is_another) {
    auto table = words<stays>(1);
    const set<stays> moved(std::move(table), allocator<stays>(0));
    EXPECT_EQ(moved.get_allocator().number(), 0);
    EXPECT_EQ(moved, words<stays>(2));
    EXPECT_TRUE(table.empty());
    auto second = words<stays>(1);
    const auto* element = &*second.begin();
    const set<stays> kept(std::move(second), allocator<stays>(1));
    EXPECT_EQ(&*kept.begin(), element);
}

TEST_F(allocator_test, stays_on_assignment_if_it_says_so) {
    const auto source = words<stays>(1);
    set<stays> target{allocator<stays>(0)};
    target.insert("old");
    target = source;
    EXPECT_EQ(target.get_allocator().number(), 0);
    EXPECT_EQ(target, source);
    auto moved = words<stays>(1);
    target.clear();
    target = std::move(moved);
    EXPECT_EQ(target.get_allocator().number(), 0);
    EXPECT_EQ(target, source);
}

TEST_F(allocator_test, propagates_on_assignment_if_it_says_so) {
    const auto source = words<propagates>(1);
    set<propagates> target{allocator<propagates>(0)};
    target.insert("old");
    target = source;
    EXPECT_EQ(target.get_allocator().number(), 1);
    EXPECT_EQ(target, source);
    auto moved = words<propagates>(2);
    const auto* element = &*moved.begin();
    target = std::move(moved);
    EXPECT_EQ(target.get_allocator().number(), 2);
    EXPECT_EQ(&*target.begin(), element);
}

TEST_F(allocator_test, propagates_on_swap_if_it_says_so) {
    auto first = words<propagates>(1);
    set<propagates> second{allocator<propagates>(0)};
    second.insert("other");
    first.swap(second);
    EXPECT_EQ(first.get_allocator().number(), 0);
    EXPECT_EQ(second.get_allocator().number(), 1);
    EXPECT_EQ(first.size(), 1U);
    EXPECT_EQ(second.size(), 2U);
}

TEST_F(allocator_test, moves_entries_whose_keys_are_constant) {
    using entry = banos::map_entry<const std::unique_ptr<int>, std::unique_ptr<int>>;
    using map = banos::hash_map<std::unique_ptr<int>, std::unique_ptr<int>,
                                banos::hash<std::unique_ptr<int>>, std::equal_to<>,
                                numbered_allocator<entry>>;
    map source{numbered_allocator<entry>(1)};
    source.try_emplace(std::make_unique<int>(1), std::make_unique<int>(2));
    const int* key = source.begin()->key.get();
    map target{numbered_allocator<entry>(0)};
    target = std::move(source);
    EXPECT_EQ(target.begin()->key.get(), key);
    EXPECT_EQ(*target.begin()->value, 2);
    EXPECT_TRUE(target.contains(target.begin()->key));
}

TEST_F(allocator_test, may_be_a_memory_resource) {
    std::pmr::monotonic_buffer_resource memory;
    using entry = banos::map_entry<const int, int>;
    banos::hash_map<int, int, banos::hash<int>, std::equal_to<>,
                    std::pmr::polymorphic_allocator<entry>>
        map{&memory};
    for (int i = 0; i < 1000; i++)
        map[i] = i;
    EXPECT_EQ(map.at(999), 999);
    EXPECT_EQ(map.get_allocator().resource(), &memory);
}

// A pointer that is no T*.
template<typename T>
class fancy_pointer {
  public:
    using element_type = T;
    using difference_type = std::ptrdiff_t;
    using value_type = std::remove_cv_t<T>;
    using reference = std::add_lvalue_reference_t<T>;
    using iterator_category = std::random_access_iterator_tag;
    template<typename U>
    using rebind = fancy_pointer<U>;

    fancy_pointer(std::nullptr_t = nullptr) {}
    explicit fancy_pointer(T* address) : address_(address) {}
    static fancy_pointer pointer_to(T& object) { return fancy_pointer(std::addressof(object)); }
    T* operator->() const { return address_; }
    explicit operator bool() const { return address_ != nullptr; }

  private:
    T* address_ = nullptr;
};

template<typename T>
struct fancy_allocator {
    using value_type = T;
    using pointer = fancy_pointer<T>;
    fancy_allocator() = default;
    template<typename U>
    fancy_allocator(const fancy_allocator<U>&) {}
    pointer allocate(std::size_t count) { return pointer(std::allocator<T>().allocate(count)); }
    void deallocate(pointer block, std::size_t count) {
        std::allocator<T>().deallocate(block.operator->(), count);
    }
    friend bool operator==(const fancy_allocator&, const fancy_allocator&) { return true; }
};

TEST_F(allocator_test, may_have_pointers_of_its_own) {
    banos::hash_set<std::string, banos::hash<std::string>, std::equal_to<>,
                    fancy_allocator<std::string>>
        table;
    for (int i = 0; i < 1000; i++)
        table.insert(std::to_string(i));
    for (int i = 0; i < 1000; i += 2)
        table.erase(std::to_string(i));
    EXPECT_EQ(table.size(), 500U);
    EXPECT_TRUE(table.contains("999"));
}

} // namespace
