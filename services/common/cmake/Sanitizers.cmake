# -DZHIHENG_SANITIZE=address (with undefined) or thread. Debian's gRPC and
# Abseil are not instrumented; services/common/base/mutex.h says what follows.
set(ZHIHENG_SANITIZE "" CACHE STRING "empty, address or thread")
if(ZHIHENG_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer
                      -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
elseif(ZHIHENG_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(NOT ZHIHENG_SANITIZE STREQUAL "")
  message(FATAL_ERROR "ZHIHENG_SANITIZE is '${ZHIHENG_SANITIZE}'; "
                      "say address or thread")
endif()

# A fuzzer steers by the coverage of all our code, not only of its own file.
if(ZHIHENG_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
