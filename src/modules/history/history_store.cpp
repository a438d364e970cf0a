// SPDX-License-Identifier: Apache-2.0
#include "modules/history/history_store.hpp"

#include <algorithm>
#include <stdexcept>

namespace gewu::history {
namespace {

const db::Sql insert_event{"history.insert_event", R"(
  insert into history_event (district_id, subject_id, seq, subject_kind, action, from_state,
    to_state, actor_kind, actor_id, done_at, recorded_at, data, words, words_salt, words_digest,
    hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16))"};

const db::Sql select_events{"history.select_events", R"(
  select subject_id, subject_kind, seq, action, from_state, to_state, actor_kind, actor_id, done_at,
    recorded_at, data, words, words_salt, words_digest, hash
  from history_event where district_id = $1 and subject_id = $2 order by seq)"};

const db::Sql select_events_after{"history.select_events_after", R"(
  select subject_id, subject_kind, seq, action, from_state, to_state, actor_kind, actor_id, done_at,
    recorded_at, data, words, words_salt, words_digest, hash
  from history_event where district_id = $1 and (subject_id, seq) > ($2, $3)
  order by subject_id, seq limit $4)"};

const db::Sql select_first{"history.select_first", R"(
  select hash, recorded_at from history_event
  where district_id = $1 and subject_id = $2 and seq = 1)"};

const db::Sql erase_words_of{"history.erase_words", R"(
  update history_event set words = null, words_salt = null
  where district_id = $1 and subject_id = $2 and seq = $3 and words_salt is not null)"};

const db::Sql select_hashes{"history.select_hashes", R"(
  select recorded_at, subject_id, seq, hash from history_event
  where district_id = $1 and (recorded_at, subject_id, seq) > ($2, $3, $4) and recorded_at < $5
  order by recorded_at, subject_id, seq limit $6)"};

const db::Sql select_first_recorded{"history.select_first_recorded", R"(
  select recorded_at from history_event where district_id = $1 and recorded_at >= $2
  order by recorded_at limit 1)"};

const db::Sql select_roots{"history.select_roots", R"(
  select day, root, leaf_count, link, computed_at from daily_root
  where district_id = $1 and day >= $2 and day <= $3 order by day limit $4)"};

const db::Sql select_last_root_before{"history.select_last_root_before", R"(
  select day, root, leaf_count, link, computed_at from daily_root
  where district_id = $1 and day < $2 order by day desc limit 1)"};

const db::Sql insert_daily_root{"history.insert_daily_root", R"(
  insert into daily_root (district_id, day, root, leaf_count, link, computed_at)
  values ($1, $2, $3, $4, $5, $6) on conflict (district_id, day) do nothing)"};

/// Empty text is stored as null.
std::optional<std::string> filled(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// A digest that cannot be read is a wrong one, for the checks to find: it must not stop them.
Digest digest_or_zero(std::string_view hex) { return digest_from_hex(hex).value_or(Digest{}); }

store::StoredEvent event_of(const db::Row& row) {
  const auto text = [&row](int column) {
    return row.get<std::optional<std::string>>(column).value_or("");
  };
  Event e;
  e.seq = row.get<int>(2);
  e.action = row.text(3);
  e.from = text(4);
  e.to = text(5);
  e.actor_kind = row.get<ActorKind>(6);
  e.actor_id = row.get<std::optional<std::int64_t>>(7).value_or(0);
  e.done_at = row.get<Instant>(8);
  e.recorded_at = row.get<Instant>(9);
  e.data = row.text(10);
  e.words = text(11);
  e.words_salt = from_hex(text(12)).value_or("");
  if (!row.is_null(13)) e.words_digest = digest_or_zero(row.text(13));
  e.hash = digest_or_zero(row.text(14));
  return {{row.text(1), row.int64(0)}, std::move(e)};
}

DailyRoot root_of_row(const db::Row& row) {
  return {.day = row.get<Day>(0),
          .root = digest_or_zero(row.text(1)),
          .leaf_count = row.int64(2),
          .link = digest_or_zero(row.text(3)),
          .computed_at = row.get<Instant>(4)};
}

void need_code(std::string_view what, std::string_view text, bool may_be_empty) {
  const bool clean =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c != 0x7F; });
  if (!clean || (text.empty() && !may_be_empty)) {
    throw std::logic_error("history: " + std::string(what) + " is not a code: \"" +
                           std::string(text) + "\"");
  }
}

Event event_of(const Draft& draft, int seq, Random& random) {
  need_code("action", draft.action, false);
  need_code("from", draft.from, true);
  need_code("to", draft.to, true);
  if (!draft.data.starts_with('{')) throw std::logic_error("history: data is not a JSON object");
  Event e;
  e.seq = seq;
  e.action = draft.action;
  e.from = draft.from;
  e.to = draft.to;
  e.actor_kind = draft.actor_kind;
  e.actor_id = draft.actor_id;
  e.done_at = draft.done_at;
  e.recorded_at = draft.recorded_at;
  e.data = draft.data;
  if (!draft.words.empty()) {
    e.words = draft.words;
    e.words_salt = as_text(random.bytes<16>());
    e.words_digest = digest_of_words(e.words_salt, e.words);
  }
  return e;
}

}  // namespace

