# SPDX-License-Identifier: MIT
# libbanos-z.so beside zlib itself: both are loaded into one program, or programs that
# use zlib run with it before that.
find_package(ZLIB REQUIRED)
find_package(PNG)

banos_add_test(zlib_infcover_test SOURCES zlib_infcover_test.cc zlib_face.cc)
banos_add_test(zlib_agree_test SOURCES zlib_agree_test.cc zlib_agree.cc zlib_face.cc)
banos_add_test(zlib_interface_test
    SOURCES zlib_interface_test.cc zlib_face.cc gunzip_fixture.cc)
banos_add_test(zlib_program_test SOURCES zlib_program_test.cc gunzip_fixture.cc)
foreach(test zlib_infcover_test zlib_agree_test zlib_interface_test zlib_program_test)
    target_link_libraries(${test} PRIVATE ZLIB::ZLIB ${CMAKE_DL_LIBS})
    target_compile_definitions(${test} PRIVATE
        BANOS_Z="$<TARGET_FILE:banos_z>" BANOS_GUNZIP="")
    add_dependencies(${test} banos_z)
endforeach()
# It is the other way round under sanitizers: their library comes first.
if(BANOS_SANITIZE)
    target_compile_definitions(zlib_program_test PRIVATE BANOS_SANITIZED)
endif()

add_executable(zlib_images zlib_images.cc)
target_link_libraries(zlib_images PRIVATE PNG::PNG)
target_compile_definitions(zlib_program_test PRIVATE
    BANOS_ZLIB_IMAGES="$<TARGET_FILE:zlib_images>"
    BANOS_ZLIB_EXAMPLE="${CMAKE_CURRENT_SOURCE_DIR}/zlib_example")
add_dependencies(zlib_program_test zlib_images)
