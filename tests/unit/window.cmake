# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
banos_add_test(window_test
    SOURCES
        window_composition_test.cc
        window_desktop_test.cc
        window_server_test.cc
    LIBRARIES banos_windowserver banos::window)

# The programs themselves.
if(TARGET banos-life)
    add_test(NAME window_program
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/window_program.bash $<TARGET_FILE:banos-windowserver>
                $<TARGET_FILE:banos-life> $<TARGET_FILE:banos-clock>)
endif()