Head append(db::WriteTx& tx, Random& random, DistrictId district, const Subject& subject,
            const Head& previous, const Draft& draft) {
  need_code("subject kind", subject.kind, false);
  const Event e = event_of(draft, previous.seq + 1, random);
  const Digest hash = event_hash(previous.hash, district, subject, e);
  const auto digest = e.words_digest ? std::optional(to_hex(*e.words_digest)) : std::nullopt;
  const auto actor = e.actor_id != 0 ? std::optional(e.actor_id) : std::nullopt;
  tx.execute(insert_event, district, subject.id, e.seq, subject.kind, e.action, filled(e.from),
             filled(e.to), e.actor_kind, actor, e.done_at, e.recorded_at, e.data, filled(e.words),
             filled(to_hex(as_bytes(e.words_salt))), digest, to_hex(hash));
  return {e.seq, hash};
}

std::vector<Event> events(db::ReadTx& tx, DistrictId district, const Subject& subject) {
  return tx.all(
      select_events, [](const db::Row& row) { return event_of(row).event; }, district, subject.id);
}

ChainCheck check(db::ReadTx& tx, DistrictId district, const Subject& subject,
                 const std::optional<Head>& expected) {
  return check_chain(district, subject, events(tx, district, subject), expected);
}

bool erase_words(db::WriteTx& tx, DistrictId district, const Subject& subject, int seq) {
  return tx.execute(erase_words_of, district, subject.id, seq) > 0;
}

std::optional<Receipt> receipt_of(db::ReadTx& tx, DistrictId district, const Subject& subject) {
  return tx.one(
      select_first,
      [](const db::Row& row) {
        return Receipt{digest_or_zero(row.text(0)), row.get<Instant>(1)};
      },
      district, subject.id);
}

std::vector<DailyRoot> roots(db::ReadTx& tx, DistrictId district, Day from, Day to, int limit) {
  auto out = tx.all(select_roots, root_of_row, district, from, to, limit);
  Digest previous{};
  if (!out.empty()) {
    if (const auto before = store::last_root_before(tx, district, out.front().day)) {
      previous = before->link;
    }
  }
  for (DailyRoot& root : out) {
    root.previous_link = previous;
    previous = root.link;
  }
  return out;
}

namespace store {

std::vector<StoredEvent> events_after(db::ReadTx& tx, DistrictId district, Position after,
                                      int limit) {
  return tx.all(
      select_events_after, [](const db::Row& row) { return event_of(row); }, district,
      after.subject_id, after.seq, limit);
}

std::vector<Digest> hashes_between(db::ReadTx& tx, DistrictId district, Instant from, Instant to) {
  constexpr int page = 20'000;
  std::vector<Digest> out;
  // Before every event of `from`: subjects and seqs are positive.
  std::int64_t at = to_ms(from), subject = 0, seq = 0;
  for (bool more = true; more;) {
    int rows = 0;
    tx.rows(select_hashes,
            {db::to_value(district), at, subject, seq, db::to_value(to), db::to_value(page)},
            [&](const db::Row& row) {
              at = row.int64(0);
              subject = row.int64(1);
              seq = row.int64(2);
              out.push_back(digest_or_zero(row.text(3)));
              return ++rows, true;
            });
    more = rows == page;
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::optional<Instant> first_recorded(db::ReadTx& tx, DistrictId district, Instant from) {
  return tx.value<Instant>(select_first_recorded, district, from);
}

std::optional<DailyRoot> root_of(db::ReadTx& tx, DistrictId district, Day day) {
  auto found = roots(tx, district, day, day, 1);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<DailyRoot> last_root_before(db::ReadTx& tx, DistrictId district, Day day) {
  return tx.one(select_last_root_before, root_of_row, district, day);
}

bool insert_root(db::WriteTx& tx, DistrictId district, const DailyRoot& root) {
  return tx.execute(insert_daily_root, district, root.day, to_hex(root.root), root.leaf_count,
                    to_hex(root.link), root.computed_at) > 0;
}

}  // namespace store
}  // namespace gewu::history
