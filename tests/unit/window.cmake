# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
find_package(PkgConfig REQUIRED)
find_package(PNG REQUIRED)
pkg_check_modules(SDL2 REQUIRED IMPORTED_TARGET sdl2)

banos_add_test(window_test
    SOURCES
        window_composition_test.cc
        window_desktop_test.cc
        window_script_test.cc
        window_sdl_test.cc
        window_server_test.cc
        ../fuzz/window_leaks.cc
        ../fuzz/window_run.cc
        ${PROJECT_SOURCE_DIR}/tools/windowserver/sdl_display.cc
    LIBRARIES banos_windowserver banos::window PkgConfig::SDL2 PNG::PNG)
target_include_directories(window_test PRIVATE ../fuzz)
set(three_windows ${CMAKE_CURRENT_SOURCE_DIR}/three_windows.png)
target_compile_definitions(window_test PRIVATE BANOS_TEST_REFERENCE="${three_windows}")

# What the program shows of three windows, here and in an X server, is the stored picture.
add_executable(three_windows three_windows.cc)
target_link_libraries(three_windows PRIVATE banos::window)
add_executable(same_picture same_picture.cc)
target_link_libraries(same_picture PRIVATE PNG::PNG)
add_test(NAME window_screenshot
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/window_screenshot.bash $<TARGET_FILE:banos-windowserver>
            $<TARGET_FILE:three_windows> $<TARGET_FILE:same_picture> ${three_windows})

# The programs themselves.
if(TARGET banos-life)
    add_test(NAME window_program
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/window_program.bash $<TARGET_FILE:banos-windowserver>
                $<TARGET_FILE:banos-life> $<TARGET_FILE:banos-clock>)
endif()
