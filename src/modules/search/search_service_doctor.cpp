// SPDX-License-Identifier: Apache-2.0
#include "db/text_index.hpp"
#include "modules/search/case_terms.hpp"
#include "modules/search/search.hpp"
#include "modules/search/search_store.hpp"

namespace gewu::search {

namespace {

constexpr int kPage = 500;

/// Walks cases and documents side by side, both in order of id.
class Recount {
 public:
  Recount(db::Database& database, DistrictId district, std::size_t limit)
      : database_(database), district_(district), limit_(limit) {}

  std::vector<Problem> run(const std::function<void(std::string_view, std::int64_t)>& progress) {
    const db::TextIndex index("case");
    bool more = true;
    while (more && out_.size() < limit_) {
      more = database_.read([&](db::ReadTx& tx) { return page(tx, index); });
      if (progress) progress("texts", done_);
    }
    const auto flaw = database_.read([&](db::ReadTx& tx) { return index.flaw(tx, district_); });
    if (flaw) tell("index_differs", "the index", *flaw);
    return std::move(out_);
  }

 private:
  void tell(std::string code, std::string subject, std::string detail) {
    out_.push_back({std::move(code), std::move(subject), std::move(detail)});
  }

  /// One page of both in one snapshot; whether there is another.
  bool page(db::ReadTx& tx, const db::TextIndex& index) {
    const auto state = store::find_state(tx, district_);
    const auto ids = cases::case_ids_after(tx, district_, after_, kPage);
    const auto documents = index.page(tx, district_, after_.value, kPage);
    const bool full_cases = ids.size() == kPage, full_documents = documents.size() == kPage;
    // As far as both are known.
    std::int64_t until = INT64_MAX;
    if (full_cases) until = ids.back().value;
    if (full_documents) until = std::min(until, documents.back().id);
    auto document = documents.begin();
    for (const CaseId id : ids) {
      if (id.value > until) break;
      for (; document != documents.end() && document->id < id.value; ++document) lone(*document);
      const bool there = document != documents.end() && document->id == id.value;
      compare(tx, id, there ? &*document : nullptr, state);
      if (there) ++document;
      ++done_;
    }
    for (; document != documents.end() && document->id <= until; ++document) lone(*document);
    after_ = CaseId{until};
    return full_cases || full_documents;
  }

  void lone(const db::IndexedDocument& document) {
    tell("text_without_case", "case " + std::to_string(document.id), "there is no such case");
  }

  void compare(db::ReadTx& tx, CaseId id, const db::IndexedDocument* document,
               const std::optional<store::State>& state) {
    const bool to_come = !state || state->rules != kRules || id < state->before;
    const auto text = cases::case_text(tx, district_, id);
    const auto wanted = text ? terms_of(*text) : std::vector<std::string>{};
    if (document != nullptr && document->terms == wanted) return;
    if ((to_come && document == nullptr) || store::is_noted(tx, district_, id)) return;
    if (to_come && state && state->rules != kRules) return;
    tell(document == nullptr ? "text_missing" : "text_differs", "case " + to_string(id),
         document == nullptr ? "it cannot be found by its words"
                             : "it is found by other words than it holds");
  }

  db::Database& database_;
  DistrictId district_;
  std::size_t limit_;
  CaseId after_;
  std::int64_t done_ = 0;
  std::vector<Problem> out_;
};

}  // namespace

std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            const std::function<void(std::string_view, std::int64_t)>& progress,
                            std::size_t limit) {
  return Recount(database, district, limit).run(progress);
}

}  // namespace gewu::search
