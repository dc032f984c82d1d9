# SPDX-License-Identifier: MIT
# The formatting that drivers' messages go through: pure, so tested here.
add_library(banos_format STATIC ${PROJECT_SOURCE_DIR}/shim/linux/format.c)
target_include_directories(banos_format PUBLIC
    ${PROJECT_SOURCE_DIR}/shim/linux ${PROJECT_SOURCE_DIR}/kmod)
set_target_properties(banos_format PROPERTIES
    C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS ON)
target_compile_options(banos_format PRIVATE -Wconversion)

banos_add_test(format_test SOURCES format_test.cc LIBRARIES banos_format)
