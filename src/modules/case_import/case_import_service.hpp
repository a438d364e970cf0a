// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.hpp"
#include "modules/case_import/mapping.hpp"

namespace gewu::case_import {

/// From JSON; the refusal's `field` is where in it.
Result<Mapping> read_mapping(std::string_view json);

/// By name, file or JSON, as ImportOptions::map says; empty: by the columns of `path`.
Result<Mapping> find_mapping(const std::string& map, const std::string& path);

}  // namespace gewu::case_import
