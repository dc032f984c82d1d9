# SPDX-License-Identifier: MIT
# The allocator: under names of its own, so that sanitizers see it too.
find_package(Threads REQUIRED)

add_library(alloc_subjects STATIC alloc_model.cc alloc_churn.cc)
target_link_libraries(alloc_subjects PUBLIC banos_alloc Threads::Threads)

set(alloc_subjects_tested size_class family model free thread fork retained no_memory)
if(BANOS_SANITIZE STREQUAL "thread")
    list(REMOVE_ITEM alloc_subjects_tested retained no_memory)
    message(STATUS "skipped: alloc_retained_test: ThreadSanitizer's own memory is resident")
    message(STATUS "skipped: alloc_no_memory_test: ThreadSanitizer needs the C library's mmap")
endif()
foreach(subject IN LISTS alloc_subjects_tested)
    banos_add_test(alloc_${subject}_test
        SOURCES alloc_${subject}_test.cc LIBRARIES alloc_subjects)
endforeach()
target_include_directories(alloc_size_class_test PRIVATE ${PROJECT_SOURCE_DIR}/userspace/alloc)

# Run by tests/soak/alloc.
add_executable(alloc_soak ${PROJECT_SOURCE_DIR}/tests/soak/alloc_soak.cc)
target_link_libraries(alloc_soak PRIVATE alloc_subjects)

# What the preload serves: programs that are installed, else skipped.
if(NOT BANOS_SANITIZE)
    foreach(program bash python3 gcc clang node postgres redis)
        add_test(NAME alloc_preload.${program}
            COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/alloc_preload_test
                $<TARGET_FILE:banos_malloc> ${program})
        set_tests_properties(alloc_preload.${program} PROPERTIES
            SKIP_RETURN_CODE 77 TIMEOUT 300)
    endforeach()
endif()
