# SPDX-License-Identifier: MIT
# The parser of driver images, with an allocator that fails on demand.
banos_add_image_library(banos_image_tested)
target_compile_definitions(banos_image_tested PUBLIC
    PORT_ALLOCATE=test_allocate PORT_FREE=test_free)

# Drivers compiled by each compiler that is there, in each of these ways. The last words of a way
# are flags that only gcc knows.
find_program(BANOS_GCC gcc)
find_program(BANOS_CLANG clang)
set(kernel_flags -ffreestanding -fno-pic -mcmodel=kernel -mno-red-zone -mgeneral-regs-only
    -fno-jump-tables -fcf-protection=branch -fno-omit-frame-pointer
    -fno-optimize-sibling-calls -fno-asynchronous-unwind-tables)
set(flags_gcc -fno-tree-loop-distribute-patterns) # no calls of memset() out of the blue
set(way_driver -O2 ${kernel_flags})
set(way_driver_gcc -mpreferred-stack-boundary=3 -mindirect-branch=thunk-extern
    -mindirect-branch-register -mfunction-return=thunk-extern -mharden-sls=all)
set(way_driver_clang -mretpoline-external-thunk)
set(way_kernel -O1 -ffreestanding -fno-pic -mcmodel=kernel -mno-red-zone)
set(way_unoptimised -O0 -ffreestanding -fno-pic -mcmodel=kernel)
set(way_sections -Os -g -ffreestanding -fno-pic -mcmodel=kernel -ffunction-sections -fdata-sections)
set(way_pie -O2 -ffreestanding -fpie)
set(way_pic -O2 -ffreestanding -fPIC)
set(way_pic_unoptimised -O0 -ffreestanding -fPIC)
set(way_no_plt -O2 -ffreestanding -fPIC -fno-plt)
set(way_no_relax -O2 -ffreestanding -fPIC -fno-plt -Wa,-mrelax-relocations=no)
set(image_ways driver kernel unoptimised sections pie pic pic_unoptimised no_plt no_relax)

set(image_folder ${CMAKE_CURRENT_BINARY_DIR}/images)
file(MAKE_DIRECTORY ${image_folder})
set(image_objects)
foreach(compiler gcc clang)
    string(TOUPPER BANOS_${compiler} program)
    if(NOT ${program})
        message(STATUS "no ${compiler}: tests of the parser go without what it compiles")
        continue()
    endif()
    foreach(source whole revision_0)
        foreach(way ${image_ways})
            set(object ${image_folder}/${source}-${compiler}-${way}.o)
            add_custom_command(OUTPUT ${object}
                COMMAND ${${program}} -std=gnu11 -Wall -Wextra ${way_${way}} ${way_${way}_${compiler}}
                    ${flags_${compiler}}
                    -I${CMAKE_CURRENT_SOURCE_DIR}/../../shim/include
                    -c ${CMAKE_CURRENT_SOURCE_DIR}/images/${source}.c -o ${object}
                DEPENDS images/${source}.c VERBATIM)
            list(APPEND image_objects ${object})
        endforeach()
    endforeach()
endforeach()
add_custom_target(image_test_objects DEPENDS ${image_objects})

banos_add_test(image_test
    SOURCES
        driver_image.cc
        elf_file.cc
        image_fixture.cc
        ../fuzz/image_run.cc
        image_compiled_test.cc
        image_corpus_test.cc
        image_driver_test.cc
        image_export_test.cc
        image_header_test.cc
        image_large_test.cc
        image_layout_test.cc
        image_match_test.cc
        image_memory_test.cc
        image_module_test.cc
        image_note_test.cc
        image_parameter_test.cc
        image_relocation_test.cc
        image_section_test.cc
        image_symbol_test.cc
        log_test.cc
        relocate_x86_64_test.cc
    LIBRARIES banos_image_tested)
target_include_directories(image_test PRIVATE ../fuzz)
add_dependencies(image_test image_test_objects)
target_compile_definitions(image_test PRIVATE
    TEST_IMAGES="${image_folder}"
    TEST_CORPUS="${CMAKE_CURRENT_SOURCE_DIR}/../fuzz/corpus/image")
