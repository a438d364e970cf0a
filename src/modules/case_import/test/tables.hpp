// SPDX-License-Identifier: Apache-2.0
// A small mapping and tables for it.
#pragma once

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>

#include "support/folder.hpp"

namespace gewu::case_import::tables {

inline const std::string kMapping = R"({"source": "test-desk",
  "time_zone": "America/New_York", "time_formats": ["yyyy-MM-dd HH:mm"],
  "reference": "{ref}", "words": "{type}[: {note}]", "address": "{note}",
  "reported_at": "{made}", "closed_at": "{ended}", "due_at": "{due}",
  "place": {"lat": "{lat}", "lon": "{lon}",
            "not_a_place": [{"column": "lat", "equals": "39", "reason": "Cut to whole degrees."}]},
  "status": {"from": "{state}", "finished": ["done"], "open": ["waiting"], "leave_out": ["spam"]},
  "category": {"from": "{type}", "values": {"Lamp": "demand-10-01"}}})";

inline const std::string kHeader = "ref,made,ended,due,type,note,lat,lon,state\n";

/// The mapping with its first `piece` replaced; the piece must be there.
inline std::string with(const std::string& piece, const std::string& by) {
  std::string out = kMapping;
  const auto at = out.find(piece);
  REQUIRE(at != std::string::npos);
  return out.replace(at, piece.size(), by);
}

/// Writes a compressed file of these bytes and returns its path.
inline std::string write_gz(const test::Folder& folder, const std::string& name,
                            const std::string& bytes) {
  const auto file = (folder / name).string();
  gzFile out = gzopen(file.c_str(), "wb");
  gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(out);
  return file;
}

}  // namespace gewu::case_import::tables
