# Targets that download the data sets: fetch_mnist, fetch_optdigits, fetch_cifar10, and fetch_data for the first
# two, which are small.

if(DEFINED ENV{GROUPGRAD_DATA})
  set(default_data "$ENV{GROUPGRAD_DATA}")
else()
  set(default_data "${PROJECT_SOURCE_DIR}/build/data")
endif()
set(GROUPGRAD_DATA "${default_data}" CACHE PATH "Where the fetch targets put data sets")
set(GROUPGRAD_MNIST_URL "https://ossci-datasets.s3.amazonaws.com/mnist" CACHE STRING
    "Where MNIST is downloaded from; file:// works too")
set(GROUPGRAD_OPTDIGITS_URL "https://archive.ics.uci.edu/ml/machine-learning-databases/optdigits" CACHE STRING
    "Where optdigits is downloaded from; file:// works too")
set(GROUPGRAD_CIFAR10_URL "https://www.cs.toronto.edu/~kriz" CACHE STRING
    "Where CIFAR-10 is downloaded from; file:// works too")

# add_fetch_target(NAME URL row...), the rows as in fetch.cmake.
function(add_fetch_target name url)
  list(JOIN ARGN " " files)
  add_custom_target(fetch_${name}
    COMMAND ${CMAKE_COMMAND} -D "URL=${url}" -D "DIR=${GROUPGRAD_DATA}/${name}" -D "FILES=${files}"
            -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/fetch.cmake
    COMMENT "Data set ${name}, to be used with --data-dir ${GROUPGRAD_DATA}"
    VERBATIM)
endfunction()

# First the sums of the files as published, then those of the same content packed by `gzip -9n`.
add_fetch_target(mnist "${GROUPGRAD_MNIST_URL}"
  train-images-idx3-ubyte.gz=440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609,0b367032e93c5d0cea0925647cfdb18614af8ee15f83e6f2fc2ad904a6835971
  train-labels-idx1-ubyte.gz=3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c,1787548bbe0bff1ec2ecdc0ef292b02df999e2d1a6002d27500982c652b17203
  t10k-images-idx3-ubyte.gz=8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6,1a1a05eab793c14bb050b398624a11b0ffd1a2953baed553b1b9bd079e2a20be
  t10k-labels-idx1-ubyte.gz=f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6,b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b)

add_fetch_target(optdigits "${GROUPGRAD_OPTDIGITS_URL}"
  optdigits.tra=e1b683cc211604fe8fd8c4417e6a69f31380e0c61d4af22e93cc21e9257ffedd
  optdigits.tes=6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8)

# 170 MB, and 184 MB unpacked.
add_fetch_target(cifar10 "${GROUPGRAD_CIFAR10_URL}"
  cifar-10-binary.tar.gz=c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd)

add_custom_target(fetch_data DEPENDS fetch_mnist fetch_optdigits)
