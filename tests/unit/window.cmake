# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
find_package(PkgConfig REQUIRED)
pkg_check_modules(SDL2 REQUIRED IMPORTED_TARGET sdl2)

banos_add_test(window_test
    SOURCES
        window_composition_test.cc
        window_desktop_test.cc
        window_script_test.cc
        window_sdl_test.cc
        window_server_test.cc
        ../fuzz/window_run.cc
        ${PROJECT_SOURCE_DIR}/tools/windowserver/sdl_display.cc
    LIBRARIES banos_windowserver banos::window PkgConfig::SDL2)
target_include_directories(window_test PRIVATE ../fuzz)

# The programs themselves.
if(TARGET banos-life)
    add_test(NAME window_program
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/window_program.bash $<TARGET_FILE:banos-windowserver>
                $<TARGET_FILE:banos-life> $<TARGET_FILE:banos-clock>)
endif()
