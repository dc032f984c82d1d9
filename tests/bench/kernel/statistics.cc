// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "statistics.hpp"

#include <cstdio>

namespace bench {

void print_header() {
    std::puts("| what | unit | banos | native | ratio | banos 10..90 % | native 10..90 % |");
    std::puts("| --- | --- | --- | --- | --- | --- | --- |");
}

void print(const comparison& row) {
    double ours = median(row.ours);
    double native = median(row.native);
    std::printf("| %s | %s | %.1f | %.1f | %.3f | %.1f..%.1f | %.1f..%.1f |\n", row.what.c_str(),
                row.unit.c_str(), ours, native, native > 0 ? ours / native : 0.0,
                quantile(row.ours, 0.1), quantile(row.ours, 0.9), quantile(row.native, 0.1),
                quantile(row.native, 0.9));
    std::fflush(stdout);
}

} // namespace bench
