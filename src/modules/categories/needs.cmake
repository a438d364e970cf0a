# SPDX-License-Identifier: Apache-2.0
gewu_embed(gewu_categories gewu::categories::shipped
           ${CMAKE_SOURCE_DIR}/catalogue/case-categories.tsv
           ${CMAKE_SOURCE_DIR}/catalogue/demand-categories.tsv
           ${CMAKE_SOURCE_DIR}/catalogue/emergencies.tsv)
