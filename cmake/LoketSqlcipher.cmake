# Loket::Sqlcipher: SQLCipher 4.14 (SQLite 3.51.3) or newer. Every older SQLite has the WAL-reset
# corruption bug. Taken from the system when that is new enough, otherwise from the cache that
# `./dev setup` fills (LOKET_SQLCIPHER_ROOT: include/sqlite3.h and lib/libsqlcipher.a).
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)

if(DEFINED ENV{LOKET_CACHE})
  set(loket_cache "$ENV{LOKET_CACHE}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(loket_cache "$ENV{XDG_CACHE_HOME}/loket")
else()
  set(loket_cache "$ENV{HOME}/.cache/loket")
endif()
set(LOKET_SQLCIPHER_ROOT "${loket_cache}/sqlcipher/current" CACHE PATH
  "Where the SQLCipher of ./dev setup lies; used when the system's is too old")

# sqlcipher.pc gives SQLCipher's version on some systems and that of the SQLite inside on others.
set(loket_system_sqlcipher FALSE)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(SYSTEM_SQLCIPHER QUIET IMPORTED_TARGET GLOBAL sqlcipher)
  if(SYSTEM_SQLCIPHER_VERSION VERSION_GREATER_EQUAL 4.14.0
     OR (SYSTEM_SQLCIPHER_VERSION VERSION_LESS 4 AND SYSTEM_SQLCIPHER_VERSION VERSION_GREATER_EQUAL 3.51.3))
    set(loket_system_sqlcipher TRUE)
  endif()
endif()

add_library(loket_sqlcipher INTERFACE)
add_library(Loket::Sqlcipher ALIAS loket_sqlcipher)
target_compile_definitions(loket_sqlcipher INTERFACE SQLITE_HAS_CODEC)

if(loket_system_sqlcipher)
  message(STATUS "SQLCipher: the system's (${SYSTEM_SQLCIPHER_VERSION})")
  target_link_libraries(loket_sqlcipher INTERFACE PkgConfig::SYSTEM_SQLCIPHER)
elseif(EXISTS "${LOKET_SQLCIPHER_ROOT}/lib/libsqlcipher.a" AND EXISTS "${LOKET_SQLCIPHER_ROOT}/include/sqlite3.h")
  message(STATUS "SQLCipher: ${LOKET_SQLCIPHER_ROOT}")
  target_include_directories(loket_sqlcipher SYSTEM INTERFACE "${LOKET_SQLCIPHER_ROOT}/include")
  target_link_libraries(loket_sqlcipher INTERFACE
    "${LOKET_SQLCIPHER_ROOT}/lib/libsqlcipher.a" OpenSSL::Crypto Threads::Threads ${CMAKE_DL_LIBS})
  if(UNIX)
    target_link_libraries(loket_sqlcipher INTERFACE m)
  endif()
else()
  message(FATAL_ERROR
    "SQLCipher 4.14 or newer was not found.\n"
    "Run ./dev setup once: it brings and compiles it into ${LOKET_SQLCIPHER_ROOT}.\n"
    "If yours lies elsewhere, configure with -DLOKET_SQLCIPHER_ROOT=DIR (DIR/include/sqlite3.h, DIR/lib/libsqlcipher.a).")
endif()
