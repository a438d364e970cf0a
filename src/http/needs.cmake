# SPDX-License-Identifier: Apache-2.0
# Only its tests read JSON back; the library itself knows none.
target_link_libraries(gewu_http PUBLIC Boost::json)
