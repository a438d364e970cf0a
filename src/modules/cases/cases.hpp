// SPDX-License-Identifier: Apache-2.0
// The cases module: a report reaches the one who answers for that place, is solved, checked,
// answered and counted. See README.md.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/caller.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/search_text.hpp"
#include "base/text.hpp"
#include "modules/accounts/accounts.hpp"
#include "modules/areas/areas.hpp"
#include "modules/calendar/calendar.hpp"
#include "modules/cases/case.hpp"
#include "modules/cases/case_views.hpp"
#include "modules/cases/decide.hpp"
#include "modules/cases/lifecycle.hpp"
#include "modules/categories/categories.hpp"
#include "modules/history/history.hpp"
#include "modules/photos/photos.hpp"
#include "modules/privacy/privacy.hpp"
#include "modules/voice_notes/voice_notes.hpp"

namespace gewu::db {
class ReadTx;
class WriteTx;
class Database;
}  // namespace gewu::db
namespace gewu::api {
class Api;
struct Call;
}  // namespace gewu::api

namespace gewu::cases {

/// A window in which most similar cases were solved, as told to a reporter; or why none is told.
struct Promise {
  std::optional<Instant> until;       ///< none: nothing can be said
  std::optional<std::int64_t> hours;  ///< from the report to `until`
  int similar = 0;                    ///< cases it was drawn from
  int share = 0;                      ///< per cent of them that were solved in it
  /// "category", "class" or "district": what "similar" means. Without a window why there is none:
  /// "too_few", "too_many_open", or "unknown_then", where it could not be told at the report.
  std::string basis;
};

/// Who knows how long things take. A module above this one; cases only ask.
class Promiser {
 public:
  virtual ~Promiser() = default;
  /// What the reporter of this new case is told; a window is kept for it. Nothing where the time to
  /// solve it is no question (told late, its window is over).
  virtual std::optional<Promise> promise(db::WriteTx& tx, const Case& c,
                                         std::chrono::minutes utc_offset, Instant now) = 0;
  /// What he was told, or for an open case why nothing.
  virtual std::optional<Promise> find(db::ReadTx& tx, const Case& c) = 0;
};

/// Who knows what may be told to somebody who came to a case through a public page. A module above
/// this one; cases only ask.
class Publicity {
 public:
  virtual ~Publicity() = default;
  /// Whether what it has turned out to be may be told to the public at all.
  virtual bool may_tell(db::ReadTx& tx, const Case& c, Instant now) = 0;
};

/// What cases are looked for by. Empty members leave the choice open.
struct TextQuery {
  /// Every run, in the case's words or in the name of its category.
  struct Run {
    std::vector<SearchTerm> terms;       ///< a text that holds it has all of them
    std::vector<CategoryId> categories;  ///< whose name holds it
  };
  std::vector<Run> runs;
  std::vector<AreaId> areas;  ///< where it lies for whoever may see it
  CategoryId category;
  AccountId reporter;
};

/// Who finds cases by what is said in them. A module above this one; cases only ask.
class TextFinder {
 public:
  virtual ~TextFinder() = default;
  /// Something of this case was written in this transaction.
  virtual void changed(db::WriteTx& tx, DistrictId district, CaseId id, Instant now) = 0;
  /// Cases below `before` that may be meant, newest first: all that are, down to the last one
  /// given, and some that are not. Whoever asks looks at each.
  struct Candidates {
    std::vector<CaseId> ids;
    bool more = false;  ///< below the last one
  };
  virtual Candidates candidates(db::ReadTx& tx, DistrictId district, const TextQuery& query,
                                CaseId before, int limit) = 0;
  /// Whether it knows all cases, also the old ones.
  virtual bool complete(db::ReadTx& tx, DistrictId district) = 0;
};

/// What a case is found by, and who may read it.
struct CaseText {
  CaseId id;
  std::int64_t stamp = 0;  ///< rises with every event
  AreaId area;             ///< where it lies for whoever may see it
  CategoryId category;
  AccountId reporter;
  std::vector<std::string> texts;  ///< title, words, address, answer, what was said later
};
/// Nothing where there is no such case.
std::optional<CaseText> case_text(db::ReadTx& tx, DistrictId district, CaseId id);
/// Ids of cases, for work over all: below `before`, newest first; above `after`, oldest first.
std::vector<CaseId> newest_before(db::ReadTx& tx, DistrictId district, CaseId before, int limit);
std::vector<CaseId> case_ids_after(db::ReadTx& tx, DistrictId district, CaseId after, int limit);

/// What the use cases share. Outlives the service.
struct Services {
  areas::Territories& territories;
  calendar::Calendars& calendars;
  categories::Categories& categories;
  const privacy::Vault& vault;
  IdSource& ids;
  Random& random;
  Promiser* promiser = nullptr;    ///< none: nothing is promised
  Publicity* publicity = nullptr;  ///< none: nothing is public
  TextFinder* finder = nullptr;    ///< none: cases are found by their number only
};

using Words = Lines<2, 2000>;
using Remark = Lines<1, 2000>;

/// A photo uploaded before, claimed by the token its upload gave.
struct PhotoClaim {
  PhotoId photo;
  std::string token;
  photos::PhotoKind kind = photos::PhotoKind::near;
};

/// A voice note, the same way.
struct VoiceClaim {
  voice_notes::VoiceId voice;
  std::string token;
};

struct Contact {
  std::string name;   ///< may be empty
  std::string phone;  ///< may be empty
};

/// Someone tells of a problem.
struct NewReport {
  std::string words;
  std::optional<geo::LatLon> point;  ///< WGS-84
  std::optional<double> accuracy_m;
  std::string address;
  std::string category;  ///< code; empty: unclassified
  std::string nature;    ///< code; empty: the category's usual one
  Channel channel = Channel::resident_page;
  std::string language = "zh-CN";
  bool about_holder = false;
  std::optional<Contact> contact;
  std::vector<PhotoClaim> photos;
  std::vector<VoiceClaim> voices;
  std::optional<Instant> done_at;  ///< when it was seen or told; none: now
  // Staff only:
  bool self_handled = false;
  std::string answer;  ///< what was done on the spot
};

/// A resident has the same problem as one that staff show to the public.
struct Joining {
  std::string words;  ///< his own; empty: the title he saw
  std::string title;  ///< as shown to him
  std::optional<Contact> contact;
  std::string language = "zh-CN";
  AreaId area;        ///< as shown to him, as is the point: he learns no closer place by joining
  geo::LatLon point;  ///< WGS-84
};

struct Reported {
  CaseId id;
  std::int64_t number = 0;
  std::string follow_code;  ///< ten characters; shown once, kept only as a digest
  State state{};
  AreaId area;
  bool located = false;
  AreaId desk_area;
  std::optional<Instant> due_at;
  Digest receipt{};
  std::string emergency;  ///< code of an emergency, or empty
  std::optional<Promise> promise;
};

/// One action on a case, as asked for. Fields as in Command; ids not looked up yet.
struct Deed {
  Action action{};
  std::int64_t version = 0;
  std::optional<Instant> done_at;
  std::string reason, answer, responsible, ground, note;
  std::optional<Holder> holder;
  std::vector<Holder> assistants;
  std::vector<PhotoClaim> photos;
  std::vector<VoiceClaim> voices;       ///< said to the others of the staff, whatever the action
  std::optional<std::string> limit;     ///< "work_hour:4", one of the category's
  std::optional<std::string> category;  ///< code
  CaseId main_case;
  std::optional<geo::LatLon> point;
  std::optional<std::string> address;
  std::optional<Instant> until;
  std::optional<bool> granted, solved, satisfied, reached;
  std::optional<int> stars;
};

/// Shown to the public from now on, or no longer; what is shown is kept by the module that shows
/// it.
struct Publication {
  bool shown = true;
  std::string words;  ///< what everybody reads, or why it is taken back
  std::vector<std::pair<std::string, std::string>> data = {};
  bool first = false;  ///< counts as published
};

/// History loaded from elsewhere: enters once, with its own times.
struct ImportedCase {
  std::string source;     ///< "baltimore-311"
  std::string reference;  ///< unique in the source
  std::string words;
  std::optional<geo::LatLon> point;
  std::string address;
  std::string category;  ///< code
  Channel channel = Channel::file_import;
  Instant reported_at;
  std::optional<Instant> closed_at;
  std::optional<Instant> due_at;
  bool tray = false;  ///< enters as an open report in the unlocated tray instead of as history
};
enum class Imported { added, unchanged };

struct NumberTitle {
  std::int64_t number = 0;
  std::string title;
};

class CaseService {
 public:
  explicit CaseService(Services services);
  ~CaseService();

