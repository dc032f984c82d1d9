# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# Pixels against pixman, as an oracle.
find_package(PkgConfig REQUIRED)
find_package(PNG REQUIRED)
pkg_check_modules(PIXMAN REQUIRED IMPORTED_TARGET pixman-1)

banos_add_test(surface_test
    SOURCES
        surface_compose_test.cc
        surface_memory_test.cc
        surface_pixels_test.cc
        surface_png_test.cc
        surface_rectangle_test.cc
        surface_region_test.cc
    LIBRARIES banos::surface banos::checksum PkgConfig::PIXMAN PNG::PNG)
