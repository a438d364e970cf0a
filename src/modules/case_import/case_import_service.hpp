// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "modules/case_import/case_import.hpp"
#include "modules/case_import/mapping.hpp"

namespace gewu::case_import {

/// From JSON; the refusal's `field` is where in it.
Result<Mapping> read_mapping(std::string_view json);

/// By name, file or JSON, as ImportOptions::map says; empty: by the columns of `path`.
Result<Mapping> find_mapping(const std::string& map, const std::string& path);

/// CaseService::import_case, or a test's stand-in for it.
using Take = std::function<Result<cases::Imported>(db::WriteTx& tx, const cases::ImportedCase&)>;

/// import_cases() with the mapping found and `take` given.
Result<ImportReport> import_by(db::Database& database, const cases::Services& services,
                               const areas::District& district, Mapping& mapping,
                               const ImportOptions& options, Instant now, const Take& take,
                               const ImportHooks& hooks);

}  // namespace gewu::case_import
