# SPDX-License-Identifier: Apache-2.0
include(Embed)
gewu_embed(gewu_calendar NAME holidays FILES ${CMAKE_SOURCE_DIR}/catalogue/holidays.tsv)
