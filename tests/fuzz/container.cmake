# SPDX-License-Identifier: MIT
# The hash table against std::unordered_map.
banos_add_fuzzer(container_fuzz SOURCES container_fuzz.cc container_run.cc
    LIBRARIES banos::container)
