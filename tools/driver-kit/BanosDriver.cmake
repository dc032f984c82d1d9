# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
#[=======================================================================[
Builds driver images:

    find_package(banos REQUIRED)
    banos_add_driver(foo foo.c bar.cc)

    banos_add_driver(<name> <source>... [LIBRARIES <archive>...]
                     [LINK_OPTIONS <option of banos-ld>...])

makes target <name>, which builds <name>.bko in the current binary directory as
a part of "all". Its property BANOS_IMAGE is the image's path. The objects are
target <name>_objects: give your own include directories, definitions and
options to that one. Options of directories do not reach it, because a driver
is not compiled as the programs beside it are; the build type's do.

Needs language C, for C++ sources also CXX, and no kernel headers.
#]=======================================================================]
include_guard(GLOBAL)

# The rest of the kit is beside this file; in banos's source tree the headers
# are elsewhere than installed, where this file is share/banos/BanosDriver.cmake.
function(banos_driver_include result)
    set(kit "${CMAKE_CURRENT_FUNCTION_LIST_DIR}")
    set(include "${kit}/../../shim/include")
    if(NOT EXISTS "${include}/banos/driver.h")
        set(include "${kit}/../../include")
    endif()
    get_filename_component(include "${include}" ABSOLUTE)
    set(${result} "${include}" PARENT_SCOPE)
endfunction()

# What the compiler of a language is given, asked for once for each compiler.
function(banos_driver_options language options)
    set(cache BANOS_DRIVER_OPTIONS_${language})
    if(NOT "${${cache}_COMPILER}" STREQUAL "${CMAKE_${language}_COMPILER}")
        set(switch)
        if(language STREQUAL "CXX")
            set(switch --c++)
        endif()
        execute_process(
            COMMAND "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/banos-cflags" ${switch} "${CMAKE_${language}_COMPILER}"
            OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
        set(${cache} "${flags}" CACHE INTERNAL "")
        set(${cache}_COMPILER "${CMAKE_${language}_COMPILER}" CACHE INTERNAL "")
    endif()
    separate_arguments(list UNIX_COMMAND "${${cache}}")
    set(${options} "${list}" PARENT_SCOPE)
endfunction()

function(banos_add_driver name)
    cmake_parse_arguments(PARSE_ARGV 1 driver "" "" "LIBRARIES;LINK_OPTIONS")
    if(NOT driver_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "banos_add_driver(${name}): expected at least one source")
    endif()
    banos_driver_include(include)
    # In C++, -Wextra would warn of every member that the ABI's macros leave out.
    set(options -Wall -Wextra $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>
        -ffile-prefix-map=${include}/=
        -ffile-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}/=
        -ffile-prefix-map=${CMAKE_CURRENT_BINARY_DIR}=.)
    foreach(language C CXX)
        if(CMAKE_${language}_COMPILER)
            banos_driver_options(${language} flags)
            list(APPEND options "$<$<COMPILE_LANGUAGE:${language}>:${flags}>")
        endif()
    endforeach()

    add_library(${name}_objects OBJECT ${driver_UNPARSED_ARGUMENTS})
    set_target_properties(${name}_objects PROPERTIES
        COMPILE_OPTIONS "${options}"
        POSITION_INDEPENDENT_CODE OFF
        INTERPROCEDURAL_OPTIMIZATION OFF
        C_STANDARD 11 C_EXTENSIONS ON
        CXX_STANDARD 20 CXX_EXTENSIONS ON
        C_CLANG_TIDY "" CXX_CLANG_TIDY "")
    target_include_directories(${name}_objects PRIVATE "${include}")

    if(TARGET banos-ld)
        set(linker banos-ld)
    else()
        find_program(BANOS_LD banos-ld HINTS "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../bin" REQUIRED)
        set(linker "${BANOS_LD}")
    endif()
    set(image "${CMAKE_CURRENT_BINARY_DIR}/${name}.bko")
    add_custom_command(OUTPUT "${image}"
        COMMAND ${linker} ${driver_LINK_OPTIONS} -o "${image}" "$<TARGET_OBJECTS:${name}_objects>"
                ${driver_LIBRARIES}
        DEPENDS ${linker} "$<TARGET_OBJECTS:${name}_objects>" ${driver_LIBRARIES}
        COMMENT "Linking driver image ${name}.bko" COMMAND_EXPAND_LISTS VERBATIM)
    add_custom_target(${name} ALL DEPENDS "${image}")
    set_target_properties(${name} PROPERTIES BANOS_IMAGE "${image}")
endfunction()
