# SPDX-License-Identifier: MIT
# The face beside zlib, with the decoder that it uses: compiled for fuzzing, and loaded
# as a library, since both have the same names.
find_package(ZLIB REQUIRED)

set(face ${PROJECT_SOURCE_DIR}/userspace/zlib)
set(inflate ${PROJECT_SOURCE_DIR}/userspace/inflate)
file(GLOB face_sources ${face}/*.cc)
get_target_property(inflate_sources banos_inflate SOURCES)
list(TRANSFORM inflate_sources PREPEND ${inflate}/)

add_library(banos_z_fuzzed SHARED ${face_sources} ${inflate_sources})
target_include_directories(banos_z_fuzzed PRIVATE ${inflate}/include)
target_compile_options(banos_z_fuzzed PRIVATE ${fuzz_flags} -mavx2 -mbmi -mbmi2)
target_link_options(banos_z_fuzzed PRIVATE -Wl,-Bsymbolic-functions
    -Wl,--version-script=${face}/libbanos-z.map)
if(BANOS_FUZZ STREQUAL coverage)
    target_link_options(banos_z_fuzzed PRIVATE -fprofile-instr-generate)
endif()
target_link_libraries(banos_z_fuzzed PRIVATE banos_checksum ZLIB::ZLIB)

banos_add_fuzzer(zlib_fuzz
    SOURCES zlib_fuzz.cc ../unit/zlib_agree.cc ../unit/zlib_face.cc
    INCLUDES ../unit
    LIBRARIES ZLIB::ZLIB ${CMAKE_DL_LIBS})
target_compile_definitions(zlib_fuzz PRIVATE BANOS_Z="$<TARGET_FILE:banos_z_fuzzed>")
add_dependencies(zlib_fuzz banos_z_fuzzed)
# What libFuzzer counts with is in the program, and used by the library.
set_target_properties(zlib_fuzz PROPERTIES ENABLE_EXPORTS ON)