  /// By a resident (`by` null) or staff. Refusals name the field. With `self_handled` the caller
  /// must work for that place.
  Result<Reported> report(db::WriteTx& tx, DistrictId district, const NewReport& in,
                          const api::Caller* by, Instant now);

  /// By staff. Refusals: case_unknown (also for a case outside the caller's areas), those of
  /// decide(), holder_unknown, limit_not_listed, category_unknown, main_case_unknown (also for one
  /// outside the caller's areas).
  Result<Case> act(db::WriteTx& tx, DistrictId district, CaseId id, const Deed& deed,
                   const api::Caller& by, Instant now);

  /// By whoever holds the follow code. A merged report acts on its main case. Refusals:
  /// follow_code_unknown, withdrawn_already, rated_already, own_work, those of decide().
  Result<Case> act_by_code(db::WriteTx& tx, DistrictId district, std::string_view code,
                           const Deed& deed, Instant now);

  /// A resident becomes a co-reporter: his report is a case of its own, merged at once, with its
  /// own follow code, history and receipt. Refusals: case_unknown (also for one about the one who
  /// would hold it), released_closed, released_full, those of a report's words and contact.
  Result<Reported> join(db::WriteTx& tx, DistrictId district, CaseId main, const Joining& in,
                        Instant now);

  /// Writes into the case's own history that a desk shows it to the public or takes it back.
  /// Refusals: case_unknown, action_not_yours (not its desk nor one above), case_restricted,
  /// action_not_possible (it is no longer, or not yet, something to show), reason_missing.
  Result<Case> publish(db::WriteTx& tx, DistrictId district, CaseId id, const Publication& in,
                       const api::Caller& by, Instant now);
  /// Whether this caller decides what the public sees of it.
  bool may_publish(db::ReadTx& tx, const Case& c, const api::Caller& caller, Instant now);

