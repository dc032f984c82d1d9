// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <memory>

#include "gunzip.hpp"

int main(int count, char** arguments) {
    using namespace banos::gunzip;
    exit_status end = exit_status::ok;
    auto wanted = parse(count, arguments, end);
    if (wanted)
        end = std::make_unique<program>(std::move(*wanted))->run();
    return int(end);
}
