# README's example is a program like any other: cut out of README, compiled, and its output compared with what README
# says it prints.

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/README.md)
file(READ ${CMAKE_SOURCE_DIR}/README.md readme)
if(NOT readme MATCHES "```cpp\n([^`]*)```\n\nprints\n\n```text\n([^`]*)```")
  message(FATAL_ERROR "README.md: expected an example in ```cpp, the word 'prints', and its output in ```text")
endif()
file(CONFIGURE OUTPUT readme_example.cpp CONTENT "${CMAKE_MATCH_1}" @ONLY)
file(CONFIGURE OUTPUT readme_expected.txt CONTENT "${CMAKE_MATCH_2}" @ONLY)

add_executable(readme_example ${CMAKE_CURRENT_BINARY_DIR}/readme_example.cpp)
target_link_libraries(readme_example PRIVATE groupgrad groupgrad_options)
add_test(NAME readme COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:readme_example>
         -D EXPECTED=${CMAKE_CURRENT_BINARY_DIR}/readme_expected.txt
         -P ${CMAKE_CURRENT_SOURCE_DIR}/same_output.cmake)
