# SPDX-License-Identifier: Apache-2.0
target_link_libraries(gewu_demo PUBLIC PkgConfig::TURBOJPEG)
