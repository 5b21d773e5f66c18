# The kernel and the notebooks' header. Where their packages are missing each test says so and is skipped.

set(notebook_dir ${CMAKE_CURRENT_LIST_DIR})
find_program(DEBIAN_PYTHON3 python3 PATHS /usr/bin NO_DEFAULT_PATH)  # another may hide the one that has Jupyter
function(add_notebook_test name script seconds)
  set(why "")
  if(NOT TARGET xcpp17)
    set(why "the kernel is not built (GROUPGRAD_NOTEBOOKS is off, or packages of notebooks/packages.txt are missing)")
  elseif(NOT DEBIAN_PYTHON3)
    set(why "Debian's python3 is missing")
  endif()
  if(why)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "skipped: ${why}")
  else()
    add_test(NAME ${name} COMMAND ${DEBIAN_PYTHON3} -B ${notebook_dir}/run.py ${script} ${ARGN})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS notebooks TIMEOUT ${seconds} SKIP_REGULAR_EXPRESSION "^skipped: "
                       SKIP_RETURN_CODE 77 RUN_SERIAL ON ENVIRONMENT "JUPYTER_PATH=${PROJECT_BINARY_DIR}/jupyter")
endfunction()

foreach(part output errors names)
  add_notebook_test(kernel_${part} kernel_${part}_test.py 300)
endforeach()
add_notebook_test(notebook_display show_test.py 300)

# Each chapter is executed and compared with the outputs it is stored with.
add_notebook_test(notebook_check execute_test.py 60)
file(GLOB chapters CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/notebooks ${PROJECT_SOURCE_DIR}/notebooks/[0-9]*.ipynb)
foreach(chapter ${chapters})
  cmake_path(GET chapter STEM name)
  add_notebook_test(chapter_${name} ../../notebooks/execute.py 900 --check ${PROJECT_SOURCE_DIR}/notebooks/${chapter})
endforeach()

# A chapter on a server, in a browser; skips, loudly, without node, Debian's jupyter-notebook and chromium, or
# npm's puppeteer-core.
find_program(NODE NAMES node nodejs)
if(TARGET xcpp17 AND NODE)
  add_test(NAME notebook_server COMMAND ${NODE} ${notebook_dir}/server_test.mjs
           ${PROJECT_SOURCE_DIR}/notebooks/01_derivatives.ipynb ${CMAKE_CURRENT_BINARY_DIR}/browser)
else()
  add_test(NAME notebook_server COMMAND ${CMAKE_COMMAND} -E echo "skipped: a server needs the kernel and node (nodejs)")
endif()
set_tests_properties(notebook_server PROPERTIES LABELS notebooks TIMEOUT 300 SKIP_REGULAR_EXPRESSION "^skipped: "
                     SKIP_RETURN_CODE 77 RUN_SERIAL ON ENVIRONMENT "JUPYTER_PATH=${PROJECT_BINARY_DIR}/jupyter")

# The header must compile with an old clang, as a stand-in for the one inside cling.
find_program(CLANG13 clang++-13)
find_program(CLANG13_C clang-13)  # Debian's package of that name
if(CLANG13 OR CLANG13_C)
  add_test(NAME notebook_header_clang13 COMMAND $<IF:$<BOOL:${CLANG13}>,${CLANG13},${CLANG13_C}> -x c++-header
           -std=c++17 -fsyntax-only -Wall -Wextra -Werror -I${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/notebooks/groupgrad.hpp)
else()
  add_test(NAME notebook_header_clang13 COMMAND ${CMAKE_COMMAND} -E echo "skipped: clang-13 is missing")
endif()
set_tests_properties(notebook_header_clang13 PROPERTIES LABELS notebooks SKIP_REGULAR_EXPRESSION "^skipped: ")
