# SPDX-License-Identifier: Apache-2.0
# The table of base/folding.cpp is made at build time: see tools/make_folding.cpp.
pkg_check_modules(OPENCC REQUIRED IMPORTED_TARGET opencc)
add_executable(gewu_make_folding ${CMAKE_SOURCE_DIR}/tools/make_folding.cpp)
target_link_libraries(gewu_make_folding PRIVATE PkgConfig::ICU PkgConfig::OPENCC)
set(folding_table ${CMAKE_BINARY_DIR}/folding_table.cpp)
add_custom_command(OUTPUT ${folding_table}
                   COMMAND gewu_make_folding ${folding_table}
                   DEPENDS gewu_make_folding VERBATIM)
target_sources(gewu_base PRIVATE ${folding_table})
