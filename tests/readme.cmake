# README's examples are programs like any other: cut out of README, compiled, and their output compared with what README
# says they print.

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/README.md)
file(READ ${PROJECT_SOURCE_DIR}/README.md readme)
if(NOT readme MATCHES "```cpp\n([^`]*)```\n\nprints\n\n```text\n([^`]*)```")
  message(FATAL_ERROR "README.md: expected an example in ```cpp, the word 'prints', and its output in ```text")
endif()
file(CONFIGURE OUTPUT readme_example.cpp CONTENT "${CMAKE_MATCH_1}" @ONLY)
file(CONFIGURE OUTPUT readme_expected.txt CONTENT "${CMAKE_MATCH_2}" @ONLY)

add_executable(readme_example ${CMAKE_CURRENT_BINARY_DIR}/readme_example.cpp)
target_link_libraries(readme_example PRIVATE groupgrad groupgrad_options)
if(NOT readme MATCHES "Gradient checks need the second:\n\n```cpp\n([^`]*)```")
  message(FATAL_ERROR "README.md: expected a gradient check in ```cpp after 'Gradient checks need the second:'")
endif()
file(CONFIGURE OUTPUT readme_gradcheck.cpp CONTENT "${CMAKE_MATCH_1}" @ONLY)
file(CONFIGURE OUTPUT readme_gradcheck.txt CONTENT "11\n" @ONLY)
add_executable(readme_gradcheck ${CMAKE_CURRENT_BINARY_DIR}/readme_gradcheck.cpp)
target_link_libraries(readme_gradcheck PRIVATE groupgrad64 groupgrad_options)

add_test(NAME readme_gradcheck COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:readme_gradcheck>
         -D EXPECTED=${CMAKE_CURRENT_BINARY_DIR}/readme_gradcheck.txt
         -P ${CMAKE_CURRENT_SOURCE_DIR}/same_output.cmake)
add_test(NAME readme COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:readme_example>
         -D EXPECTED=${CMAKE_CURRENT_BINARY_DIR}/readme_expected.txt
         -P ${CMAKE_CURRENT_SOURCE_DIR}/same_output.cmake)
