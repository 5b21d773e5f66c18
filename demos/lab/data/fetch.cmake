# Downloads files and keeps only those whose SHA256 is as expected:
#
#   cmake -D URL=https://... -D DIR=folder "-D FILES=name=sum name=sum,other-sum" -P fetch.cmake
#
# A file may have several sums, one for each packing of the same content that is in use. What is already there
# and right stays; anything else arrives under another name first, so that a failed download replaces nothing.
# An archive, NAME.tar.gz, stays too, and is unpacked beside.

cmake_minimum_required(VERSION 3.25)

foreach(argument URL DIR FILES)
  if(NOT ${argument})
    message(FATAL_ERROR "fetch.cmake: expected -D ${argument}=...")
  endif()
endforeach()

function(fetch name sums)
  set(path "${DIR}/${name}")
  if(EXISTS "${path}")
    file(SHA256 "${path}" sum)
    if(sum IN_LIST sums)
      message(STATUS "${path} is there already")
      return()
    endif()
  endif()

  message(STATUS "Downloading ${URL}/${name}")
  set(part "${path}.part")
  file(DOWNLOAD "${URL}/${name}" "${part}" STATUS status INACTIVITY_TIMEOUT 60)
  list(GET status 0 code)
  list(GET status 1 reason)
  if(NOT code EQUAL 0)
    file(REMOVE "${part}")
    message(FATAL_ERROR "Could not download ${URL}/${name}: ${reason}\n")
  endif()
  file(SHA256 "${part}" sum)
  if(NOT sum IN_LIST sums)
    file(REMOVE "${part}")
    list(JOIN sums " or " expected)
    message(FATAL_ERROR "${URL}/${name} is not the expected file and was removed: its SHA256 is\n"
            "  ${sum}\nexpected\n  ${expected}\n")
  endif()
  file(RENAME "${part}" "${path}")
endfunction()

separate_arguments(FILES UNIX_COMMAND "${FILES}")
foreach(row ${FILES})
  if(NOT row MATCHES "^([^=]+)=([0-9a-f,]+)$")
    message(FATAL_ERROR "fetch.cmake: expected name=sum, got ${row}")
  endif()
  set(name "${CMAKE_MATCH_1}")
  string(REPLACE "," ";" sums "${CMAKE_MATCH_2}")
  fetch("${name}" "${sums}")
  if(name MATCHES "\\.tar\\.gz$")
    file(ARCHIVE_EXTRACT INPUT "${DIR}/${name}" DESTINATION "${DIR}")
  endif()
endforeach()
