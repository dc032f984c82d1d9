# SPDX-License-Identifier: MIT
# The decoder against zlib and libdeflate.
find_package(ZLIB REQUIRED)

set(inflate ${PROJECT_SOURCE_DIR}/userspace/inflate)
# As in userspace/inflate: what it compiles runs only where there are these.
set_source_files_properties(${inflate}/loop_avx2.cc PROPERTIES
    COMPILE_OPTIONS "-mavx2;-mbmi;-mbmi2")
banos_add_fuzzer(inflate_fuzz
    SOURCES inflate_fuzz.cc inflate_run.cc inflate_libdeflate.cc
        ${inflate}/block.cc ${inflate}/code.cc ${inflate}/decoder.cc ${inflate}/fault.cc
        ${inflate}/loop_portable.cc ${inflate}/loop_avx2.cc ${inflate}/symbols.cc
        ${inflate}/wrapper.cc
    INCLUDES ${inflate}/include
    LIBRARIES banos::checksum ZLIB::ZLIB deflate)
