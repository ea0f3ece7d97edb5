# What every target of the project is compiled with, kept in one interface target.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

find_package(Threads REQUIRED)

add_library(loket_options INTERFACE)
target_include_directories(loket_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_features(loket_options INTERFACE cxx_std_20)
target_link_libraries(loket_options INTERFACE Threads::Threads)
target_compile_options(loket_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align
  -Woverloaded-virtual -Wconversion -Wsign-conversion -Wnull-dereference -Wdouble-promotion
  -fno-omit-frame-pointer -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports false positives of these inside inlined library code.
  target_compile_options(loket_options INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized)
endif()
option(LOKET_WARNINGS_ARE_ERRORS "Off where a build inlines so much that GCC takes library code for wrong" ON)
if(NOT LOKET_WARNINGS_ARE_ERRORS)
  target_compile_options(loket_options INTERFACE -Wno-error)
endif()
option(LOKET_FRAME_POINTERS "For whoever looks at a program that runs" ON)
if(NOT LOKET_FRAME_POINTERS)
  target_compile_options(loket_options INTERFACE -fomit-frame-pointer)
endif()

# Two builds, each in a folder of its own: one writes down what is run how often, the other one is laid out by it.
set(LOKET_PROFILE_RECORD "" CACHE PATH "Folder in which what is built here writes down what it runs")
set(LOKET_PROFILE_USE "" CACHE PATH "Folder whose notes decide what is inlined and what lies together")
if(LOKET_PROFILE_RECORD)
  add_compile_options("-fprofile-generate=${LOKET_PROFILE_RECORD}" "-fprofile-prefix-path=${CMAKE_BINARY_DIR}")
  add_link_options("-fprofile-generate=${LOKET_PROFILE_RECORD}")
elseif(LOKET_PROFILE_USE)
  # What was never run is compiled as ever, not for size: the campaign is more than what was recorded.
  add_compile_options("-fprofile-use=${LOKET_PROFILE_USE}" "-fprofile-prefix-path=${CMAKE_BINARY_DIR}"
    -fprofile-partial-training -Wno-missing-profile -Wno-coverage-mismatch)
endif()

# Every function of a library is found at the start. A loader that looks one up later puts all registers on the stack, and with
# them what a copied secret has left there; and the table that it writes into stays open for others.
target_link_options(loket_options INTERFACE -Wl,-z,relro,-z,now)

# Hundreds of tests are linked from the same libraries: gold, which comes with the usual linker, takes half of its time.
if(LOKET_BUILD_TESTS AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_INTERPROCEDURAL_OPTIMIZATION)
  find_program(LOKET_GOLD ld.gold)
  if(LOKET_GOLD)
    target_link_options(loket_options INTERFACE -fuse-ld=gold)
  endif()
endif()

if(LOKET_SANITIZE)
  string(REPLACE ";" "," LOKET_SANITIZE_LIST "${LOKET_SANITIZE}")
  target_compile_options(loket_options INTERFACE -fsanitize=${LOKET_SANITIZE_LIST} -fno-sanitize-recover=all)
  target_link_options(loket_options INTERFACE -fsanitize=${LOKET_SANITIZE_LIST})
endif()

# loket_library(NAME SOURCES ... LINKS ... [PRIVATE_LINKS ...]): one static library for one layer.
function(loket_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC loket_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE loket_options ${ARG_LINKS})
  endif()
endfunction()

# Files of one library are compiled eight at a time where somebody waits for all of them: a newcomer for the counter, a fresh
# tree for its tests. Elsewhere one file's change is one file's work.
option(LOKET_UNITY "Compile the files of a library together" OFF)
if(LOKET_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # It takes every file but the first for a header.
  target_compile_options(loket_options INTERFACE -Wno-subobject-linkage)
endif()

# What many files of a layer read is compiled once. Only where somebody waits for all of them: elsewhere every file shows that
# it includes what it needs.
option(LOKET_PRECOMPILE "Compile widely read headers once" OFF)

# loket_precompiled(NAME LINKS target... HEADERS header... [READS folder...]): headers that other targets may share. READS: where
# headers of ours lie that are read with them, beside the layers under all.
function(loket_precompiled name)
  cmake_parse_arguments(ARG "" "" "LINKS;HEADERS;READS" ${ARGN})
  if(NOT LOKET_PRECOMPILE)
    return()
  endif()
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp" CONTENT "// Made for its headers.\n")
  add_library(${name} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
  # GCC knows a header that it has read by its bytes, comments too, and ccache by what is left without them: with the bytes in
  # its key it gives back none that was made of other ones.
  if(CCACHE_PROGRAM)
    set(patterns "")
    foreach(folder core/base core/domain core/ports core/api ${ARG_READS})
      list(APPEND patterns "${CMAKE_SOURCE_DIR}/${folder}/*.h")
    endforeach()
    file(GLOB_RECURSE read CONFIGURE_DEPENDS ${patterns})
    list(JOIN read ":" read)
    set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_EXTRAFILES=${read};${CCACHE_PROGRAM}")
  endif()
endfunction()

# loket_precompile(TARGET FROM): the target has the macros and options of FROM.
function(loket_precompile target from)
  if(LOKET_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${from})
  endif()
endfunction()
