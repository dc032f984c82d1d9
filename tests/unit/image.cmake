# SPDX-License-Identifier: MIT
# The parser of driver images, with an allocator that fails on demand.
banos_add_image_library(banos_image_tested)
target_compile_definitions(banos_image_tested PUBLIC
    PORT_ALLOCATE=test_allocate PORT_FREE=test_free)

banos_add_test(image_test
    SOURCES
        driver_image.cc
        elf_file.cc
        image_fixture.cc
        ../fuzz/image_run.cc
        image_driver_test.cc
        image_export_test.cc
        image_header_test.cc
        image_layout_test.cc
        image_memory_test.cc
        image_note_test.cc
        image_parameter_test.cc
        image_relocation_test.cc
        image_section_test.cc
        image_symbol_test.cc
        log_test.cc
        relocate_x86_64_test.cc
    LIBRARIES banos_image_tested)
target_include_directories(image_test PRIVATE ../fuzz)
