// SPDX-License-Identifier: Apache-2.0
#include "db/lint.hpp"

#include <algorithm>
#include <map>
#include <regex>

#include "db/internal.hpp"
#include "db/migrate.hpp"

namespace gewu::db {
namespace {

struct Rule {
  std::regex pattern;
  const char* advice;
};

std::regex word(const char* pattern) {
  return std::regex(pattern, std::regex::ECMAScript | std::regex::optimize);
}

/// Texts that must not appear (outside strings and comments).
const std::vector<Rule>& forbidden() {
  static const std::vector<Rule> rules = {
      {word("::"), "write cast(x as type), not x::type"},
      {word("\""), "no double-quoted names or strings"},
      {word(";"), "one statement, without a semicolon"},
      {word(R"(\b(string_agg|group_concat|array_agg)\b)"), "no aggregate into text; join in C++"},
      {word(R"(=\s*(any|all)\b)"), "no = any/all; use an in-list or a loop"},
      {word(R"(\btruncate\b)"), "no truncate"},
      {word(R"(\b(now|random|datetime|strftime|julianday|clock_timestamp)\s*\()"),
       "time and chance are parameters"},
      {word(R"(\bcurrent_(timestamp|time|date)\b)"), "time is a parameter"},
      {word(R"(\bselect\s+(distinct\s+)?\*|\.\s*\*|,\s*\*)"), "name the columns, no *"},
      {word(R"(\b(lower|upper)\s*\()"), "fold case in C++: the engines differ beyond ASCII"},
      {word(R"(\b(ilike|glob|regexp|similar\s+to)\b)"), "only like, which is case-sensitive here"},
      {word(R"(->)"), "no types out of JSON operators; JSON is opened in C++"},
      {word(R"(\b(rollup|cube|grouping\s+sets)\b)"), "no rollup or cube"},
      {word(R"(\bfor\s+(no\s+key\s+)?(update|share)\b)"),
       "write the token /*for update*/ or /*for update skip locked*/"},
      {word(R"(\binsert\s+or\b|\breplace\s+into\b)"), "use on conflict"},
      {word(R"(\boffset\b)"), "page with a cursor, not with offset"},
      {word(R"(\b(rowid|ctid|oid)\b)"), "no hidden columns"},
      {word(R"(\b(ifnull|iif|total|printf)\s*\()"), "SQLite only; use the standard function"},
      {word(R"(\?)"), "parameters are $1, $2, …"},
  };
  return rules;
}

/// Lower case; strings become '' and comments go, each to be judged on its own.
struct Stripped {
  std::string text;
  std::vector<std::string> comments;
};

Stripped strip(std::string_view text) {
  Stripped out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\'') {
      const auto close = text.find('\'', at + 1);
      out.text += "''";
      at = close == std::string_view::npos ? text.size() : close + 1;
    } else if (text.substr(at, 2) == "/*" || text.substr(at, 2) == "--") {
      const bool block = text[at] == '/';
      const auto close = text.find(block ? "*/" : "\n", at + 2);
      const auto end = close == std::string_view::npos ? text.size() : close + (block ? 2 : 1);
      out.comments.emplace_back(text.substr(at, end - at));
      out.text += ' ';
      at = end;
    } else {
      out.text += static_cast<char>(std::tolower(static_cast<unsigned char>(text[at++])));
    }
  }
  return out;
}

std::size_t count(const std::string& text, const std::regex& pattern) {
  return static_cast<std::size_t>(std::distance(
      std::sregex_iterator(text.begin(), text.end(), pattern), std::sregex_iterator()));
}

bool holds(const std::string& text, const std::regex& pattern) {
  return std::regex_search(text, pattern);
}

constexpr std::string_view all_districts = "/*all districts*/";

void check_comments(const std::vector<std::string>& comments, std::vector<std::string>& out) {
  for (const auto& comment : comments) {
    if (comment != all_districts && comment != "/*for update*/" &&
        comment != "/*for update skip locked*/") {
      out.push_back("unknown comment " + comment + ": only the tokens of docs/reference/sql.md");
    }
  }
}

void check_parameters(const std::string& text, std::vector<std::string>& out) {
  static const std::regex parameter(R"(\$(\d+))");
  std::set<int> seen;
  for (std::sregex_iterator at(text.begin(), text.end(), parameter), end; at != end; ++at) {
    seen.insert(std::stoi((*at)[1].str()));
  }
  if (!seen.empty() && (*seen.begin() != 1 || *seen.rbegin() != static_cast<int>(seen.size()))) {
    out.emplace_back("parameters must be $1 to $n without a gap");
  }
}

