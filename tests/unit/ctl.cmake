# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# banosctl and the client library, above a kernel that lives in the test.
add_library(banos_fake_kernel STATIC fake_kernel.cc)
target_link_libraries(banos_fake_kernel PUBLIC banos_device_static banos_image)
foreach(call open ioctl socket bind setsockopt recvmsg)
    target_link_options(banos_fake_kernel INTERFACE -Wl,--wrap=${call})
endforeach()

banos_add_test(device_test
    SOURCES device_test.cc result_test.cc device_c_test.c driver_image.cc elf_file.cc
    LIBRARIES banos_fake_kernel)

banos_add_test(ctl_test
    SOURCES
        ctl_abi_test.cc
        ctl_command_line_test.cc
        ctl_compressed_test.cc
        ctl_examine_test.cc
        ctl_fixture.cc
        ctl_graph_test.cc
        ctl_index_test.cc
        ctl_install_test.cc
        ctl_monitor_test.cc
        ctl_order_test.cc
        ctl_show_test.cc
        ctl_text_test.cc
        ctl_uninstall_test.cc
        driver_image.cc
        elf_file.cc
    LIBRARIES banos_ctl banos_fake_kernel banos_deflate)
# Half of what a compiler does for these files is reading the same headers.
set_target_properties(ctl_test PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)

# main() itself, the manual and the completions.
add_test(NAME ctl_words
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/ctl_words.bash $<TARGET_FILE:banosctl> ${PROJECT_SOURCE_DIR})

# The listings of kernels, beside the program.
add_test(NAME ctl_installed
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/ctl_installed.bash $<TARGET_FILE:banosctl> ${PROJECT_SOURCE_DIR})
