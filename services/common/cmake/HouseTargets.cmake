# A room is a folder with one library, its tests beside it, and a layer number.
# house_library() builds the room and stops the configure step when a room uses
# a room that is not below it, or a room of another service.

include(GoogleTest)

add_library(house_warnings INTERFACE)
target_compile_options(house_warnings INTERFACE -Wall -Wextra -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees overlapping copies in its own std::string when it inlines: a
  # known false alarm that only optimised builds show.
  target_compile_options(house_warnings INTERFACE -Wno-restrict)
else()
  target_compile_options(house_warnings INTERFACE -Wthread-safety)
endif()

# The service a room belongs to is the first word of its target name:
# rules_cel -> rules. Rooms of protos and common may be used by everyone.
function(house_check_dependency name layer dep)
  if(NOT TARGET ${dep})
    message(FATAL_ERROR
      "${name}: ${dep} is not defined yet; lower layers come first")
  endif()
  get_target_property(below ${dep} HOUSE_LAYER)
  if(below STREQUAL "below-NOTFOUND")
    return()  # an outside library
  endif()
  if(NOT below LESS layer)
    message(FATAL_ERROR
      "${name} (layer ${layer}) may not use ${dep} (layer ${below})")
  endif()
  string(REGEX REPLACE "_.*" "" own "${name}")
  string(REGEX REPLACE "_.*" "" other "${dep}")
  if(other MATCHES "^(catalog|rules|gateway)$" AND NOT own STREQUAL other
     AND NOT own STREQUAL "cli")
    message(FATAL_ERROR
      "${name} may not use ${dep}: services meet only in protos and over the wire")
  endif()
endfunction()

# house_library(<name> LAYER <n> SRCS <.cc/.h>... [DEPS <targets>...]
#               [TESTS <_test.cc>...] [TEST_DEPS <targets>...]
#               [BENCH <_bench.cc>...])
function(house_library name)
  cmake_parse_arguments(A "" "LAYER" "SRCS;DEPS;TESTS;TEST_DEPS;BENCH" ${ARGN})
  if(A_UNPARSED_ARGUMENTS OR NOT DEFINED A_LAYER)
    message(FATAL_ERROR
      "${name}: needs LAYER, and only known words: ${A_UNPARSED_ARGUMENTS}")
  endif()
  foreach(dep IN LISTS A_DEPS)
    house_check_dependency(${name} ${A_LAYER} ${dep})
  endforeach()
  set(scope PUBLIC)
  if(A_SRCS MATCHES "\\.cc(;|$)")
    add_library(${name} STATIC ${A_SRCS})
    target_link_libraries(${name} PRIVATE house_warnings)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${name} ${scope} ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} ${scope} ${A_DEPS})
  set_target_properties(${name} PROPERTIES HOUSE_LAYER ${A_LAYER})
  if(ZHIHENG_TESTS AND A_TESTS)
    house_test(${name}_test SRCS ${A_TESTS} DEPS ${name} ${A_TEST_DEPS}
               PREFIX ${name}/ LABEL unit)
  endif()
  if(ZHIHENG_BENCH AND A_BENCH)
    add_executable(${name}_bench ${A_BENCH})
    target_link_libraries(${name}_bench
      PRIVATE ${name} benchmark::benchmark_main house_warnings)
  endif()
endfunction()

# house_test(<name> SRCS ... DEPS ... PREFIX <prefix> LABEL <label>)
# Tests run in the source folder of their room and may read
# ZHIHENG_SOURCE_DIR / ZHIHENG_BIN_DIR from the environment.
# ONE_PROCESS: the tests share what takes long to make, as all packs that ship;
# an instrumented build runs them together instead of each in a process.
function(house_test name)
  cmake_parse_arguments(A "ONE_PROCESS" "PREFIX;LABEL;TIMEOUT" "SRCS;DEPS" ${ARGN})
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  add_executable(${name} ${A_SRCS})
  target_link_libraries(${name}
    PRIVATE ${A_DEPS} GTest::gmock GTest::gtest GTest::gtest_main house_warnings)
  if(A_ONE_PROCESS AND ZHIHENG_SANITIZE)
    add_test(NAME ${A_PREFIX}all COMMAND ${name}
      WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set_tests_properties(${A_PREFIX}all PROPERTIES
      LABELS ${A_LABEL} TIMEOUT ${A_TIMEOUT}
      ENVIRONMENT "ZHIHENG_SOURCE_DIR=${PROJECT_SOURCE_DIR};ZHIHENG_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    return()
  endif()
  gtest_discover_tests(${name}
    TEST_PREFIX "${A_PREFIX}"
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    DISCOVERY_MODE PRE_TEST
    PROPERTIES LABELS ${A_LABEL} TIMEOUT ${A_TIMEOUT}
      # One variable a property: discovery splits a list of two.
      ENVIRONMENT "ZHIHENG_SOURCE_DIR=${PROJECT_SOURCE_DIR}"
      ENVIRONMENT_MODIFICATION
        "ZHIHENG_BIN_DIR=set:${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endfunction()

# house_binary(<name> SRCS ... DEPS ...): an executable in build/bin.
function(house_binary name)
  cmake_parse_arguments(A "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${A_SRCS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${A_DEPS} house_warnings)
endfunction()
