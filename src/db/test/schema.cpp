// SPDX-License-Identifier: Apache-2.0
// The twins of every migration must come to the same schema. Both catalogs are read into one form:
// integer stands for bigint and smallint, real for double precision, blob for bytea.
#include <algorithm>
#include <map>
#include <set>

#include "db/test/support.hpp"

namespace gewu::db {
namespace {

const Sql sqlite_columns{
    "sqlite.columns",
    "select t.name, c.name, lower(c.type), c.[notnull] or c.pk > 0, c.dflt_value is not null, c.pk "
    "from pragma_table_list t join pragma_table_info(t.name) c "
    "where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite|_%' escape '|' "
    "order by t.name, c.cid"};
const Sql sqlite_indexes{
    "sqlite.indexes",
    "select t.name, i.name, i.[unique], i.origin = 'pk', i.partial, coalesce(c.name, '(…)'), "
    "c.[desc] from pragma_table_list t join pragma_index_list(t.name) i "
    "join pragma_index_xinfo(i.name) c where t.schema = 'main' and t.type = 'table' "
    "and t.name not like 'sqlite|_%' escape '|' and c.key = 1 order by t.name, i.name, c.seqno"};
const Sql sqlite_references{
    "sqlite.references",
    "select t.name, cast(f.id as text), f.[table], f.[from], coalesce(f.[to], ''), "
    "lower(f.on_delete) from pragma_table_list t join pragma_foreign_key_list(t.name) f "
    "where t.schema = 'main' and t.type = 'table' order by t.name, f.id, f.seq"};

const Sql postgres_columns{
    "postgres.columns",
    "select t.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
    "a.atthasdef, 0 from pg_class t join pg_attribute a on a.attrelid = t.oid "
    "where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and a.attnum > 0 "
    "and not a.attisdropped order by t.relname, a.attnum"};
const Sql postgres_indexes{
    "postgres.indexes",
    "select t.relname, i.relname, x.indisunique, x.indisprimary, x.indpred is not null, "
    "coalesce(a.attname, '(…)'), x.indoption[k.n - 1] & 1 "
    "from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid "
    "join pg_am m on m.oid = i.relam "
    "cross join lateral unnest(x.indkey::int2[]) with ordinality k(attnum, n) "
    "left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum "
    "where t.relnamespace = 'public'::regnamespace and m.amname = 'btree' "
    "order by t.relname, i.relname, k.n"};
const Sql postgres_references{
    "postgres.references",
    "select t.relname, c.conname, r.relname, a.attname, b.attname, "
    "case c.confdeltype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade' "
    "when 'n' then 'set null' else 'set default' end "
    "from pg_constraint c join pg_class t on t.oid = c.conrelid "
    "join pg_class r on r.oid = c.confrelid "
    "cross join lateral unnest(c.conkey, c.confkey) with ordinality k(own, other, n) "
    "join pg_attribute a on a.attrelid = t.oid and a.attnum = k.own "
    "join pg_attribute b on b.attrelid = r.oid and b.attnum = k.other "
    "where c.contype = 'f' and t.relnamespace = 'public'::regnamespace "
    "order by t.relname, c.conname, k.n"};

using Names = std::vector<std::string>;

struct Reference {
  std::string table, on_delete;
  Names own, other;
};

struct Table {
  Names columns;  ///< "id integer not null"
  Names column_names;
  Names primary_key;
  std::vector<Names> uniques;
  Names indexes;  ///< "(a, b desc) partial"
  std::vector<Reference> references;
};
using Schema = std::map<std::string, Table>;

std::string list(const Names& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return "(" + out + ")";
}

std::string common_type(const std::string& type) {
  static const std::map<std::string, std::string> map = {
      {"bigint", "integer"},  {"smallint", "integer"},
      {"integer", "integer"}, {"text", "text"},
      {"real", "real"},       {"double precision", "real"},
      {"blob", "blob"},       {"bytea", "blob"},
      {"tsvector", "text"}};  // text_document alone: see db/text_index.cpp
  const auto found = map.find(type);
  return found == map.end() ? "FOREIGN TYPE " + type : found->second;
}

void read_columns(ReadTx& tx, Schema& schema) {
  std::map<std::string, std::map<int, std::string>> keys;  // SQLite's integer primary key
  tx.rows(tx.engine() == Engine::sqlite ? sqlite_columns : postgres_columns, {}, [&](const Row& r) {
    Table& table = schema[r.text(0)];
    table.column_names.push_back(r.text(1));
    table.columns.push_back(r.text(1) + " " + common_type(r.text(2)) +
                            (r.get<bool>(3) ? " not null" : "") +
                            (r.get<bool>(4) ? " default" : ""));
    if (r.int64(5) > 0) keys[r.text(0)][r.get<int>(5)] = r.text(1);
    return true;
  });
  for (auto& [table, columns] : keys) {
    for (auto& [position, column] : columns) schema[table].primary_key.push_back(column);
  }
}

void read_indexes(ReadTx& tx, Schema& schema) {
  struct Index {
    bool unique = false, primary = false, partial = false;
    Names plain, ordered;
  };
  std::map<std::pair<std::string, std::string>, Index> found;
  tx.rows(tx.engine() == Engine::sqlite ? sqlite_indexes : postgres_indexes, {}, [&](const Row& r) {
    Index& index = found[{r.text(0), r.text(1)}];
    index.unique = r.get<bool>(2);
    index.primary = r.get<bool>(3);
    index.partial = r.get<bool>(4);
    index.plain.push_back(r.text(5));
    index.ordered.push_back(r.text(5) + (r.get<bool>(6) ? " desc" : ""));
    return true;
  });
  for (auto& [key, index] : found) {
    Table& table = schema[key.first];
    if (index.primary) {
      table.primary_key = index.plain;
    } else if (index.unique && !index.partial) {
      table.uniques.push_back(index.plain);
    } else {
      table.indexes.push_back(key.second + " " + list(index.ordered) +
                              (index.unique ? " unique" : "") + (index.partial ? " partial" : ""));
    }
  }
}

void read_references(ReadTx& tx, Schema& schema) {
  std::map<std::pair<std::string, std::string>, Reference> found;
  tx.rows(tx.engine() == Engine::sqlite ? sqlite_references : postgres_references, {},
          [&](const Row& r) {
            Reference& reference = found[{r.text(0), r.text(1)}];
            reference.table = r.text(2);
            reference.own.push_back(r.text(3));
            reference.other.push_back(r.text(4));
            reference.on_delete = r.text(5);
            return true;
          });
  for (auto& [key, reference] : found) schema[key.first].references.push_back(reference);
}

Schema read_schema(Database& database) {
  Schema schema;
  database.read([&](ReadTx& tx) {
    read_columns(tx, schema);
    read_indexes(tx, schema);
    read_references(tx, schema);
  });
  for (auto& [name, table] : schema) {
    std::sort(table.columns.begin(), table.columns.end());
    std::sort(table.uniques.begin(), table.uniques.end());
    std::sort(table.indexes.begin(), table.indexes.end());
    for (Reference& reference : table.references) {
      if (!reference.other[0].empty()) continue;  // SQLite leaves it out: the primary key is meant
      reference.other = schema[reference.table].primary_key;
    }
  }
  return schema;
}

/// One line per fact, so that a difference is read at a glance.
std::set<std::string> facts(const Schema& schema) {
  std::set<std::string> out;
  for (const auto& [name, table] : schema) {
    for (const auto& column : table.columns) out.insert(name + ": column " + column);
    out.insert(name + ": primary key " + list(table.primary_key));
    for (const auto& unique : table.uniques) out.insert(name + ": unique " + list(unique));
    for (const auto& index : table.indexes) out.insert(name + ": index " + index);
    for (const auto& r : table.references) {
      out.insert(name + ": foreign key " + list(r.own) + " references " + r.table + " " +
                 list(r.other) + " on delete " + r.on_delete);
    }
  }
  return out;
}

Names difference(const std::set<std::string>& a, const std::set<std::string>& b) {
  Names out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

TEST_CASE("both engines come to the same schema") {
  const auto engines = test::engines();
  if (engines.size() < 2) return;
  const auto sqlite = test::make_database(Engine::sqlite);
  const auto postgres = test::make_database(Engine::postgres);
  const auto a = facts(read_schema(sqlite->db()));
  const auto b = facts(read_schema(postgres->db()));
  CHECK(a.contains("outbox: primary key (district_id, id)"));
  for (const auto& fact : difference(a, b)) FAIL_CHECK("only on SQLite: " << fact);
  for (const auto& fact : difference(b, a)) FAIL_CHECK("only on PostgreSQL: " << fact);
}

/// Looked up by a reference that is unique over all districts (rule 2 of docs/reference/sql.md).
const std::set<std::string> global_lookups = {"district_code"};

TEST_CASE("a tenant table has district_id first in every key") {
  test::for_each_engine([](test::TestDatabase& d) {
    const Schema schema = read_schema(d.db());
    const auto is_tenant = [&](const std::string& name) {
      const auto& names = schema.at(name).column_names;
      return std::find(names.begin(), names.end(), "district_id") != names.end() &&
             !global_lookups.contains(name);
    };
    for (const auto& [name, table] : schema) {
      if (!is_tenant(name)) continue;
      INFO("table ", name);
      CHECK(list(table.primary_key).starts_with("(district_id"));
      for (const auto& unique : table.uniques) CHECK(unique[0] == "district_id");
      for (const auto& r : table.references) {
        CHECK(r.on_delete != "set null");
        if (is_tenant(r.table)) CHECK((r.own[0] == "district_id" && r.other[0] == "district_id"));
      }
    }
  });
}

TEST_CASE("the comparison finds every kind of difference") {
  const auto engines = test::engines();
  if (engines.size() < 2) return;
  const auto sqlite = test::make_empty_database(Engine::sqlite);
  const auto postgres = test::make_empty_database(Engine::postgres);
  script(sqlite->db(),
         "create table a (id integer not null primary key, b text, c integer not null, d real "
         "default 1, e blob, unique (b, c)) strict",
         "");
  script(postgres->db(), "",
         "create table a (id bigint not null primary key, b text, c smallint not null, d double "
         "precision default 1, e bytea, unique (b, c))");
  const auto differ = [&] {
    return facts(read_schema(sqlite->db())) != facts(read_schema(postgres->db()));
  };
  CHECK(!differ());
  script(sqlite->db(), "create index a_by_c on a (c desc, b)", "");
  CHECK(differ());
  script(postgres->db(), "", "create index a_by_c on a (c desc, b)");
  CHECK(!differ());
  script(postgres->db(), "", "alter table a alter column b set not null");
  CHECK(differ());
  script(postgres->db(), "", "alter table a alter column b drop not null");
  script(postgres->db(), "", "alter table a alter column d drop default");
  CHECK(differ());
  script(postgres->db(), "", "alter table a alter column d set default 1");
  const char* child =
      "create table child (id bigint not null primary key, a bigint not null "
      "references a (id))";
  script(sqlite->db(),
         "create table child (id integer not null primary key, a integer not null references a) "
         "strict",
         "");
  script(postgres->db(), "", child);
  CHECK(!differ());
  script(postgres->db(), "", "alter table child drop constraint child_a_fkey");
  CHECK(differ());
}

}  // namespace
}  // namespace gewu::db
