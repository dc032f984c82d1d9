# SPDX-License-Identifier: MIT
# Packets and their streams.
set(ipc ${PROJECT_SOURCE_DIR}/userspace/ipc)
set(ipc_includes ${ipc}/include ${PROJECT_SOURCE_DIR}/userspace/include
    ${PROJECT_SOURCE_DIR}/tests/unit)
banos_add_fuzzer(ipc_decode_fuzz
    SOURCES ipc_decode_fuzz.cc ipc_decode_run.cc
    INCLUDES ${ipc_includes})
banos_add_fuzzer(ipc_stream_fuzz
    SOURCES ipc_stream_fuzz.cc ipc_stream_run.cc ${ipc}/packet_reader.cc
    INCLUDES ${ipc_includes})
