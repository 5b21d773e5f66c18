# Writes OUT, a C++ source that knows the git revision of the tree SOURCE; leaves it alone if it knows already.
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty RESULT_VARIABLE result
                OUTPUT_VARIABLE revision OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT result EQUAL 0)
  set(revision unknown)
endif()
file(CONFIGURE OUTPUT ${OUT} CONTENT [[
#include "demos/lab/report/provenance.hpp"

std::string gg::lab::built_revision() { return "@revision@"; }
]] @ONLY)
