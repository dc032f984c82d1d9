# SPDX-License-Identifier: MIT
# Packets, streams and the server.
foreach(subject wire description send_queue stream event_loop server clients memory)
    banos_add_test(ipc_${subject}_test SOURCES ipc_${subject}_test.cc LIBRARIES banos::ipc)
endforeach()
banos_add_test(ipc_decode_test SOURCES ipc_decode_test.cc ../fuzz/ipc_decode_run.cc
    LIBRARIES banos::ipc)
banos_add_test(ipc_reader_test SOURCES ipc_reader_test.cc ../fuzz/ipc_stream_run.cc
    LIBRARIES banos::ipc)
foreach(subject decode reader)
    target_include_directories(ipc_${subject}_test PRIVATE . ../fuzz)
endforeach()
