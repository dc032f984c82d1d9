# SPDX-License-Identifier: MIT
# The allocator, under names of its own.
set(alloc_folder ${PROJECT_SOURCE_DIR}/userspace/alloc)
set(alloc_fuzzed)
foreach(name allocate api family foreign heap heap_pages large large_table metadata options pool region
        report slab statistics system thread)
    list(APPEND alloc_fuzzed ${alloc_folder}/${name}.cc)
endforeach()
banos_add_fuzzer(alloc_fuzz SOURCES alloc_fuzz.cc ../unit/alloc_model.cc ${alloc_fuzzed}
    INCLUDES ${alloc_folder}/include)
target_compile_definitions(alloc_fuzz PRIVATE _GNU_SOURCE)
