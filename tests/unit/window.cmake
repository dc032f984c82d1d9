# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
banos_add_test(window_test
    SOURCES
        window_composition_test.cc
        window_desktop_test.cc
        window_server_test.cc
    LIBRARIES banos_windowserver banos::window)
