# SPDX-License-Identifier: MIT
# Tests of banos-ld and of the driver kit. They compile drivers as they run.
find_program(BANOS_LD_TEST_CLANG NAMES clang clang-14)
if(NOT BANOS_LD_TEST_CLANG)
    set(BANOS_LD_TEST_CLANG "")
endif()

banos_add_test(ld_test
    SOURCES ld_check_test.cc ld_image_test.cc ld_instructions_test.cc ld_kit_test.cc
            ld_refusal_test.cc ld_support_test.cc ld_workspace.cc
    LIBRARIES banos_ld_parts)
target_compile_definitions(ld_test PRIVATE
    BANOS_LD_PROGRAM="$<TARGET_FILE:banos-ld>"
    BANOS_DRIVER_KIT="${PROJECT_SOURCE_DIR}/tools/driver-kit"
    BANOS_DRIVER_INCLUDE="${PROJECT_SOURCE_DIR}/shim/include"
    BANOS_EXAMPLES="${PROJECT_SOURCE_DIR}/examples"
    BANOS_CONFIG_CMAKE="${PROJECT_BINARY_DIR}/tools/driver-kit/banosConfig.cmake"
    BANOS_LIBRARY_DIRECTORY="${CMAKE_INSTALL_LIBDIR}"
    BANOS_GCC="gcc" BANOS_CLANG="${BANOS_LD_TEST_CLANG}")
add_dependencies(ld_test banos-ld)

# The support functions under other names, beside the compiler's own.
add_library(ld_support_under_test OBJECT
    ${PROJECT_SOURCE_DIR}/tools/ld/support/bits.c
    ${PROJECT_SOURCE_DIR}/tools/ld/support/signed_division.c
    ${PROJECT_SOURCE_DIR}/tools/ld/support/unsigned_division.c)
foreach(name udivmodti4 divmodti4 udivti3 umodti3 divti3 modti3 popcountdi2 paritydi2 clrsbdi2)
    target_compile_definitions(ld_support_under_test PRIVATE __${name}=tested_${name})
endforeach()
target_link_libraries(ld_test PRIVATE ld_support_under_test)
