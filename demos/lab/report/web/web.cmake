# Makes OUT, the scripts of Vega, Vega-Lite and Vega-Embed in one file, from npm's registry, by the versions and
# checksums in package-lock.json. What fails here (no network, say) fails no build: reports then hold still pictures.
#
#   cmake -D NPM=/usr/bin/npm -D SOURCE=demos/lab/report/web -D OUT=build/charts.js -P web.cmake

get_filename_component(folder ${OUT} DIRECTORY)
set(modules ${folder}/npm)
file(SHA256 ${SOURCE}/package-lock.json lock)
set(made "")
if(EXISTS ${OUT} AND EXISTS ${modules}/made-from)
  file(READ ${modules}/made-from made)
endif()
if(made STREQUAL lock)
  return()
endif()

file(REMOVE ${OUT})
file(MAKE_DIRECTORY ${modules})
file(COPY ${SOURCE}/package.json ${SOURCE}/package-lock.json DESTINATION ${modules})
execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --fetch-retries=0
                WORKING_DIRECTORY ${modules} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
set(scripts "")
foreach(name vega vega-lite vega-embed)
  set(script ${modules}/node_modules/${name}/build/${name}.min.js)
  if(NOT result EQUAL 0 OR NOT EXISTS ${script})
    message(STATUS "The scripts for interactive charts could not be fetched, so reports hold still pictures:\n${output}")
    return()
  endif()
  file(READ ${script} content)
  string(APPEND scripts "${content}\n;\n")
endforeach()
file(WRITE ${OUT} "${scripts}")
file(WRITE ${modules}/made-from ${lock})
