// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a kernel's banos offers: asked of the kernel, or read from a file that
// "banosctl abi --json" wrote on another machine.
#ifndef BANOS_CTL_LISTING_H
#define BANOS_CTL_LISTING_H

#include "session.h"

#include <cstdint>
#include <istream>
#include <map>
#include <string>

namespace banos::ctl {

struct listing {
    struct symbol {
        std::uint32_t since = 0;
        bool gpl_only = false;
        bool supported = true;
        std::string reason; // if it is not supported
    };

    std::uint32_t version = 0;
    std::uint32_t machine = 0;
    std::string kernel_release;
    std::string kernel_flavour;
    bool ibt_enforced = false;
    bool signatures_enforced = false;
    bool locked_down = false;
    std::map<std::string, symbol> symbols;
    std::map<std::string, std::uint64_t> structs; // sizes
};

// Throws failure.
listing listing_of_kernel();

// @path is "-" for @in. Throws failure, whatever the file holds.
listing listing_of_file(const std::string& path, std::istream& in);

json to_json(const listing& offered);

} // namespace banos::ctl

#endif
