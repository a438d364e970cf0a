// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/cases_store.hpp"

#include <algorithm>
#include <map>

#include "base/id_time.hpp"
#include "modules/cases/columns_store.hpp"
#include "modules/cases/stage_settings.hpp"

namespace gewu::cases::store {

namespace {

/// How many roots a statement takes; a reach of more is asked in several goes.
constexpr int kRoots = 8;
/// How many cases a statement takes by their ids.
constexpr int kChosen = 32;

/// Statements built from the one list of columns live as long as the process.
struct Text {
  std::string insert =
      "insert into cases (" + case_columns() + ") values (" + case_placeholders() + ")";
  std::string update = "update cases set " + case_assignments() +
                       " where district_id = $1 and case_id = $2 and history_seq = $" +
                       std::to_string(case_column_count() + 1);
  std::string select = "select " + case_columns("k") + " from cases k ";
  std::string find = select + "where k.district_id = $1 and k.case_id = $2";
  std::string find_to_change = find + " /*for update*/";
  std::string find_number = select + "where k.district_id = $1 and k.number = $2";
  std::string merged = select +
                       "where k.district_id = $1 and k.main_case_id = $2 order by k.case_id "
                       "limit 500";
  std::string cells = select +
                      "where k.district_id = $1 and k.open = 1 and k.cell between $2 and $3 "
                      "order by k.cell, k.case_id limit $4";
  std::string page =
      select + "where k.district_id = $1 and k.case_id > $2 order by k.case_id limit $3";

  /// Each condition of a Filter, or none where its parameter is null: twelve of them, from $first
  /// on, in the order of `add_filter`. The rare ones are one term: SQLite takes every term to leave
  /// out rows, and after ten of them it believes that so few are left that any index will do.
  static std::string filter(int first) {
    const auto condition = [&](const char* type, const char* test) {
      const std::string p = "$" + std::to_string(first++);
      return "(cast(" + p + " as " + type + ") is null or " + test + p + ") ";
    };
    std::string out = "and " + condition("text", "k.state = ");
    out += "and " + condition("text", "k.holder_kind = ");
    out += "and " + condition("bigint", "k.category_id = ");
    out += "and " + condition("bigint", "k.due_at < ");
    out += "and " + condition("bigint", "k.located = ");
    out += "and " + condition("bigint", "k.emergency = ");
    out += "and case when " + condition("text", "k.channel = ");
    out += "and " + condition("bigint", "k.due_at >= ");
    out += "and " + condition("bigint", "case when k.clock_step >= 1 then 1 else 0 end = ");
    out += "and " + condition("bigint", "k.reported_at >= ");
    out += "and " + condition("bigint", "k.reported_at < ");
    out +=
        "and " +
        condition("bigint", "case k.restricted when 1 then k.desk_area_id else k.area_id end = ") +
        "then 1 else 0 end = 1 ";
    return out;
  }
  static std::string counted(const std::string& list) {
    return "select count(*) from (select 1 " + list.substr(list.find("from ")) + ") counted";
  }

  // $2 and $3 the holder, $4 and $5 the cursor, $6 to $17 the filter, $18 the limit.
  std::string held = select +
                     "where k.district_id = $1 and k.open = 1 and k.holder_kind = $2 "
                     "and k.holder_id = $3 and (k.due_at, k.case_id) > ($4, $5) " +
                     filter(6) + "order by k.due_at, k.case_id limit $18";
  std::string count_held = counted(held);
  // $2 the reporter, $3 the cursor, $4 to $15 the filter, $16 the limit.
  std::string reported = "select " + case_columns("k") +
                         " from case_report r join cases k on k.district_id = r.district_id "
                         "and k.case_id = r.case_id where r.district_id = $1 "
                         "and r.reporter_account_id = $2 and r.case_id < $3 " +
                         filter(4) + "order by r.case_id desc limit $16";
  std::string count_reported = counted(reported);

  // Some cases by their ids. $2 to $13 the filter, $14 on the ids.
  static std::string chosen_ids() {
    std::string out = "(";
    for (int i = 0; i < kChosen; ++i) out += (i == 0 ? "$" : ", $") + std::to_string(14 + i);
    return out + ") ";
  }
  std::string chosen = select + "where k.district_id = $1 and k.case_id in " + chosen_ids() +
                       filter(2) + "order by k.case_id desc";

