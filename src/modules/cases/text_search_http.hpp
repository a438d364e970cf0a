// SPDX-License-Identifier: Apache-2.0
// Cases by their words. An index says which may be meant; each is then read as its reader may read
// it, so that nobody finds a case by what he could not see in it, however old the index is.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/search_text.hpp"
#include "modules/cases/cases_store.hpp"
#include "modules/cases/viewer_http.hpp"

namespace gewu::cases::http_views {

/// Newest first.
struct TextPage {
  std::vector<Case> cases;
  std::vector<FoundOut> found;
  std::optional<CaseId> next;  ///< look on below this one; there may be more
};

/// One search in one snapshot.
class TextSearch {
 public:
  TextSearch(CaseService& service, db::ReadTx& tx, DistrictId district, const api::Caller& caller,
             Instant now, const categories::Tree& tree, std::string_view typed);

  /// How far one request looks: cases that it reads, whether they are meant or not.
  static constexpr int kLookedAtMost = 2'000;

  /// Where to look, besides what the words say.
  struct Where {
    std::vector<AreaId> areas = {};  ///< too many to name: empty, and `wanted` asks each
    AccountId reporter = {};
    store::Filter filter = {};
    /// Whether this one is meant, and read as staff read it; else as its reporter does.
    std::function<bool(const Case&)> wanted;
    std::function<bool(const Case&)> as_staff;
  };
  TextPage in_index(const Where& where, CaseId before, int limit, int look_at = kLookedAtMost);
  /// Of these, in any order.
  TextPage among(std::vector<Case> cases, const Where& where, CaseId before, int limit);
  /// The case whose number was typed, where it is meant.
  std::optional<Case> by_number(const Where& where);

  SearchOut understood() const;

 private:
  /// Each place that shows why the case is found; nothing where it is not.
  std::optional<std::vector<FoundOut>> reasons(const Case& c, bool as_staff);
  bool take(Case c, const Where& where, TextPage& page, int limit);

  CaseService& service_;
  db::ReadTx& tx_;
  DistrictId district_;
  const api::Caller& caller_;
  Instant now_;
  const categories::Tree& tree_;
  SearchWords words_;
  std::vector<std::vector<CategoryId>> categories_;  ///< of each run
  std::optional<std::int64_t> number_;
};

}  // namespace gewu::cases::http_views