  /// Everything that time does to cases of this district up to `now`, at most `limit` cases, each
  /// in its own short transaction; how many were moved.
  int tick(db::Database& database, DistrictId district, Instant now, int limit = 500);
  std::optional<Instant> next_tick(db::ReadTx& tx, DistrictId district) const;

  Result<Imported> import_case(db::WriteTx& tx, DistrictId district, const ImportedCase& row,
                               Instant now);

  /// The caller's relations to a case; 0 where he may not see it (but for his own report).
  Actors relations(db::ReadTx& tx, const Case& c, const api::Caller& caller, Instant now);
  Result<Case> visible_case(db::ReadTx& tx, DistrictId district, CaseId id,
                            const api::Caller& caller, Instant now);
  /// Names an opened figure's row: number and title. Left out is what the caller has no relation
  /// to: a figure counts more than its reader may read.
  std::map<std::int64_t, NumberTitle> number_titles(db::ReadTx& tx, DistrictId district,
                                                    const std::vector<std::int64_t>& ids,
                                                    const api::Caller& caller, Instant now);
  /// The case behind a follow code and, when it was merged, the one that is worked on.
  struct Followed {
    Case own, main;
  };
  Result<Followed> follow(db::ReadTx& tx, DistrictId district, std::string_view code);

  /// What this caller may do to it now.
  std::vector<Allowed> allowed_for(db::ReadTx& tx, const Case& c, Actors who, AccountId by,
                                   Instant now);
  /// What he may do right after an action that he may take and that needs nothing, as if he took it
  /// now: for a phone that cannot ask. Empty where there is no such way.
  std::vector<Allowed> allowed_after(db::ReadTx& tx, const Case& c, Action action,
                                     const api::Caller& caller, Instant now);
  /// Desks from the case's area upwards; the district's always last.
  std::vector<Desk> desks_of(db::ReadTx& tx, DistrictId district, AreaId area, Instant now);

  const Services& services() const { return services_; }

