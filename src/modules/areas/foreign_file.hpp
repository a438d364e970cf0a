// SPDX-License-Identifier: Apache-2.0
// Files that others made: told by their first bytes, and turned into GeoJSON by ogr2ogr in a
// process of its own that may not reach the network, other files, or much time and memory.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "base/codes.hpp"
#include "base/result.hpp"

namespace gewu::areas {

enum class FileFormat { geojson, shapefile, geopackage };
BOOST_DESCRIBE_ENUM(FileFormat, geojson, shapefile, geopackage)

inline constexpr std::size_t kForeignFileBytesMost = 200 * 1024 * 1024;

/// By content, never by name. Refusals: file_unreadable, file_too_large, format_unknown.
Result<FileFormat> format_of(const std::string& path);

/// The whole file. Refusals as above.
Result<std::string> read_file(const std::string& path, std::size_t bytes_most);

struct ConvertLimits {
  std::chrono::seconds wall{180};
  std::chrono::seconds cpu{120};
  std::size_t memory_bytes = std::size_t{3} << 30;
  std::size_t output_bytes = kForeignFileBytesMost;
};

/// GeoJSON (RFC 7946: degrees of WGS-84) of the file's one layer, or of `layer`. Coordinate systems
/// that the file names are converted. Refusals: converter_missing, conversion_failed,
/// file_too_large.
Result<std::string> convert_to_geojson(const std::string& path, FileFormat format,
                                       const std::string& layer, const ConvertLimits& limits = {});

}  // namespace gewu::areas