  // The same list in three plans; see `Plans`. $2 and $3 are the cursor, $4 to $15 the filter, $16
  // the territory's version, $17 the limit, $18 to $25 the roots.
  static constexpr const char* kAfter = "and (k.due_at, k.case_id) > ($2, $3) ";
  static constexpr const char* kOrder = "order by k.due_at, k.case_id ";

  /// "($12, $13, …)": eight roots from there.
  static std::string roots(int first) {
    std::string out = "(";
    for (int i = 0; i < kRoots; ++i) out += (i == 0 ? "$" : ", $") + std::to_string(first + i);
    return out + ")";
  }
  /// An area below one of the roots. `alias` names the row of the closure.
  static std::string below(const std::string& alias, int version, int first) {
    const std::string v = "$" + std::to_string(version), a = alias + ".";
    return a + "from_version <= " + v + " and " + a + "to_version > " + v + " and " + a +
           "ancestor_id in " + roots(first) + " ";
  }
  /// What is about the one who would hold it lies, for this purpose, at the desk that has it.
  static std::string within(int version, int first) {
    return "and exists (select 1 from area_closure a where a.district_id = k.district_id "
           "and a.descendant_id = case k.restricted when 1 then k.desk_area_id else k.area_id end "
           "and " +
           below("a", version, first) + ") ";
  }
  /// A cross join, because SQLite keeps to its order: areas first. Left to itself it walks the
  /// whole district. To PostgreSQL it is a join like any other.
  static std::string from_few(int version, int first) {
    return "from area_closure a cross join cases k where a.district_id = $1 "
           "and k.district_id = a.district_id and k.area_id = a.descendant_id and " +
           below("a", version, first) +
           "and (k.restricted = 0 or exists (select 1 from area_closure d "
           "where d.district_id = k.district_id and d.descendant_id = k.desk_area_id and " +
           below("d", version, first) + ")) ";
  }
  std::string columns = "select " + case_columns("k") + " ";
  std::string open = std::string("and k.open = 1 ") + kAfter + filter(4);
  std::string from_all = "from cases k where k.district_id = $1 ";
  std::string open_district = columns + from_all + open + kOrder + "limit $16";
  std::string open_wide = columns + from_all + open + within(16, 18) + kOrder + "limit $17";
  std::string open_narrow = columns + from_few(16, 18) + open + kOrder + "limit $17";
  std::string count_district = counted(open_district);
  std::string count_wide = counted(open_wide);
  std::string count_narrow = counted(open_narrow);

  // What one holder has of it: his index, then each row's area. $16 and $17 are the holder, $18 the
  // territory's version, $19 the limit, $20 to $27 the roots.
  std::string of_holder = open + "and k.holder_kind = $16 and k.holder_id = $17 ";
  std::string holder_district = columns + from_all + of_holder + kOrder + "limit $18";
  std::string holder_wide = columns + from_all + of_holder + within(18, 20) + kOrder + "limit $19";
  std::string count_holder_district = counted(holder_district);
  std::string count_holder_wide = counted(holder_wide);