 private:
  class Work;
  /// Who did it, for the history.
  struct Doer {
    history::ActorKind kind{};
    AccountId account;
    CaseId speaks_for = {};  ///< of a reporter: his own case
  };
  std::int64_t next_number(db::WriteTx& tx, DistrictId district);
  Result<Reported> enter(db::WriteTx& tx, const Work& work, Outcome& out, const NewReport& in,
                         const std::string& words, AccountId by, Instant now);
  Result<Case> apply(db::WriteTx& tx, const Work& work, const Case& before, Command command,
                     const Deed& deed, const Doer& actor, Instant now);
  Case ring(db::WriteTx& tx, const Work& work, Case c, Instant until, Instant now);
  Done join_or_leave(db::WriteTx& tx, const Work& work, Case main, const Case& other,
                     const Command& cause, Instant now);
  void archive_merged(db::WriteTx& tx, const Work& work, const Case& main, Instant now);
  void tick_one(db::WriteTx& tx, DistrictId district, CaseId id, Instant now);
  Services services_;
  struct Numbers;
  std::unique_ptr<Numbers> numbers_;
};

/// Subject of a case's chain.
inline history::Subject subject_of(CaseId id) { return {"case", id.value}; }
/// Heads of cases for the history module's doctor.
std::map<std::int64_t, history::Head> heads_of(db::ReadTx& tx, DistrictId district,
                                               const std::string& kind,
                                               const std::vector<std::int64_t>& ids);
/// Without a check of who asks: for the command line.
std::optional<Case> find_by_number(db::ReadTx& tx, DistrictId district, std::int64_t number);
/// Cases of a district in order of id from `after` on, whoever may see them: for work over all.
std::vector<Case> cases_after(db::ReadTx& tx, DistrictId district, CaseId after, int limit);
/// Of a case only what tells how long it took.
struct SolvingTime {
  CaseId id;
  CategoryId category;
  State state{};
  bool on_the_spot = false;  ///< was handled before it was told
  Instant reported_at;
  std::optional<Instant> closed_at;
};
/// In order of id from `after` on; for work over all.
std::vector<SolvingTime> solving_times(db::ReadTx& tx, DistrictId district, CaseId after,
                                       int limit);
/// Roles that see the cases of an area by working, deciding or answering for it.
const std::vector<api::Role>& seeing_roles();

struct Problem {
  std::string code, subject, detail;
};
/// References between rows of cases: reports without case, heads, holders. Not in a transaction.
std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            const std::function<void(std::string_view, std::int64_t)>& progress,
                            std::size_t limit = 200);

/// Whether this reporter joined by himself what he saw on a public page. He learns of the main case
/// what he was shown, how it goes on and what was answered; no closer place and no other photo.
inline bool joined_from_public_page(const CaseService::Followed& f) {
  return f.own.id != f.main.id && f.own.channel == Channel::released_page;
}

/// Whether the reporter is the worker who did it, on the spot or because it was given to him.
bool did_it_himself(db::ReadTx& tx, const CaseService::Followed& followed);
/// Whether this reporter has rated the case since it was last closed.
bool rated_since_closing(db::ReadTx& tx, const CaseService::Followed& followed);

/// The digest under which a follow code is kept; nothing where it cannot be a code.
std::optional<std::string> follow_digest(DistrictId district, std::string_view typed);

// ---- a person's work ----------------------------------------------------------------------------

/// Why a case concerns somebody: it is his to handle, his to verify (before filing or after
/// handling), open in his areas, or he reported it.
enum class WorkReason { handle, verify, near, reported };
BOOST_DESCRIBE_ENUM(WorkReason, handle, verify, near, reported)

struct WorkItem {
  Case c;
  WorkReason reason{};
};
/// How many of each at most.
struct WorkLimits {
  int handle = 200, verify = 100, near = 60, reported = 30;
};
/// The roles whose areas somebody walks through and answers for.
const std::vector<api::Role>& field_roles();
/// What concerns the caller today, each case once and under the first of its reasons, most pressing
/// first: emergencies, then by time to deadline; what is only near or reported comes last.
std::vector<WorkItem> work_of(db::ReadTx& tx, CaseService& service, DistrictId district,
                              const api::Caller& caller, Instant now,
                              const WorkLimits& limits = {});
/// Categories of the caller's latest reports, the most frequent first; at most `limit`.
std::vector<CategoryId> usual_categories(db::ReadTx& tx, DistrictId district, AccountId account,
                                         std::size_t limit);

/// Cases as this caller may see them; rows in the order given. Of his own reports in places that
/// are not his, the holder is a team and not a name.
std::vector<views::CaseRow> rows_of(db::ReadTx& tx, CaseService& service, DistrictId district,
                                    const std::vector<Case>& cases, const api::Caller& caller,
                                    Instant now);
