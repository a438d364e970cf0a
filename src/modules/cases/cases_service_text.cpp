// SPDX-License-Identifier: Apache-2.0
// What a case is found by.
#include "modules/cases/cases.hpp"
#include "modules/cases/cases_store.hpp"

namespace gewu::cases {

std::optional<CaseText> case_text(db::ReadTx& tx, DistrictId district, CaseId id) {
  const auto c = store::find(tx, district, id);
  if (!c) return std::nullopt;
  CaseText out;
  out.id = id;
  out.stamp = c->history_seq;
  out.area = c->restricted ? c->desk_area : c->area;
  out.category = c->category;
  out.texts = {c->title, c->address, c->answer};
  if (const auto report = store::find_report(tx, district, id)) {
    out.reporter = report->reporter;
    out.texts.push_back(report->words);
  }
  for (const auto& event : history::events(tx, district, subject_of(id))) {
    if (event.seq > 1) out.texts.push_back(event.words);  // the first are the report's own
  }
  return out;
}

std::vector<CaseId> newest_before(db::ReadTx& tx, DistrictId district, CaseId before, int limit) {
  return store::ids_before(tx, district, before, limit);
}
std::vector<CaseId> case_ids_after(db::ReadTx& tx, DistrictId district, CaseId after, int limit) {
  return store::ids_after(tx, district, after, limit);
}

}  // namespace gewu::cases
