# SPDX-License-Identifier: MIT
# The parser of driver images, with an allocator that can be told to fail.
banos_add_image_library(banos_image_fuzzed)
target_compile_options(banos_image_fuzzed PRIVATE ${fuzz_flags})
target_compile_definitions(banos_image_fuzzed PUBLIC
    PORT_ALLOCATE=test_allocate PORT_FREE=test_free)
banos_add_fuzzer(image_fuzz SOURCES image_fuzz.cc image_run.cc LIBRARIES banos_image_fuzzed)

# Writes the committed corpus.
add_executable(image_corpus image_corpus.cc ../unit/driver_image.cc ../unit/elf_file.cc)
target_include_directories(image_corpus PRIVATE ../unit ${PROJECT_SOURCE_DIR}/shim/include)
