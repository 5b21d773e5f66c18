# xtensor 0.26 moved its headers into folders. Compiles every source that includes xtensor against a folder where the
# headers lie as there, and those of before are errors. The folder is DIR, the root of the sources SOURCE, the compiler
# CXX, and the folder of the installed xtensor's headers XTENSOR.

foreach(header containers/xadapt containers/xarray io/xio)
  cmake_path(GET header FILENAME name)
  file(WRITE ${DIR}/xtensor/${header}.hpp "#include \"${XTENSOR}/xtensor/${name}.hpp\"\n")
  file(WRITE ${DIR}/xtensor/${name}.hpp "#error \"not here in xtensor 0.26\"\n")
endforeach()

file(GLOB_RECURSE files ${SOURCE}/core/*.cpp ${SOURCE}/layers/*.cpp ${SOURCE}/optim/*.cpp)
set(count 0)
foreach(file IN LISTS files)
  file(STRINGS ${file} includes REGEX "^#include (<xtensor/|\"core/xtensor.hpp)")
  if(includes)
    execute_process(COMMAND ${CXX} -std=c++17 -fsyntax-only -isystem ${DIR} -I ${SOURCE} ${file}
                    COMMAND_ERROR_IS_FATAL ANY)
    math(EXPR count "${count} + 1")
  endif()
endforeach()
if(count EQUAL 0)
  message(FATAL_ERROR "no source includes xtensor: is this test still right?")
endif()
