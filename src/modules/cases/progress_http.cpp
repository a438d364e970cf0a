// SPDX-License-Identifier: Apache-2.0
// The page of a followed report for those who do not read JSON: the same view, cut in one place.
#include "modules/cases/viewer_http.hpp"

namespace gewu::cases {

Result<Progress> progress_of(CaseService& service, db::ReadTx& tx, DistrictId district,
                             std::string_view code, Instant now) {
  GEWU_TRY(const auto followed, service.follow(tx, district, code));
  const auto view = http_views::Viewer(service, tx, district, now).followed(followed);
  Progress out;
  out.number = view.number;
  out.joined = view.joined;
  out.withheld = view.withheld;
  out.words = view.words;
  out.category_zh = view.category.name_zh;
  out.category_en = view.category.name_en;
  out.state = view.state;
  out.area_names = view.area_names;
  out.address = view.address;
  out.holder = view.holder.name;
  out.answer = view.answer;
  out.receipt = view.receipt;
  out.reported_at = view.reported_at;
  out.due_at = view.due_at;
  out.reopen_until = view.reopen_until;
  out.overdue = view.overdue;
  for (const auto& s : view.steps) out.steps.push_back({s.at, s.action, s.state, s.by, s.note});
  return out;
}

}  // namespace gewu::cases
