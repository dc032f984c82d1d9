// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Would an image install on the kernel of a listing? The rules are those of
// the loader's own install, in its order.
#ifndef BANOS_CTL_PREFLIGHT_H
#define BANOS_CTL_PREFLIGHT_H

#include "image_file.h"
#include "listing.h"
#include "status.h"

#include <string>
#include <vector>

#include <banos/hash_set.hpp>

namespace banos::ctl {

// What stands in the way of an install.
struct lack {
    status end;
    const char* kind;   // a word for scripts
    std::string symbol; // or empty
    std::string sentence;
};

// @offered_too: what the drivers export that will be there before it.
std::vector<lack> lacks_of(const image& parsed, const listing& offered,
                           const hash_set<std::string>& offered_too);

} // namespace banos::ctl

#endif
