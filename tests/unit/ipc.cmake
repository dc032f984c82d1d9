# SPDX-License-Identifier: MIT
# Packets, streams and the server.
foreach(subject wire description)
    banos_add_test(ipc_${subject}_test SOURCES ipc_${subject}_test.cc LIBRARIES banos::ipc)
endforeach()
banos_add_test(ipc_decode_test SOURCES ipc_decode_test.cc ../fuzz/ipc_decode_run.cc
    LIBRARIES banos::ipc)
target_include_directories(ipc_decode_test PRIVATE . ../fuzz)
