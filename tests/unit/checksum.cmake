# SPDX-License-Identifier: MIT
# Against zlib, as an oracle.
find_package(ZLIB REQUIRED)

banos_add_test(checksum_crc32_test SOURCES checksum_crc32_test.cc
    LIBRARIES banos::checksum ZLIB::ZLIB)
banos_add_test(checksum_adler32_test SOURCES checksum_adler32_test.cc
    LIBRARIES banos::checksum ZLIB::ZLIB)
banos_add_test(checksum_instruction_set_test SOURCES checksum_instruction_set_test.cc
    LIBRARIES banos::checksum)
