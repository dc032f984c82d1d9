// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Lists of slabs by their names.
#ifndef BANOS_ALLOC_SLAB_LIST_HPP
#define BANOS_ALLOC_SLAB_LIST_HPP

#include "region.hpp"

namespace banos::alloc {

struct slab_list {
    slab_name first;
    slab_name last;
};

inline void append(slab_list& list, slab& of) noexcept {
    of.next = 0;
    of.previous = list.last;
    const slab_name name = name_of(of);
    if (slab* previous = slab_named(of.previous))
        previous->next = name;
    else
        list.first = name;
    list.last = name;
}

inline void prepend(slab_list& list, slab& of) noexcept {
    of.previous = 0;
    of.next = list.first;
    const slab_name name = name_of(of);
    if (slab* next = slab_named(of.next))
        next->previous = name;
    else
        list.last = name;
    list.first = name;
}

inline void remove(slab_list& list, slab& of) noexcept {
    if (slab* next = slab_named(of.next))
        next->previous = of.previous;
    else
        list.last = of.previous;
    if (slab* previous = slab_named(of.previous))
        previous->next = of.next;
    else
        list.first = of.next;
    of.next = of.previous = 0;
}

} // namespace banos::alloc

#endif
