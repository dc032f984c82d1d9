# SPDX-License-Identifier: MIT
# The hash table.
banos_add_test(container_test SOURCES
    container_adversary_test.cc container_allocator_test.cc container_exception_test.cc
    container_hash_test.cc container_index_test.cc container_iterator_test.cc
    container_map_test.cc container_set_test.cc container_thread_test.cc
    LIBRARIES banos::container)
banos_add_test(container_model_test SOURCES
    container_model_test.cc ${PROJECT_SOURCE_DIR}/tests/fuzz/container_run.cc
    LIBRARIES banos::container)
target_include_directories(container_model_test PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz)

# What tests/soak/container runs.
add_executable(container_soak
    ${PROJECT_SOURCE_DIR}/tests/soak/container_soak.cc
    ${PROJECT_SOURCE_DIR}/tests/fuzz/container_run.cc)
target_include_directories(container_soak PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz)
target_link_libraries(container_soak PRIVATE banos::container)
