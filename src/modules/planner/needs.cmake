# SPDX-License-Identifier: Apache-2.0
find_library(METIS_LIBRARY metis REQUIRED)
target_link_libraries(gewu_planner PUBLIC ${METIS_LIBRARY})