void check_shape(const std::string& text, std::vector<std::string>& out) {
  static const std::regex limit(R"(\blimit\b)");
  static const std::regex order(R"(\border\s+by\b)");
  if (count(text, limit) > count(text, order)) out.emplace_back("limit needs an order by");
  static const std::regex sum(R"(\bsum\s*\()");
  static const std::regex sum_cast(R"(\bcast\s*\(\s*(coalesce\s*\(\s*)?sum\s*\()");
  if (count(text, sum) > count(text, sum_cast)) {
    out.emplace_back("write cast(sum(x) as bigint): the engines give sums other types");
  }
  static const std::regex average(R"(\bavg\s*\()");
  static const std::regex average_cast(R"(\bcast\s*\(\s*(coalesce\s*\(\s*)?avg\s*\()");
  if (count(text, average) > count(text, average_cast)) {
    out.emplace_back("write cast(avg(x) as double precision)");
  }
  static const std::regex insert(R"(\binsert\s+into\b)");
  static const std::regex select(R"(\bselect\b)");
  if (holds(text, insert) && holds(text, select)) {
    out.emplace_back("insert takes plain values: no select in or around it");
  }
}

/// Tables named after from, join, into and update, once for each mention. A comma list counts.
std::vector<std::string> tables_of(const std::string& text) {
  static const std::regex named(R"(\b(?:from|join|into|update)\s+([a-z_][a-z0-9_]*))");
  std::vector<std::string> out;
  for (std::sregex_iterator at(text.begin(), text.end(), named), end; at != end; ++at) {
    out.push_back((*at)[1].str());
  }
  return out;
}

void check_tenancy(const std::string& text, std::vector<std::string>& out) {
  std::size_t mentions = 0;
  std::string first;
  for (const auto& table : tables_of(text)) {
    if (!tenant_tables().contains(table)) continue;
    if (mentions++ == 0) first = table;
  }
  if (mentions == 0) return;
  static const std::regex tenant(R"(\bdistrict_id\b)");
  if (count(text, tenant) < mentions) {
    out.push_back("every mention of a tenant table (" + first + ") needs its district_id");
    return;
  }
  static const std::regex insert(R"(^\s*insert\b)");
  static const std::regex bound(
      R"(\bdistrict_id\s*=\s*\$\d|\$\d+\s*=\s*([a-z_0-9]+\.)?district_id\b)");
  if (!holds(text, insert) && !holds(text, bound)) {
    out.push_back("touches tenant table " + first + " without district_id = $n; a background " +
                  "read over all districts says so with /*all districts*/");
  }
}

bool engine_specific(const Sql& sql) {
  return sql.name().starts_with("sqlite.") || sql.name().starts_with("postgres.");
}

std::set<std::string> find_tenant_tables() {
  static const std::regex table(R"(^create\s+table\s+(?:if\s+not\s+exists\s+)?([a-z_0-9]+))");
  static const std::regex tenant(R"(\bprimary\s+key\s*\(\s*district_id\b)");
  std::set<std::string> out;
  for (const Migration& migration : embedded_migrations()) {
    for (const auto& statement : split_script(migration.postgres)) {
      std::string text = strip(statement).text;
      text.erase(0, text.find_first_not_of(" \t\r\n"));
      std::smatch match;
      if (std::regex_search(text, match, table) && holds(text, tenant)) out.insert(match[1].str());
    }
  }
  return out;
}

}  // namespace

const std::set<std::string>& tenant_tables() {
  static const std::set<std::string> found = find_tenant_tables();
  return found;
}

std::vector<std::string> lint(const Sql& sql) {
  std::vector<std::string> found;
  static const std::regex name_form("[a-z][a-z_]*\\.[a-z][a-z0-9_]*");
  if (!std::regex_match(std::string(sql.name()), name_form)) {
    found.emplace_back("a name is module.what_it_does");
  }
  if (!engine_specific(sql)) {
    const Stripped stripped = strip(sql.text());
    for (const Rule& rule : forbidden()) {
      if (holds(stripped.text, rule.pattern)) found.emplace_back(rule.advice);
    }
    check_comments(stripped.comments, found);
    check_parameters(stripped.text, found);
    check_shape(stripped.text, found);
    const auto& comments = stripped.comments;
    if (std::find(comments.begin(), comments.end(), all_districts) == comments.end()) {
      check_tenancy(stripped.text, found);
    }
  }
  for (auto& problem : found) problem = std::string(sql.name()) + ": " + problem;
  return found;
}

std::vector<std::string> lint_all() {
  std::vector<std::string> out;
  std::map<std::string_view, int> names;
  for (const Sql* sql : Sql::all()) {
    if (++names[sql->name()] == 2) {
      out.push_back(std::string(sql->name()) + ": two statements have this name");
    }
    for (auto& problem : lint(*sql)) out.push_back(std::move(problem));
  }
  return out;
}

std::vector<std::string> prepare_all(Database& database) {
  std::vector<std::string> out;
  const std::string_view other = database.engine() == Engine::sqlite ? "postgres." : "sqlite.";
  for (const Sql* sql : Sql::all()) {
    if (sql->name().starts_with(other)) continue;
    try {
      // One transaction each: PostgreSQL ends it with the first refusal.
      database.write([&](WriteTx& tx) { Internal::prepare(tx, *sql); });
    } catch (const DbError& error) {
      out.emplace_back(error.what());
    }
  }
  return out;
}

}  // namespace gewu::db
