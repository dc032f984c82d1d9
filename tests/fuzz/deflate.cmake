# SPDX-License-Identifier: MIT
# The encoder, against banos::inflate and zlib.
find_package(ZLIB REQUIRED)

set(deflate ${PROJECT_SOURCE_DIR}/userspace/deflate)
banos_add_fuzzer(deflate_fuzz
    SOURCES deflate_fuzz.cc deflate_run.cc
        ${deflate}/block.cc ${deflate}/encoder.cc ${deflate}/parser.cc ${deflate}/prefix_code.cc
    INCLUDES ${deflate}/include ${PROJECT_SOURCE_DIR}/userspace/include
    LIBRARIES banos::inflate banos::checksum ZLIB::ZLIB)
