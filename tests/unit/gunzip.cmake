# SPDX-License-Identifier: MIT
# banos-gunzip, beside Debian's gunzip: the same files and options for both.
find_package(ZLIB REQUIRED)

banos_add_test(gunzip_compatible_test
    SOURCES gunzip_compatible_test.cc gunzip_fixture.cc LIBRARIES banos_gunzip ZLIB::ZLIB)
banos_add_test(gunzip_output_test
    SOURCES gunzip_output_test.cc gunzip_fixture.cc LIBRARIES banos_gunzip ZLIB::ZLIB)
banos_add_test(gunzip_name_test SOURCES gunzip_name_test.cc LIBRARIES banos_gunzip)
foreach(test gunzip_compatible_test gunzip_output_test)
    target_compile_definitions(${test} PRIVATE BANOS_GUNZIP="$<TARGET_FILE:banos-gunzip>")
    add_dependencies(${test} banos-gunzip)
endforeach()
