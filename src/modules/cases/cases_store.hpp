// SPDX-License-Identifier: Apache-2.0
// The rows of cases. Every statement names its district.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/db.hpp"
#include "modules/areas/areas.hpp"
#include "modules/cases/case.hpp"
#include "modules/cases/cases.hpp"
#include "modules/cases/lifecycle.hpp"
#include "modules/privacy/privacy.hpp"

namespace gewu::cases::store {

// ---- one case -----------------------------------------------------------------------------------

void insert(db::WriteTx& tx, const Case& c);
/// Compare-and-set on the history that was read; false when somebody was quicker.
bool update(db::WriteTx& tx, const Case& c, int history_seq_read);
std::optional<Case> find(db::ReadTx& tx, DistrictId district, CaseId id);
/// The same, and nobody else changes it until this transaction ends: whoever comes second sees the
/// new version and is told that it is stale, instead of breaking on the next line of history.
std::optional<Case> find_to_change(db::WriteTx& tx, DistrictId district, CaseId id);
std::optional<Case> find_number(db::ReadTx& tx, DistrictId district, std::int64_t number);
/// Cases merged into this one, at most 500.
std::vector<Case> merged_into(db::ReadTx& tx, DistrictId district, CaseId main_case);

// ---- what the reporter brought ------------------------------------------------------------------

struct Report {
  DistrictId district;
  CaseId id;
  Channel channel{};
  AccountId reporter;  ///< staff who reported it, none for residents
  std::string words;
  std::string language;
  std::string follow_digest;  ///< hex; empty for imported history
  privacy::PersonKeyId person;
  db::Blob contact_sealed;
  std::string contact_mask;
  std::string phone_hash;  ///< hex
  Instant reported_at;
  std::optional<Instant> withdrawn_at;
};
void insert_report(db::WriteTx& tx, const Report& r);
std::optional<Report> find_report(db::ReadTx& tx, DistrictId district, CaseId id);
std::optional<CaseId> find_follow(db::ReadTx& tx, DistrictId district, const std::string& digest);
/// None: it was restored.
void note_withdrawn(db::WriteTx& tx, DistrictId district, CaseId id, std::optional<Instant> at);

struct Rating {
  CaseId by_case;  ///< the reporter's own case (a co-reporter's differs from the rated one)
  RecordId rating;
  CaseId rated;
  bool solved = false, satisfied = false;
  std::optional<int> stars;
  std::string comment;
  Instant at;
};
void insert_rating(db::WriteTx& tx, DistrictId district, const Rating& rating);
std::optional<Rating> last_rating(db::ReadTx& tx, DistrictId district, CaseId by_case);

// ---- settings, numbers, references --------------------------------------------------------------

/// What a district set for itself, by the names of stage_settings().
using StageTexts = std::map<std::string, std::string, std::less<>>;
StageTexts stage_texts(db::ReadTx& tx, DistrictId district);
/// Without a text: back to what is typical. False where `was` is no longer what stands there.
bool put_stage_text(db::WriteTx& tx, DistrictId district, std::string_view name,
                    const std::optional<std::string>& was, const std::optional<std::string>& text);
StageLimits stage_limits(db::ReadTx& tx, DistrictId district);
PublicLimits public_limits(db::ReadTx& tx, DistrictId district);
/// First of a block of `size` numbers that is this transaction's alone.
std::int64_t lease_numbers(db::WriteTx& tx, DistrictId district, int size);

std::optional<CaseId> find_reference(db::ReadTx& tx, DistrictId district, const std::string& source,
                                     const std::string& reference);
void insert_reference(db::WriteTx& tx, DistrictId district, const std::string& source,
                      const std::string& reference, CaseId id, Instant now);

// ---- lists --------------------------------------------------------------------------------------

/// Where a page goes on: the last row's sort key.
struct Cursor {
  std::int64_t key = 0;  ///< due_at for open cases; unused for finished ones
  CaseId id;
};
struct Filter {
  std::optional<State> state = {};
  std::optional<HolderKind> holder_kind = {};
  CategoryId category = {};
  std::optional<Instant> due_before = {};
  bool unlocated = false;
  std::optional<bool> emergency = {};
  std::optional<Channel> channel = {};
  std::optional<Instant> due_from = {};
  std::optional<bool> warned = {};                ///< whether its clock has given an alarm
  std::optional<Instant> since = {}, until = {};  ///< reported then or later, reported before
  std::optional<AreaId> place = {};   ///< in this area itself, as it counts, and none of its parts
  std::optional<Holder> holder = {};  ///< of open cases only: somebody else, not the list's owner
};
/// Whose cases: all of a scope's areas under one version of the territory. A case about the one who
/// would hold it belongs to it only where the desk that has it does. Any number of roots.
struct Reach {
  areas::Scope scope;
  std::int64_t territory_version = 0;
};

/// Open cases within reach, by time to deadline.
std::vector<Case> list_open(db::ReadTx& tx, DistrictId district, const Reach& reach,
                            const Filter& filter, std::optional<Cursor> after, int limit);
/// Finished cases of one state within reach, newest first; the holder does not count.
std::vector<Case> list_finished(db::ReadTx& tx, DistrictId district, const Reach& reach,
                                State state, const Filter& filter, std::optional<Cursor> after,
                                int limit);
/// Open cases held by one account or organisation, by time to deadline.
std::vector<Case> list_held(db::ReadTx& tx, DistrictId district, HolderKind kind, std::int64_t id,
                            const Filter& filter, std::optional<Cursor> after, int limit);
/// Cases in any state that this account reported, newest first; the holder does not count.
std::vector<Case> list_reported(db::ReadTx& tx, DistrictId district, AccountId reporter,
                                const Filter& filter, std::optional<Cursor> after, int limit);
/// Of these cases those that the filter means, newest first; any number of ids.
std::vector<Case> list_chosen(db::ReadTx& tx, DistrictId district, const std::vector<CaseId>& ids,
                              const Filter& filter);
/// Stops counting at `limit`.
int count_open(db::ReadTx& tx, DistrictId district, const Reach& reach, const Filter& filter,
               int limit);
/// Open cases that queues count alike. `area` is where the case lies for whoever may see it.
struct OpenKind {
  State state{};
  HolderKind holder_kind{};
  bool located = false;
  AreaId area;
  int late = 0;  ///< of `count`, due before `now`
  int count = 0;
};
/// All of the district's: some thousand rows, however many cases they stand for.
std::vector<OpenKind> open_kinds(db::ReadTx& tx, DistrictId district, Instant now);
int count_finished(db::ReadTx& tx, DistrictId district, const Reach& reach, State state,
                   const Filter& filter, int limit);
int count_held(db::ReadTx& tx, DistrictId district, HolderKind kind, std::int64_t id,
               const Filter& filter, int limit);
int count_reported(db::ReadTx& tx, DistrictId district, AccountId reporter, const Filter& filter,
                   int limit);

/// Open cases whose point lies in one of the cell ranges, at most `limit`.
std::vector<Case> open_in_cells(db::ReadTx& tx, DistrictId district, std::int64_t first,
                                std::int64_t last, int limit);
/// Cases whose alarm or expiry has come, earliest first.
std::vector<CaseId> due_now(db::ReadTx& tx, DistrictId district, Instant now, int limit);
/// When the next one comes.
std::optional<Instant> next_wake(db::ReadTx& tx, DistrictId district);

struct NumberTitle {
  CaseId id;
  std::int64_t number = 0;
  std::string title;
  bool restricted = false;
};
std::optional<NumberTitle> number_and_title(db::ReadTx& tx, DistrictId district, CaseId id);

/// Pages through every case of a district in order of id, for `doctor`.
std::vector<Case> page(db::ReadTx& tx, DistrictId district, CaseId after, int limit);
std::vector<CaseId> ids_before(db::ReadTx& tx, DistrictId district, CaseId before, int limit);
std::vector<CaseId> ids_after(db::ReadTx& tx, DistrictId district, CaseId after, int limit);
std::vector<SolvingTime> solving_times(db::ReadTx& tx, DistrictId district, CaseId after,
                                       int limit);
/// For `doctor`.
std::vector<CaseId> reports_without_case(db::ReadTx& tx, DistrictId district, int limit);
std::vector<CaseId> cases_without_report(db::ReadTx& tx, DistrictId district, int limit);

}  // namespace gewu::cases::store
