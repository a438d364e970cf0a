# SPDX-License-Identifier: Apache-2.0
pkg_check_modules(ZXING REQUIRED IMPORTED_TARGET zxing)
target_link_libraries(gewu_paper PUBLIC PkgConfig::ZXING PkgConfig::TURBOJPEG)
