# SPDX-License-Identifier: MIT
# What the encoder makes is decoded by zlib.
find_package(ZLIB REQUIRED)

banos_add_test(deflate_encoder_test
    SOURCES deflate_encoder_test.cc deflate_fixture.cc LIBRARIES banos::deflate ZLIB::ZLIB)
banos_add_test(deflate_stream_test
    SOURCES deflate_stream_test.cc deflate_fixture.cc LIBRARIES banos::deflate ZLIB::ZLIB)
banos_add_test(deflate_block_test
    SOURCES deflate_block_test.cc deflate_fixture.cc LIBRARIES banos::deflate ZLIB::ZLIB)
banos_add_test(deflate_prefix_code_test SOURCES deflate_prefix_code_test.cc
    LIBRARIES banos::deflate)
target_include_directories(deflate_prefix_code_test PRIVATE
    ${PROJECT_SOURCE_DIR}/userspace/deflate)
banos_add_test(deflate_round_trip_test
    SOURCES deflate_round_trip_test.cc ../fuzz/deflate_run.cc
    LIBRARIES banos::deflate banos::inflate ZLIB::ZLIB)