views::CaseDetail detail_of(db::ReadTx& tx, CaseService& service, const Case& c,
                            const api::Caller& caller, Instant now);
/// CaseService::allowed_after() as pages are told it.
std::vector<views::AllowedOut> then_of(db::ReadTx& tx, CaseService& service, const Case& c,
                                       Action action, const api::Caller& caller, Instant now);

/// How many cases GET …/cases would list to this caller in all for these parameters. The same
/// refusals.
struct Counted {
  int count = 0;
  bool capped = false;  ///< there may be more
};
Result<Counted> count_listed(CaseService& service, db::ReadTx& tx, DistrictId district,
                             const api::Caller& caller,
                             const std::map<std::string, std::string, std::less<>>& query,
                             Instant now, int limit);

// ---- for maps -----------------------------------------------------------------------------------

struct MapFilter {
  std::optional<State> state = {};
  CategoryId category = {};
  std::optional<AreaId> area = {};
  bool emergency = false;
};
/// An open case as a map draws it.
struct MapPoint {
  CaseId id;
  std::int64_t number = 0;
  State state{};
  CategoryId category;
  geo::LatLon point;
  bool warned = false, overdue = false;  ///< never both
  bool emergency = false;
};
/// Open cases within the view that the caller's list would show: in the areas of his roles (what is
/// about its holder: by its desk), or held by him or for an organisation he acts for. In no order;
/// of a view with more than 20,000 not all.
std::vector<MapPoint> points_in(db::ReadTx& tx, CaseService& service, DistrictId district,
                                const api::Caller& caller, const geo::Bounds& view,
                                const MapFilter& filter, Instant now);

/// Open cases alike in place, state and category.
struct PlaceCount {
  AreaId area;  ///< of what is about its holder: the desk's
  State state{};
  CategoryId category;
  int open = 0, overdue = 0;
};
/// In all areas of the caller's roles; what lies nowhere counts for the district.
std::vector<PlaceCount> open_by_area(db::ReadTx& tx, CaseService& service, DistrictId district,
                                     const api::Caller& caller, Instant now);

/// What a reporter reads of his report, for a page that shows it otherwise than as JSON.
struct Progress {
  struct Step {
    Instant at;
    std::string action, state, by;  ///< codes
    std::string note;               ///< what was said to the reporter
  };
  std::int64_t number = 0;
  std::optional<std::int64_t> joined;  ///< number of the case it was merged into
  bool withheld = false;               ///< joined in public, and found to be nothing for it
  std::string words, category_zh, category_en;
  State state{};
  std::vector<std::string> area_names;
  std::string address, holder, answer, receipt;
  Instant reported_at;
  std::optional<Instant> due_at, reopen_until;
  bool overdue = false;
  std::vector<Step> steps;
};
/// Refusals: follow_code_unknown.
Result<Progress> progress_of(CaseService& service, db::ReadTx& tx, DistrictId district,
                             std::string_view code, Instant now);

/// What somebody joins, as it is shown to him.
struct Shown {
  CaseId id;
  std::string title;
  AreaId area;
  geo::LatLon point;
};
using FindShown = std::function<Result<Shown>(db::WriteTx&, const api::Call&)>;
/// POST `pattern` {words?, contact?, language?} → ReportOut, limited like reports, for the module
/// that shows cases to the public. Refusals: those of `find` and of join().
void append_join_route(api::Api& api, CaseService& service, std::string pattern, api::Policy policy,
                       FindShown find);

/// What a district set for what it shows to the public; typical where it set nothing.
struct PublicLimits {
  int shown_days = 60;      ///< after closing; setting `public_days`, 1 to 3,650
  int followers_max = 300;  ///< of one case; setting `followers_max`, 1 to 500: archived at once
};
PublicLimits public_limits(db::ReadTx& tx, DistrictId district);

/// A case as it stands, without a check of who asks: for what staff have shown to everybody.
std::optional<Case> find_case(db::ReadTx& tx, DistrictId district, CaseId id);

/// All routes of the module. Everything outlives `api`.
void append_cases_routes(api::Api& api, CaseService& service, photos::Photos& photos,
                         voice_notes::VoiceNotes& voices);

}  // namespace gewu::cases
