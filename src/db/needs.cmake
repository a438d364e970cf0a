# SPDX-License-Identifier: Apache-2.0
file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/db/migrations/*.sql)
gewu_embed(gewu_db gewu::db::migration_files ${migrations})
