# Fetches from a file:// mirror in a temporary folder: cmake -D SCRIPT=.../fetch.cmake -D DIR=... -P this

cmake_minimum_required(VERSION 3.25)

set(mirror "${DIR}/mirror with space")
set(data "${DIR}/data")
file(REMOVE_RECURSE "${DIR}")
file(WRITE "${mirror}/one.txt" "one\n")
file(WRITE "${mirror}/two.txt" "two\n")
file(SHA256 "${mirror}/one.txt" one)
file(SHA256 "${mirror}/two.txt" two)
string(REPEAT "0" 64 wrong)

# fetch(rows, expected "ok" or a piece of the error)
function(fetch rows expected)
  execute_process(COMMAND ${CMAKE_COMMAND} -D "URL=file://${mirror}" -D "DIR=${data}" -D "FILES=${rows}" -P "${SCRIPT}"
                  RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE error)
  # CMake wraps and indents what it reports.
  string(REGEX REPLACE "[ \n]+" " " said "${out} ${error}")
  set(said "${said}" PARENT_SCOPE)
  if(expected STREQUAL "ok")
    if(NOT code EQUAL 0)
      message(FATAL_ERROR "fetching ${rows} failed: ${said}")
    endif()
  else()
    string(FIND "${said}" "${expected}" position)
    if(code EQUAL 0 OR position EQUAL -1)
      message(FATAL_ERROR "fetching ${rows}: expected an error with \"${expected}\", got ${code}: ${said}")
    endif()
  endif()
endfunction()

function(expect_content name expected)
  set(content "")
  if(EXISTS "${data}/${name}")
    file(READ "${data}/${name}" content)
  endif()
  if(NOT content STREQUAL expected)
    message(FATAL_ERROR "${name}: expected \"${expected}\", got \"${content}\"")
  endif()
  if(EXISTS "${data}/${name}.part")
    message(FATAL_ERROR "${name}.part was left behind")
  endif()
endfunction()

function(expect_said expected)
  string(FIND "${said}" "${expected}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "expected \"${expected}\" in: ${said}")
  endif()
endfunction()

# Two good files, one of them known by its second sum.
fetch("one.txt=${one} two.txt=${wrong},${two}" "ok")
expect_content(one.txt "one\n")
expect_content(two.txt "two\n")

# What is there is not downloaded again: the mirror may even be gone.
file(RENAME "${mirror}" "${mirror} moved")
fetch("one.txt=${one} two.txt=${two}" "ok")
expect_said("one.txt is there already")

# A missing file.
file(REMOVE "${data}/one.txt")
fetch("one.txt=${one}" "Could not download")
expect_content(one.txt "")
file(RENAME "${mirror} moved" "${mirror}")

# A wrong sum: an error with both sums, and no file.
fetch("one.txt=${wrong}" "is not the expected file and was removed")
expect_said("${one}")
expect_said("${wrong}")
expect_content(one.txt "")

# A damaged file that is there is replaced, but not by something worse.
file(WRITE "${data}/one.txt" "on")
file(WRITE "${mirror}/one.txt" "changed\n")
fetch("one.txt=${one}" "is not the expected file")
expect_content(one.txt "on")
file(WRITE "${mirror}/one.txt" "one\n")
fetch("one.txt=${one}" "ok")
expect_content(one.txt "one\n")

# An archive is unpacked beside, with a wrong sum not; what is gone of it comes back without a download.
file(WRITE "${mirror}/a set/three.txt" "three\n")
execute_process(COMMAND ${CMAKE_COMMAND} -E tar czf set.tar.gz "a set" WORKING_DIRECTORY "${mirror}")
file(SHA256 "${mirror}/set.tar.gz" set)
fetch("set.tar.gz=${wrong}" "is not the expected file")
expect_content("a set/three.txt" "")
fetch("set.tar.gz=${set}" "ok")
expect_content("a set/three.txt" "three\n")
file(REMOVE "${mirror}/set.tar.gz")
file(REMOVE_RECURSE "${data}/a set")
fetch("set.tar.gz=${set}" "ok")
expect_content("a set/three.txt" "three\n")

fetch("one.txt" "expected name=sum, got one.txt")
file(REMOVE_RECURSE "${DIR}")
