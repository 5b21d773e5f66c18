# cmake -D PROGRAM=... -D EXPECTED=FILE -P same_output.cmake: fails unless the program prints just what the file holds.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE received RESULT_VARIABLE code)
file(READ ${EXPECTED} expected)
if(NOT code EQUAL 0 OR NOT received STREQUAL expected)
  message(FATAL_ERROR "${PROGRAM} (exit code ${code}): expected\n${expected}\nreceived\n${received}")
endif()
