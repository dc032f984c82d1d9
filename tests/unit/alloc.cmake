# SPDX-License-Identifier: MIT
# The allocator: under names of its own, so that sanitizers see it too.
find_package(Threads REQUIRED)

add_library(alloc_subjects STATIC alloc_model.cc alloc_churn.cc)
target_link_libraries(alloc_subjects PUBLIC banos_alloc Threads::Threads)

foreach(subject size_class family model free thread fork retained no_memory)
    banos_add_test(alloc_${subject}_test
        SOURCES alloc_${subject}_test.cc LIBRARIES alloc_subjects)
endforeach()
target_include_directories(alloc_size_class_test PRIVATE ${PROJECT_SOURCE_DIR}/userspace/alloc)
