# What others build on: the installed copy, the newer xtensor, the documentation.

# An installed copy, used by a project elsewhere; not under sanitizers, whose flags the project does not have.
if(PROJECT_IS_TOP_LEVEL AND NOT GROUPGRAD_SANITIZE)
  foreach(via CMake pkg-config)
    add_test(NAME "installed, via ${via}" COMMAND ${CMAKE_COMMAND} -D VIA=${via} -D SOURCE=${PROJECT_SOURCE_DIR}
             -D BUILD=${PROJECT_BINARY_DIR} -D DIR=${CMAKE_CURRENT_BINARY_DIR}/consumer_test
             -D CXX=${CMAKE_CXX_COMPILER} -P ${CMAKE_CURRENT_SOURCE_DIR}/consumer_test.cmake)
  endforeach()
  set_tests_properties("installed, via CMake" PROPERTIES FIXTURES_SETUP installed)
  set_tests_properties("installed, via pkg-config" PROPERTIES FIXTURES_REQUIRED installed
                       SKIP_REGULAR_EXPRESSION "skipped: ")
endif()

if(xtensor_VERSION VERSION_LESS 0.26)
  add_test(NAME "xtensor 0.26's layout" COMMAND ${CMAKE_COMMAND} -D DIR=${CMAKE_CURRENT_BINARY_DIR}/xtensor_layout
           -D SOURCE=${PROJECT_SOURCE_DIR} -D CXX=${CMAKE_CXX_COMPILER} -D XTENSOR=${xtensor_INCLUDE_DIRS}
           -P ${CMAKE_CURRENT_SOURCE_DIR}/xtensor_layout_test.cmake)
endif()

find_package(Python3 QUIET COMPONENTS Interpreter)
if(Python3_FOUND)
  add_test(NAME docs_filter COMMAND Python3::Interpreter -B -m doctest ${PROJECT_SOURCE_DIR}/core/docs/filter.py)
endif()