  // $2 is the state, $3 the cursor, $4 to $15 the filter, $16 the oldest id, $17 the territory's
  // version, $18 the limit, $19 to $26 the roots. A case is stored when it is told or later, so
  // what was told since an instant has no older id.
  std::string finished =
      "and k.open = 0 and k.state = $2 and k.case_id < $3 and k.case_id >= $16 " + filter(4);
  static constexpr const char* kNewest = "order by k.case_id desc ";
  std::string finished_district = columns + from_all + finished + kNewest + "limit $17";
  std::string finished_wide =
      columns + from_all + finished + within(17, 19) + kNewest + "limit $18";
  std::string finished_narrow = columns + from_few(17, 19) + finished + kNewest + "limit $18";
  std::string count_finished_district = counted(finished_district);
  std::string count_finished_wide = counted(finished_wide);
  std::string count_finished_narrow = counted(finished_narrow);
};
const Text text;

const db::Sql insert_case{"cases.insert", text.insert};
const db::Sql update_case{"cases.update", text.update};
const db::Sql find_case{"cases.find", text.find};
const db::Sql find_case_to_change{"cases.find_to_change", text.find_to_change};
const db::Sql find_case_number{"cases.find_number", text.find_number};
const db::Sql find_merged{"cases.merged_into", text.merged};
const db::Sql held_list{"cases.list_held", text.held};
const db::Sql held_count{"cases.count_held", text.count_held};
const db::Sql reported_list{"cases.list_reported", text.reported};
const db::Sql reported_count{"cases.count_reported", text.count_reported};
// Groups in the order of cases_open_standing, so that nothing is sorted.
const db::Sql open_kinds_list{"cases.open_kinds", R"(
  select k.state, k.holder_kind, k.located, k.restricted, k.area_id, k.desk_area_id,
    cast(sum(case when k.due_at < $2 then 1 else 0 end) as bigint), count(*)
  from cases k where k.district_id = $1 and k.open = 1
  group by k.area_id, k.restricted, k.desk_area_id, k.located, k.state, k.holder_kind)"};
const db::Sql cells_list{"cases.open_in_cells", text.cells};
const db::Sql page_list{"cases.page", text.page};
const db::Sql ids_before_list{"cases.ids_before",
                              "select case_id from cases where district_id = $1 and case_id < $2 "
                              "order by case_id desc limit $3"};
const db::Sql ids_after_list{"cases.ids_after",
                             "select case_id from cases where district_id = $1 and case_id > $2 "
                             "order by case_id limit $3"};
const db::Sql solving_list{
    "cases.solving_times",
    "select case_id, category_id, state, sampled, reported_at, closed_at from cases "
    "where district_id = $1 and case_id > $2 order by case_id limit $3"};
const db::Sql chosen_list{"cases.list_chosen", text.chosen};
const db::Sql open_district{"cases.list_open_district", text.open_district};
const db::Sql open_wide{"cases.list_open_wide", text.open_wide};
const db::Sql open_narrow{"cases.list_open_narrow", text.open_narrow};
const db::Sql count_district{"cases.count_open_district", text.count_district};
const db::Sql count_wide{"cases.count_open_wide", text.count_wide};
const db::Sql count_narrow{"cases.count_open_narrow", text.count_narrow};
const db::Sql holder_district{"cases.list_holder_district", text.holder_district};
const db::Sql holder_wide{"cases.list_holder_wide", text.holder_wide};
const db::Sql count_holder_district{"cases.count_holder_district", text.count_holder_district};
const db::Sql count_holder_wide{"cases.count_holder_wide", text.count_holder_wide};
const db::Sql count_finished_district{"cases.count_finished_district",
                                      text.count_finished_district};
const db::Sql count_finished_wide{"cases.count_finished_wide", text.count_finished_wide};
const db::Sql count_finished_narrow{"cases.count_finished_narrow", text.count_finished_narrow};
const db::Sql finished_district{"cases.list_finished_district", text.finished_district};
const db::Sql finished_wide{"cases.list_finished_wide", text.finished_wide};
const db::Sql finished_narrow{"cases.list_finished_narrow", text.finished_narrow};

const db::Sql due_list{"cases.due_now",
                       "select case_id from cases where district_id = $1 and wake_at is not null "
                       "and wake_at <= $2 order by wake_at limit $3"};
const db::Sql wake_first{"cases.next_wake",
                         "select wake_at from cases where district_id = $1 and wake_at is not null "
                         "order by wake_at limit 1"};
const db::Sql find_title{"cases.number_and_title",
                         "select case_id, number, title, restricted from cases "
                         "where district_id = $1 "
                         "and case_id = $2"};

const db::Sql report_insert{
    "cases.insert_report",
    "insert into case_report (district_id, case_id, channel, reporter_account_id, words, language, "
    "follow_digest, person_key_id, contact_sealed, contact_mask, phone_hash, reported_at, "
    "withdrawn_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
const db::Sql report_find{
    "cases.find_report",
    "select channel, reporter_account_id, words, language, follow_digest, person_key_id, "
    "contact_sealed, contact_mask, phone_hash, reported_at, withdrawn_at from case_report "
    "where district_id = $1 and case_id = $2"};
const db::Sql follow_find{"cases.find_follow",
                          "select case_id from case_report where district_id = $1 "
                          "and follow_digest = $2"};
const db::Sql withdrawn_note{"cases.note_withdrawn",
                             "update case_report set withdrawn_at = $3 where district_id = $1 "
                             "and case_id = $2"};
const db::Sql reports_orphaned{
    "cases.reports_without_case",
    "select r.case_id from case_report r left join cases k on k.district_id = r.district_id "
    "and k.case_id = r.case_id where r.district_id = $1 and k.case_id is null "
    "order by r.case_id limit $2"};
const db::Sql cases_unreported{
    "cases.cases_without_report",
    "select k.case_id from cases k left join case_report r on r.district_id = k.district_id "
    "and r.case_id = k.case_id where k.district_id = $1 and r.case_id is null "
    "order by k.case_id limit $2"};

const db::Sql rating_insert{
    "cases.insert_rating",
    "insert into case_rating (district_id, case_id, rating_id, rated_case_id, solved, satisfied, "
    "stars, comment, rated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
const db::Sql rating_last{
    "cases.last_rating",
    "select rating_id, rated_case_id, solved, satisfied, stars, comment, rated_at from case_rating "
    "where district_id = $1 and case_id = $2 order by rating_id desc limit 1"};

const db::Sql settings_all{"cases.settings",
                           "select name, value from case_setting where district_id = $1 "
                           "order by name"};
const db::Sql setting_insert{"cases.insert_setting",
                             "insert into case_setting (district_id, name, value) "
                             "values ($1, $2, $3) on conflict (district_id, name) do nothing"};
const db::Sql setting_update{"cases.update_setting",
                             "update case_setting set value = $4 where district_id = $1 "
                             "and name = $2 and value = $3"};
const db::Sql setting_remove{"cases.remove_setting",
                             "delete from case_setting where district_id = $1 and name = $2 "
                             "and value = $3"};
const db::Sql numbers_lease{
    "cases.lease_numbers",
    "insert into case_number_block (district_id, next_number) values "
    "($1, cast($2 as bigint) + cast($3 as bigint)) "
    "on conflict (district_id) do update set next_number = case_number_block.next_number + $3 "
    "returning next_number"};

const db::Sql reference_find{"cases.find_reference",
                             "select case_id from case_external_reference where district_id = $1 "
                             "and source = $2 and reference = $3"};
const db::Sql reference_insert{
    "cases.insert_reference",
    "insert into case_external_reference (district_id, source, reference, case_id, imported_at) "
    "values ($1, $2, $3, $4, $5)"};

constexpr std::int64_t kFirstNumber = 100001;
/// The roots in goes of kRoots, the last one filled up with an area that is none. Roots do not
/// overlap, so no case is found twice.
std::vector<std::vector<db::Value>> goes_of(const areas::Scope& scope) {
  std::vector<std::vector<db::Value>> out;
  for (std::size_t i = 0; i < scope.roots.size(); ++i) {
    if (i % kRoots == 0) out.emplace_back();
    out.back().emplace_back(scope.roots[i].value);
  }
  if (!out.empty()) out.back().resize(kRoots, db::Value(std::int64_t{-1}));
  return out;
}

/// In the order of Text::filter.
void add_filter(std::vector<db::Value>& out, const Filter& f) {
  const auto located = f.unlocated ? std::optional(false) : std::nullopt;
  for (db::Value value :
       {db::to_value(f.state), db::to_value(f.holder_kind), db::to_value(f.category),
        db::to_value(f.due_before), db::to_value(located), db::to_value(f.emergency),
        db::to_value(f.channel), db::to_value(f.due_from), db::to_value(f.warned),
        db::to_value(f.since), db::to_value(f.until), db::to_value(f.place)}) {
    out.push_back(std::move(value));
  }
}

std::vector<db::Value> open_parameters(DistrictId district, const Filter& f,
                                       std::optional<Cursor> after) {
  const Cursor from = after.value_or(Cursor{INT64_MIN, CaseId{0}});
  std::vector<db::Value> out{district.value, from.key, from.id.value};
  add_filter(out, f);
  if (f.holder) {
    out.push_back(db::to_value(f.holder->kind));
    out.emplace_back(f.holder->id);
  }
  return out;
}

std::vector<db::Value> finished_parameters(DistrictId district, State state, const Filter& f,
                                           std::optional<Cursor> after) {
  std::vector<db::Value> out{district.value, db::to_value(state),
                             after ? after->id.value : INT64_MAX};
  add_filter(out, f);
  out.emplace_back(f.since ? first_id_value(*f.since) : std::int64_t{0});
  return out;
}

std::vector<db::Value> held_parameters(DistrictId district, const Holder& holder, const Filter& f,
                                       std::optional<Cursor> after) {
  const Cursor from = after.value_or(Cursor{INT64_MIN, CaseId{0}});
  std::vector<db::Value> out{district.value, db::to_value(holder.kind), holder.id, from.key,
                             from.id.value};
  add_filter(out, f);
  return out;
}

std::vector<db::Value> reported_parameters(DistrictId district, AccountId reporter, const Filter& f,
                                           std::optional<Cursor> after) {
  std::vector<db::Value> out{district.value, reporter.value, after ? after->id.value : INT64_MAX};
  add_filter(out, f);
  return out;
}

/// Runs one statement whose last parameter is the limit.
std::vector<Case> list(db::ReadTx& tx, const db::Sql& sql, std::vector<db::Value> parameters,
                       int limit) {
  parameters.emplace_back(std::int64_t{limit});
  std::vector<Case> out;
  tx.rows(sql, parameters, [&](const db::Row& row) { return out.push_back(read_case(row)), true; });
  return out;
}
int count(db::ReadTx& tx, const db::Sql& sql, std::vector<db::Value> parameters, int limit) {
  parameters.emplace_back(std::int64_t{limit});
  int out = 0;
  tx.rows(sql, parameters, [&](const db::Row& row) { return out = row.get<int>(0), false; });
  return out;
}

/// One list or count in three plans. Few areas: probe each one's index and sort the little there
/// is. Many: walk the district in order and test each row's area. All: no test at all.
struct Plans {
  const db::Sql& district;
  const db::Sql& wide;
  const db::Sql& narrow;
};
const Plans kOpen{open_district, open_wide, open_narrow};
const Plans kOpenCount{count_district, count_wide, count_narrow};
/// What one holder has is little, wherever it lies.
const Plans kOfHolder{holder_district, holder_wide, holder_wide};
const Plans kOfHolderCount{count_holder_district, count_holder_wide, count_holder_wide};
const Plans kFinished{finished_district, finished_wide, finished_narrow};
const Plans kFinishedCount{count_finished_district, count_finished_wide, count_finished_narrow};

/// Runs the plan that fits, once or in several goes.
void run_plan(db::ReadTx& tx, const Plans& plans, std::vector<db::Value> parameters,
              const Reach& reach, int limit, const std::function<void(const db::Row&)>& on_row) {
  const auto each = [&](const db::Row& row) { return on_row(row), true; };
  if (reach.scope.whole_district) {
    parameters.emplace_back(std::int64_t{limit});
    return tx.rows(plans.district, parameters, each);
  }
  parameters.emplace_back(reach.territory_version);
  parameters.emplace_back(std::int64_t{limit});
  for (const auto& roots : goes_of(reach.scope)) {
    auto all = parameters;
    all.insert(all.end(), roots.begin(), roots.end());
    tx.rows(reach.scope.narrow() ? plans.narrow : plans.wide, all, each);
  }
}

/// Several goes each give a page: the first `limit` of them all, by `before`.
template <class Before>
void merge_page(std::vector<Case>& cases, int limit, Before before) {
  std::sort(cases.begin(), cases.end(), before);
  if (cases.size() > static_cast<std::size_t>(limit)) {
    cases.resize(static_cast<std::size_t>(limit));
  }
}

Case as_case(const db::Row& row) { return read_case(row); }

Report as_report(const db::Row& r) {
  Report out;
  out.channel = r.get<Channel>(0);
  out.reporter = r.get<AccountId>(1);
  out.words = r.text(2);
  out.language = r.text(3);
  out.follow_digest = r.get<std::optional<std::string>>(4).value_or("");
  out.person = r.get<privacy::PersonKeyId>(5);
  if (!r.is_null(6)) out.contact_sealed = r.blob(6);
  out.contact_mask = r.text(7);
  out.phone_hash = r.get<std::optional<std::string>>(8).value_or("");
  out.reported_at = r.get<Instant>(9);
  out.withdrawn_at = r.get<std::optional<Instant>>(10);
  return out;
}

template <class T>
db::Value or_null(const T& value) {
  return value.empty() ? db::Value(nullptr) : db::Value(value);
}

}  // namespace

void insert(db::WriteTx& tx, const Case& c) { tx.run(insert_case, case_values(c)); }

bool update(db::WriteTx& tx, const Case& c, int history_seq_read) {
  auto values = case_values(c);
  values.emplace_back(std::int64_t{history_seq_read});
  return tx.run(update_case, values) == 1;
}

std::optional<Case> find(db::ReadTx& tx, DistrictId district, CaseId id) {
  return tx.one(find_case, as_case, district, id);
}
std::optional<Case> find_to_change(db::WriteTx& tx, DistrictId district, CaseId id) {
  return tx.one(find_case_to_change, as_case, district, id);
}
std::optional<Case> find_number(db::ReadTx& tx, DistrictId district, std::int64_t number) {
  return tx.one(find_case_number, as_case, district, number);
}
std::vector<Case> merged_into(db::ReadTx& tx, DistrictId district, CaseId main_case) {
  return tx.all(find_merged, as_case, district, main_case);
}

void insert_report(db::WriteTx& tx, const Report& r) {
  tx.run(report_insert,
         {r.district.value, r.id.value, db::to_value(r.channel), db::to_value(r.reporter), r.words,
          r.language, or_null(r.follow_digest), db::to_value(r.person), or_null(r.contact_sealed),
          r.contact_mask, or_null(r.phone_hash), db::to_value(r.reported_at),
          db::to_value(r.withdrawn_at)});
}
std::optional<Report> find_report(db::ReadTx& tx, DistrictId district, CaseId id) {
  auto found = tx.one(report_find, as_report, district, id);
  if (found) {
    found->district = district;
    found->id = id;
  }
  return found;
}
std::optional<CaseId> find_follow(db::ReadTx& tx, DistrictId district, const std::string& digest) {
  return tx.value<CaseId>(follow_find, district, digest);
}
void note_withdrawn(db::WriteTx& tx, DistrictId district, CaseId id, std::optional<Instant> at) {
  tx.execute(withdrawn_note, district, id, at);
}

void insert_rating(db::WriteTx& tx, DistrictId district, const Rating& r) {
  tx.execute(rating_insert, district, r.by_case, r.rating, r.rated, r.solved, r.satisfied, r.stars,
             r.comment, r.at);
}
std::optional<Rating> last_rating(db::ReadTx& tx, DistrictId district, CaseId by_case) {
  return tx.one(
      rating_last,
      [&](const db::Row& r) {
        return Rating{by_case,        r.get<RecordId>(0), r.get<CaseId>(1),
                      r.get<bool>(2), r.get<bool>(3),     r.get<std::optional<int>>(4),
                      r.text(5),      r.get<Instant>(6)};
      },
      district, by_case);
}

StageTexts stage_texts(db::ReadTx& tx, DistrictId district) {
  StageTexts out;
  tx.rows(settings_all, {district.value},
          [&](const db::Row& row) { return out.emplace(row.text(0), row.text(1)), true; });
  return out;
}
StageLimits stage_limits(db::ReadTx& tx, DistrictId district) {
  StageLimits out;
  for (const auto& [name, text] : stage_texts(tx, district)) {
    const auto* setting = find_stage_setting(name);
    // What makes no sense leaves the typical one.
    if (setting != nullptr) static_cast<void>(setting->set(out, text));
  }
  return out;
}
bool put_stage_text(db::WriteTx& tx, DistrictId district, std::string_view name,
                    const std::optional<std::string>& was, const std::optional<std::string>& text) {
  if (was && text) return tx.execute(setting_update, district, name, *was, *text) == 1;
  if (was) return tx.execute(setting_remove, district, name, *was) == 1;
  return !text || tx.execute(setting_insert, district, name, *text) == 1;
}

PublicLimits public_limits(db::ReadTx& tx, DistrictId district) {
  PublicLimits out;
  const auto take = [](const std::string& value, int most, int& into) {
    int number = 0;
    const auto [end, bad] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = bad == std::errc{} && end == value.data() + value.size();
    if (whole && number >= 1 && number <= most) into = number;
  };
  tx.rows(settings_all, {district.value}, [&](const db::Row& row) {
    if (row.text(0) == "public_days") take(row.text(1), 3650, out.shown_days);
    if (row.text(0) == "followers_max") take(row.text(1), 500, out.followers_max);
    return true;
  });
  return out;
}

std::int64_t lease_numbers(db::WriteTx& tx, DistrictId district, int size) {
  std::int64_t next = 0;
  tx.rows(numbers_lease, {district.value, kFirstNumber, std::int64_t{size}},
          [&](const db::Row& row) { return next = row.int64(0), true; });
  return next - size;
}

std::optional<CaseId> find_reference(db::ReadTx& tx, DistrictId district, const std::string& source,
                                     const std::string& reference) {
  return tx.value<CaseId>(reference_find, district, source, reference);
}
void insert_reference(db::WriteTx& tx, DistrictId district, const std::string& source,
                      const std::string& reference, CaseId id, Instant now) {
  tx.execute(reference_insert, district, source, reference, id, now);
}

std::vector<Case> list_open(db::ReadTx& tx, DistrictId district, const Reach& reach,
                            const Filter& filter, std::optional<Cursor> after, int limit) {
  std::vector<Case> out;
  run_plan(tx, filter.holder ? kOfHolder : kOpen, open_parameters(district, filter, after), reach,
           limit, [&](const db::Row& row) { out.push_back(read_case(row)); });
  merge_page(out, limit, [](const Case& a, const Case& b) {
    return std::pair(a.clock.due_at, a.id) < std::pair(b.clock.due_at, b.id);
  });
  return out;
}

std::vector<Case> list_finished(db::ReadTx& tx, DistrictId district, const Reach& reach,
                                State state, const Filter& filter, std::optional<Cursor> after,
                                int limit) {
  std::vector<Case> out;
  run_plan(tx, kFinished, finished_parameters(district, state, filter, after), reach, limit,
           [&](const db::Row& row) { out.push_back(read_case(row)); });
  merge_page(out, limit, [](const Case& a, const Case& b) { return a.id > b.id; });
  return out;
}

std::vector<Case> list_held(db::ReadTx& tx, DistrictId district, HolderKind kind, std::int64_t id,
                            const Filter& filter, std::optional<Cursor> after, int limit) {
  return list(tx, held_list, held_parameters(district, {kind, id}, filter, after), limit);
}

std::vector<Case> list_reported(db::ReadTx& tx, DistrictId district, AccountId reporter,
                                const Filter& filter, std::optional<Cursor> after, int limit) {
  return list(tx, reported_list, reported_parameters(district, reporter, filter, after), limit);
}

std::vector<Case> list_chosen(db::ReadTx& tx, DistrictId district, const std::vector<CaseId>& ids,
                              const Filter& filter) {
  std::vector<Case> out;
  for (std::size_t first = 0; first < ids.size(); first += kChosen) {
    std::vector<db::Value> parameters{district.value};
    add_filter(parameters, filter);
    for (std::size_t i = first; i < first + kChosen; ++i) {
      parameters.emplace_back(i < ids.size() ? ids[i].value : std::int64_t{-1});
    }
    tx.rows(chosen_list, parameters,
            [&](const db::Row& row) { return out.push_back(read_case(row)), true; });
  }
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) { return a.id > b.id; });
  return out;
}

int count_open(db::ReadTx& tx, DistrictId district, const Reach& reach, const Filter& filter,
               int limit) {
  int count = 0;
  run_plan(tx, filter.holder ? kOfHolderCount : kOpenCount,
           open_parameters(district, filter, std::nullopt), reach, limit,
           [&](const db::Row& row) { count += row.get<int>(0); });
  return std::min(count, limit);
}

std::vector<OpenKind> open_kinds(db::ReadTx& tx, DistrictId district, Instant now) {
  return tx.all(
      open_kinds_list,
      [](const db::Row& row) {
        const bool restricted = row.get<bool>(3);
        return OpenKind{row.get<State>(0), row.get<HolderKind>(1),
                        row.get<bool>(2),  row.get<AreaId>(restricted ? 5 : 4),
                        row.get<int>(6),   row.get<int>(7)};
      },
      district, now);
}

int count_finished(db::ReadTx& tx, DistrictId district, const Reach& reach, State state,
                   const Filter& filter, int limit) {
  int count = 0;
  run_plan(tx, kFinishedCount, finished_parameters(district, state, filter, std::nullopt), reach,
           limit, [&](const db::Row& row) { count += row.get<int>(0); });
  return std::min(count, limit);
}

int count_held(db::ReadTx& tx, DistrictId district, HolderKind kind, std::int64_t id,
               const Filter& filter, int limit) {
  return count(tx, held_count, held_parameters(district, {kind, id}, filter, std::nullopt), limit);
}

int count_reported(db::ReadTx& tx, DistrictId district, AccountId reporter, const Filter& filter,
                   int limit) {
  return count(tx, reported_count, reported_parameters(district, reporter, filter, std::nullopt),
               limit);
}

std::vector<Case> open_in_cells(db::ReadTx& tx, DistrictId district, std::int64_t first,
                                std::int64_t last, int limit) {
  return tx.all(cells_list, as_case, district, first, last, limit);
}

std::vector<CaseId> due_now(db::ReadTx& tx, DistrictId district, Instant now, int limit) {
  return tx.all(
      due_list, [](const db::Row& r) { return r.get<CaseId>(0); }, district, now, limit);
}
std::optional<Instant> next_wake(db::ReadTx& tx, DistrictId district) {
  return tx.value<Instant>(wake_first, district);
}

std::optional<NumberTitle> number_and_title(db::ReadTx& tx, DistrictId district, CaseId id) {
  return tx.one(
      find_title,
      [](const db::Row& r) {
        return NumberTitle{r.get<CaseId>(0), r.int64(1), r.text(2), r.get<bool>(3)};
      },
      district, id);
}

std::vector<Case> page(db::ReadTx& tx, DistrictId district, CaseId after, int limit) {
  return tx.all(page_list, as_case, district, after.value, limit);
}
std::vector<CaseId> ids_before(db::ReadTx& tx, DistrictId district, CaseId before, int limit) {
  return tx.all(
      ids_before_list, [](const db::Row& r) { return r.get<CaseId>(0); }, district, before, limit);
}
std::vector<CaseId> ids_after(db::ReadTx& tx, DistrictId district, CaseId after, int limit) {
  return tx.all(
      ids_after_list, [](const db::Row& r) { return r.get<CaseId>(0); }, district, after.value,
      limit);
}
std::vector<SolvingTime> solving_times(db::ReadTx& tx, DistrictId district, CaseId after,
                                       int limit) {
  return tx.all(
      solving_list,
      [](const db::Row& r) {
        const auto state = r.get<State>(2);
        // Whether to look at it is asked of nothing else.
        const bool on_the_spot = state == State::self_handled || !r.is_null(3);
        return SolvingTime{
            r.get<CaseId>(0), r.get<CategoryId>(1), state,
            on_the_spot,      r.get<Instant>(4),    r.get<std::optional<Instant>>(5)};
      },
      district, after.value, limit);
}
std::vector<CaseId> reports_without_case(db::ReadTx& tx, DistrictId district, int limit) {
  return tx.all(
      reports_orphaned, [](const db::Row& r) { return r.get<CaseId>(0); }, district, limit);
}
std::vector<CaseId> cases_without_report(db::ReadTx& tx, DistrictId district, int limit) {
  return tx.all(
      cases_unreported, [](const db::Row& r) { return r.get<CaseId>(0); }, district, limit);
}

}  // namespace gewu::cases::store
