# SPDX-License-Identifier: Apache-2.0
target_link_libraries(gewu_case_import PUBLIC PkgConfig::ICU PkgConfig::ZLIB)
file(GLOB mappings CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/catalogue/mappings/*.json)
gewu_embed(gewu_case_import gewu::case_import::shipped ${mappings})
