# SPDX-License-Identifier: Apache-2.0
gewu_embed(gewu_calendar gewu::calendar::shipped ${CMAKE_SOURCE_DIR}/catalogue/holidays.tsv)
