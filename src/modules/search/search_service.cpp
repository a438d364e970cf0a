// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "db/text_index.hpp"
#include "modules/search/case_terms.hpp"
#include "modules/search/search.hpp"
#include "modules/search/search_store.hpp"

namespace gewu::search {

namespace {

constexpr int kTail = 200;  ///< noted cases that a search looks at by themselves

const db::TextIndex& index() {
  static const db::TextIndex made("case");
  return made;
}

db::IndexedDocument document_of(const cases::CaseText& text) {
  return {text.id.value, text.stamp, terms_of(text)};
}

/// One of these; none where nothing is asked.
template <class Ids, class Term>
void add_group(db::IndexQuery& out, const Ids& ids, Term term) {
  db::IndexQuery::Group group;
  for (const auto id : ids) group.push_back({{term(id), false}});
  if (!group.empty()) out.groups.push_back(std::move(group));
}

db::IndexQuery query_of(const cases::TextQuery& query) {
  db::IndexQuery out;
  for (const auto& run : query.runs) {
    db::IndexQuery::Alternative words;
    for (const auto& term : run.terms) words.push_back({term.text, term.prefix});
    db::IndexQuery::Group group{std::move(words)};
    for (const auto id : run.categories) group.push_back({{category_term(id), false}});
    out.groups.push_back(std::move(group));
  }
  add_group(out, query.areas, area_term);
  if (query.category) add_group(out, std::vector{query.category}, category_term);
  if (query.reporter) add_group(out, std::vector{query.reporter}, reporter_term);
  return out;
}

}  // namespace

// ---- for cases ----------------------------------------------------------------------------------

void Search::changed(db::WriteTx& tx, DistrictId district, CaseId id, Instant now) {
  store::insert_note(tx, district, {id, ids_.next<RecordTag>(now)});
}

/// What the index finds, together with what was not indexed yet.
Search::Candidates Search::candidates(db::ReadTx& tx, DistrictId district,
                                      const cases::TextQuery& query, CaseId before, int limit) {
  const auto hits = index().newest(tx, district, query_of(query), before.value, limit);
  Candidates out;
  out.more = hits.size() >= static_cast<std::size_t>(limit);
  const CaseId last{out.more ? hits.back() : 0};
  for (const auto id : hits) out.ids.push_back(CaseId{id});
  const auto tail = store::noted(tx, district, before, last, kTail);
  out.ids.insert(out.ids.end(), tail.begin(), tail.end());
  std::sort(out.ids.begin(), out.ids.end(), std::greater<>());
  out.ids.erase(std::unique(out.ids.begin(), out.ids.end()), out.ids.end());
  return out;
}

bool Search::complete(db::ReadTx& tx, DistrictId district) {
  const auto state = store::find_state(tx, district);
  return state && state->rules == kRules && !state->before;
}

// ---- feeding ------------------------------------------------------------------------------------

int feed(db::Database& database, DistrictId district, int limit) {
  std::vector<store::Note> notes;
  std::map<CaseId, db::IndexedDocument> documents;
  // Read beside the writers. What changes meanwhile is a note of its own, and the stamp keeps the
  // older state from replacing the newer one.
  database.read([&](db::ReadTx& tx) {
    notes = store::notes(tx, district, limit);
    for (const auto& note : notes) {
      if (documents.contains(note.id)) continue;
      if (const auto text = cases::case_text(tx, district, note.id)) {
        documents.emplace(note.id, document_of(*text));
      }
    }
  });
  if (notes.empty()) return 0;
  return database.write([&](db::WriteTx& tx) {
    int taken = 0;
    CaseId last;
    for (const auto& note : notes) {
      if (!store::take_note(tx, district, note)) continue;
      ++taken;
      const auto found = documents.find(note.id);
      if (note.id != last && found != documents.end()) index().put(tx, district, found->second);
      last = note.id;
    }
    return taken;
  });
}

int unfed(db::ReadTx& tx, DistrictId district, int limit) {
  return store::count_notes(tx, district, limit);
}

int feed_old(db::Database& database, DistrictId district, int limit) {
  const store::State start{kRules, CaseId{INT64_MAX}};
  const auto found = database.read([&](db::ReadTx& tx) { return store::find_state(tx, district); });
  if (!found || found->rules != kRules) {
    database.write([&](db::WriteTx& tx) {
      return found ? store::move_state(tx, district, *found, start)
                   : store::insert_state(tx, district, start);
    });
  }
  const auto state = found && found->rules == kRules ? *found : start;
  if (!state.before) return 0;
  std::vector<db::IndexedDocument> documents;
  CaseId last;
  database.read([&](db::ReadTx& tx) {
    for (const CaseId id : cases::newest_before(tx, district, state.before, limit)) {
      if (const auto text = cases::case_text(tx, district, id)) {
        documents.push_back(document_of(*text));
      }
      last = id;
    }
  });
  return database.write([&](db::WriteTx& tx) {
    // Whoever moves it has done the page; a second node's work is the same and falls away.
    if (!store::move_state(tx, district, state, {kRules, last})) return 1;
    for (const auto& document : documents) index().put(tx, district, document);
    return static_cast<int>(documents.size());
  });
}

void forget_all(db::Database& database) {
  database.write([&](db::WriteTx& tx) {
    db::TextIndex::clear(tx);
    store::forget_states(tx);
  });
}

}  // namespace gewu::search
