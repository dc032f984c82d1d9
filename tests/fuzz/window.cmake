# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# What clients may say to the window server.
if(TARGET banos_windowserver)
    set(windowserver ${PROJECT_SOURCE_DIR}/tools/windowserver)
    banos_add_fuzzer(window_fuzz
        SOURCES window_fuzz.cc window_leaks.cc window_run.cc ${windowserver}/composition.cc
            ${windowserver}/desktop.cc ${windowserver}/requests.cc ${windowserver}/window.cc
        LIBRARIES banos_windowserver banos_window)
endif()
