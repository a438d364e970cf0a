// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/columns_store.hpp"

#include <charconv>

namespace gewu::cases {

namespace {

// Each calls `visit(name, member)` for its columns. `C` is Case or const Case. Members kept in
// another form go through limit(), instant() and so on of the visitor.

template <class C, class V>
void each_column_of_subject(C& c, V& visit) {
  visit("district_id", c.district);
  visit("case_id", c.id);
  visit("number", c.number);
  visit("state", c.state);
  visit("version", c.version);
  visit("area_id", c.area);
  visit("located", c.located);
  visit("lat", c.lat);
  visit("lon", c.lon);
  visit("accuracy_m", c.accuracy_m);
  visit("cell", c.cell);
  visit("address", c.address);
  visit("territory_version", c.territory_version);
  visit("category_id", c.category);
  visit("nature", c.nature);
  visit("title", c.title);
  visit("channel", c.channel);
  visit("emergency", c.emergency);
  visit("restricted", c.restricted);
}

template <class C, class V>
void each_column_of_holders(C& c, V& visit) {
  visit("desk_area_id", c.desk_area);
  visit("holder_kind", c.holder.kind);
  visit("holder_id", c.holder.id);
  visit("assistants", c.assistants);
  visit("handler_account_id", c.handler);
  visit("handler_organisation_id", c.handler_organisation);
  visit("last_verifier_id", c.last_verifier);
  visit("excluded_verifier_id", c.excluded_verifier);
}

template <class C, class V>
void each_column_of_clocks(C& c, V& visit) {
  visit("clock_kind", c.clock.kind);
  visit("clock_limit", c.clock.limit);
  visit("clock_extensions", c.clock.extensions);
  visit("clock_used_ms", c.clock.used_ms);
  visit("clock_started_at", c.clock.started_at);
  visit.due("due_at", c.clock);
  visit("clock_step", c.clock.step);
  visit("calendar_missing", c.clock.calendar_missing);
  visit("paused_kind", c.paused.kind);
  visit("paused_limit", c.paused.limit);
  visit("paused_extensions", c.paused.extensions);
  visit("paused_used_ms", c.paused.used_ms);
  visit("paused_step", c.paused.step);
  visit("paused_holder_kind", c.paused.holder.kind);
  visit("paused_holder_id", c.paused.holder.id);
  visit("handle_limit", c.handle_limit);
  visit("supervisor_area_id", c.supervisor_area);
  visit("supervisor_due_at", c.supervisor_due_at);
  visit("expires_at", c.expires_at);
  visit("wake_at", c.wake_at);
}

template <class C, class V>
void each_column_of_course(C& c, V& visit) {
  visit("main_case_id", c.main_case);
  visit("former_state", c.former_state);
  visit("co_reporters", c.co_reporters);
  visit("pending", c.pending);
  visit("pending_reason", c.pending_reason);
  visit("pending_until", c.pending_until);
  visit("pending_by", c.pending_by);
  visit("extensions", c.extensions);
  visit("shelvings", c.shelvings);
  visit("returns", c.returns);
  visit("reworks", c.reworks);
  visit("dispatches", c.dispatches);
  visit("reopenings", c.reopenings);
  visit("must_rule", c.must_rule);
  visit("ruled", c.ruled);
  visit("handled_once", c.handled_once);
  visit("overdue", c.overdue);
  visit("sampled", c.sampled);
  visit("reported_at", c.reported_at);
  visit("registered_at", c.registered_at);
  visit("handled_at", c.handled_at);
  visit("closed_at", c.closed_at);
  visit("answer", c.answer);
  visit("solved", c.solved);
  visit("satisfied", c.satisfied);
  visit("stars", c.stars);
  visit("photo_count", c.photo_count);
  visit("history_seq", c.history_seq);
  visit("history_head", c.history_head);
  visit.open("open", c.state);
}

/// Every column, in the order of the table.
template <class C, class V>
void each_column(C& c, V& visit) {
  each_column_of_subject(c, visit);
  each_column_of_holders(c, visit);
  each_column_of_clocks(c, visit);
  each_column_of_course(c, visit);
}

struct Names {
  std::vector<std::string> out;
  template <class T>
  void operator()(const char* name, const T&) {
    out.emplace_back(name);
  }
  void due(const char* name, const RunningClock&) { out.emplace_back(name); }
  void open(const char* name, State) { out.emplace_back(name); }
};

struct Writer {
  std::vector<db::Value> out;
  template <class T>
  void operator()(const char*, const T& value) {
    out.push_back(db::to_value(value));
  }
  void operator()(const char*, const calendar::Limit& limit) {
    out.emplace_back(calendar::to_text(limit));
  }
  void operator()(const char*, const std::optional<calendar::Limit>& limit) {
    out.push_back(limit ? db::Value(calendar::to_text(*limit)) : db::Value(nullptr));
  }
  void operator()(const char*, const std::vector<Holder>& holders) {
    out.emplace_back(holders_text(holders));
  }
  void due(const char*, const RunningClock& clock) {
    out.push_back(clock.kind == ClockKind::none ? db::Value(nullptr) : db::to_value(clock.due_at));
  }
  void open(const char*, State state) { out.push_back(db::to_value(is_open(state))); }
};

calendar::Limit read_limit(const std::string& text) {
  auto limit = calendar::parse_limit(text);
  if (!limit) throw db::DbError(db::Fault::other, "limit in database is broken: " + text);
  return *limit;
}

struct Reader {
  const db::Row& row;
  int at;
  template <class T>
  void operator()(const char*, T& value) {
    value = row.get<T>(at++);
  }
  void operator()(const char*, calendar::Limit& limit) { limit = read_limit(row.text(at++)); }
  void operator()(const char*, std::optional<calendar::Limit>& limit) {
    limit = row.is_null(at) ? std::nullopt : std::optional(read_limit(row.text(at)));
    ++at;
  }
  void operator()(const char*, std::vector<Holder>& holders) {
    holders = holders_from_text(row.text(at++));
  }
  void due(const char*, RunningClock& clock) {
    if (!row.is_null(at)) clock.due_at = row.get<Instant>(at);
    ++at;
  }
  void open(const char*, State) { ++at; }
};

const std::vector<std::string>& names() {
  static const auto all = [] {
    Names visitor;
    const Case any;
    each_column(any, visitor);
    return visitor.out;
  }();
  return all;
}

}  // namespace

std::string case_columns(const std::string& alias) {
  std::string out;
  for (const auto& name : names()) {
    if (!out.empty()) out += ", ";
    if (!alias.empty()) out += alias + ".";
    out += name;
  }
  return out;
}

std::string case_placeholders() {
  std::string out;
  for (std::size_t i = 1; i <= names().size(); ++i) {
    out += (i == 1 ? "$" : ", $") + std::to_string(i);
  }
  return out;
}

std::string case_assignments() {
  std::string out;
  for (std::size_t i = 2; i < names().size(); ++i) {
    out += (i == 2 ? "" : ", ") + names()[i] + " = $" + std::to_string(i + 1);
  }
  return out;
}

int case_column_count() { return static_cast<int>(names().size()); }

std::vector<db::Value> case_values(const Case& c) {
  Writer visitor;
  each_column(c, visitor);
  return std::move(visitor.out);
}

Case read_case(const db::Row& row, int first_column) {
  Case c;
  Reader visitor{row, first_column};
  each_column(c, visitor);
  return c;
}

std::string holders_text(const std::vector<Holder>& holders) {
  std::string out;
  for (const auto& h : holders) {
    if (!out.empty()) out += ' ';
    out.append(code_of(h.kind)).append(":").append(std::to_string(h.id));
  }
  return out;
}

std::vector<Holder> holders_from_text(std::string_view text) {
  std::vector<Holder> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto one = text.substr(0, end);
    const auto colon = one.find(':');
    const auto kind = from_code<HolderKind>(one.substr(0, colon));
    Holder holder{kind.value_or(HolderKind::records), 0};
    if (colon != std::string_view::npos) {
      std::from_chars(one.data() + colon + 1, one.data() + one.size(), holder.id);
    }
    if (kind) out.push_back(holder);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace gewu::cases
