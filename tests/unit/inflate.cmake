# SPDX-License-Identifier: MIT
# The decoder, by itself and beside zlib.
find_package(ZLIB REQUIRED)

foreach(subject decode fault member dictionary stop memory)
    banos_add_test(inflate_${subject}_test SOURCES inflate_${subject}_test.cc inflate_fixture.cc
        LIBRARIES banos::inflate ZLIB::ZLIB)
endforeach()
banos_add_test(inflate_split_test
    SOURCES inflate_split_test.cc inflate_cases.cc ../fuzz/inflate_run.cc
    LIBRARIES banos::inflate ZLIB::ZLIB)
target_include_directories(inflate_split_test PRIVATE ../fuzz)

# Run by tests/soak/run.
add_executable(inflate_soak ../soak/inflate_soak.cc inflate_cases.cc ../fuzz/inflate_run.cc)
target_include_directories(inflate_soak PRIVATE ../fuzz .)
target_link_libraries(inflate_soak PRIVATE banos::inflate ZLIB::ZLIB)
