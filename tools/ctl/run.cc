// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "run.h"

#include "command_line.h"

#include <new>

namespace banos::ctl {
namespace {

void act(const action& chosen, session& now) {
    try {
        chosen(now);
    } catch (const failure& why) {
        now.fail(why);
    } catch (const std::bad_alloc&) {
        now.fail({status::resources, "", "out of memory"});
    }
}

} // namespace

int run(const std::vector<std::string>& arguments, session& now) {
    if (const auto chosen = understand(arguments, now))
        act(chosen, now);
    now.finish();
    return static_cast<int>(now.end);
}

} // namespace banos::ctl
