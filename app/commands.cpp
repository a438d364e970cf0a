// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

#include <fstream>
#include <iostream>
#include <stdexcept>

#include "db/migrate.hpp"
#include "json/codec.hpp"
#include "node.hpp"
#include "output.hpp"

namespace gewu::app {

namespace {

struct InitOut {
  std::string database;
  int schema = 0;
  std::optional<std::string> district;
};
BOOST_DESCRIBE_STRUCT(InitOut, (), (database, schema, district))

struct MigrateOut {
  bool dry_run = false;
  int schema = 0;
  std::vector<std::string> applied;
};
BOOST_DESCRIBE_STRUCT(MigrateOut, (), (dry_run, schema, applied))

struct AreaLine {
  std::string code, name, level;
};
BOOST_DESCRIBE_STRUCT(AreaLine, (), (code, name, level))

struct LocateOut {
  bool inside = false;
  std::vector<AreaLine> chain;  ///< deepest first
  std::optional<AreaLine> nearest;
  double metres = 0;
};
BOOST_DESCRIBE_STRUCT(LocateOut, (), (inside, chain, nearest, metres))

struct AddressWordLine {
  std::string words, part;
};
BOOST_DESCRIBE_STRUCT(AddressWordLine, (), (words, part))

struct AddressLine {
  AreaLine area;
  std::vector<AreaLine> chain;  ///< deepest first
  std::string doubt;
  bool whole = true;  ///< false: the door is not on record
};
BOOST_DESCRIBE_STRUCT(AddressLine, (), (area, chain, doubt, whole))

struct AddressLines {
  std::string outcome;  ///< one, several, none
  std::vector<AddressWordLine> words;
  std::vector<AddressLine> choices;
};
BOOST_DESCRIBE_STRUCT(AddressLines, (), (outcome, words, choices))

struct AccountOut {
  std::string login, role, area;
  std::optional<std::string> password;  ///< made here, shown once
};
BOOST_DESCRIBE_STRUCT(AccountOut, (), (login, role, area, password))

/// A refusal ends a command with its reason.
template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail + " (" + result.error().code + ")");
  return std::move(result).value();
}

AreaLine line_of(const areas::Area& a) { return {a.code, a.name, std::string(code_of(a.level))}; }

}  // namespace

int migrate_command(const Common& common, bool dry_run) {
  db::Options options;
  options.url = common.url();
  if (common.database.empty()) std::filesystem::create_directories(common.data);
  const auto database = db::Database::open(options);
  const auto report = db::migrate(*database, db::embedded_migrations(), dry_run);
  MigrateOut out{dry_run, report.version, {}};
  for (const auto& m : report.applied) out.applied.push_back(m.name);
  if (common.json) {
    print(json::encode(out));
    return kDone;
  }
  for (const auto& name : out.applied) print((dry_run ? "would apply " : "applied ") + name);
  print("schema " + std::to_string(out.schema) +
        (out.applied.empty() ? ": nothing to do" : std::string()));
  return kDone;
}

int init_command(const Common& common, const std::string& name) {
  Node node(common, Node::Schema::migrate);
  const Instant now = node.clock.now();
  std::optional<std::string> made;
  node.database->write(
      [&](db::WriteTx& tx) { return calendar::seed_holidays(tx, now), Nothing{}; });
  if (!common.district.empty()) {
    const auto known = node.database->read(
        [&](db::ReadTx& tx) { return areas::find_district(tx, common.district); });
    if (!known) {
      areas::NewDistrict fresh;
      fresh.code = common.district;
      fresh.name = name.empty() ? common.district : name;
      need(node.database->write(
          [&](db::WriteTx& tx) { return areas::create_district(tx, *node.ids, fresh, now); }));
      made = common.district;
    }
    prepare_districts(node);
  }
  const InitOut out{common.url().starts_with("sqlite:") ? "sqlite" : "postgresql",
                    db::embedded_migrations().back().number, made};
  if (common.json) {
    print(json::encode(out));
  } else {
    print("ready: schema " + std::to_string(out.schema) + (made ? ", district " + *made : ""));
  }
  return kDone;
}

void prepare_districts(Node& node) {
  const Instant now = node.clock.now();
  const auto all = node.database->read([](db::ReadTx& tx) { return areas::list_districts(tx); });
  node.database->write(
      [&](db::WriteTx& tx) { return calendar::seed_holidays(tx, now), Nothing{}; });
  for (const auto& district : all) {
    node.database->write([&](db::WriteTx& tx) {
      return categories::seed_categories(tx, district.id, *node.ids, now), Nothing{};
    });
  }
}

namespace {

std::string place_text(const areas::ImportIssue& issue) {
  std::string out = "feature " + std::to_string(issue.feature);
  if (!issue.name.empty()) out += " (" + issue.name + ")";
  if (issue.where) {
    out += " at " + std::to_string(issue.where->lon) + ", " + std::to_string(issue.where->lat);
  }
  return out + ": " + issue.detail;
}

void print_import(const areas::ImportReport& report) {
  for (const auto& w : report.warnings) complain("warning: " + place_text(w));
  for (const auto& e : report.errors) complain("refused: " + place_text(e));
  for (const auto& d : report.districts) {
    print(d.code + " " + d.name + ": " + std::to_string(d.added) + " added, " +
          std::to_string(d.changed) + " changed, " + std::to_string(d.unchanged) + " unchanged");
  }
  print(std::to_string(report.features) + " features, " + std::to_string(report.refused) +
        " refused" + (report.dry_run ? ", nothing written (dry run)" : "") +
        (!report.dry_run && !report.written && report.refused > 0
             ? ", nothing written: mend the file or use --skip-broken"
             : ""));
}

}  // namespace

int import_areas_command(const Common& common, areas::ImportOptions options) {
  Node node(common, Node::Schema::migrate);
  options.district = common.district;
  Progress progress("areas");
  const auto report = need(areas::import_areas(*node.database, *node.ids, options, node.clock.now(),
                                               [&](std::size_t done, std::size_t total) {
                                                 progress.at(static_cast<std::int64_t>(done),
                                                             static_cast<std::int64_t>(total));
                                               }));
  if (report.written) prepare_districts(node);
  common.json ? print(json::encode(report)) : print_import(report);
  const bool whole = report.refused == 0 || (report.written && options.skip_broken);
  return whole ? kDone : kFailed;
}

int locate_command(const Common& common, double lat, double lon) {
  Node node(common, Node::Schema::check);
  const geo::LatLon point{lat, lon};
  if (!point.on_earth()) throw std::runtime_error("latitude is -90 to 90, longitude -180 to 180");
  const auto districts =
      node.database->read([](db::ReadTx& tx) { return areas::list_districts(tx); });
  LocateOut out;
  for (const auto& district : districts) {
    if (!common.district.empty() && district.code != common.district) continue;
    const auto territory = node.database->read(
        [&](db::ReadTx& tx) { return node.territories.current(tx, district.id); });
    const auto found = territory->locate(point);
    if (found.inside) {
      out = {true, {}, std::nullopt, 0};
      for (const auto* a : found.chain) out.chain.push_back(line_of(*a));
      break;
    }
    if (found.nearest != nullptr && (!out.nearest || found.metres < out.metres)) {
      out.nearest = line_of(*found.nearest);
      out.metres = found.metres;
    }
  }
  if (common.json) {
    print(json::encode(out));
    return kDone;
  }
  for (const auto& a : out.chain) print(a.level + "\t" + a.code + "\t" + a.name);
  if (!out.inside) {
    print(out.nearest ? "outside; nearest is " + out.nearest->name + " (" + out.nearest->code +
                            "), " + std::to_string(static_cast<long>(out.metres)) + " m away"
                      : "outside every district");
  }
  return kDone;
}

int locate_address_command(const Common& common, const std::string& address) {
  Node node(common, Node::Schema::check);
  const auto district = node.district(common.district);
  const auto territory = node.database->read(
      [&](db::ReadTx& tx) { return node.territories.current(tx, district.id); });
  const auto found = territory->addresses().find(address);
  AddressLines out{std::string(code_of(found.outcome)), {}, {}};
  for (const auto& w : found.words) {
    out.words.push_back({w.words, std::string(code_of(w.part))});
  }
  for (const auto& choice : found.choices) {
    const auto& area = territory->all()[choice.area];
    AddressLine line{line_of(area), {}, std::string(code_of(choice.doubt)), choice.whole};
    for (const auto* a : territory->chain(area.id)) line.chain.push_back(line_of(*a));
    out.choices.push_back(std::move(line));
  }
  if (common.json) {
    print(json::encode(out));
    return kDone;
  }
  for (const auto& w : out.words) print("read\t" + w.words + "\t" + w.part);
  for (const auto& choice : out.choices) {
    for (const auto& a : choice.chain) print(a.level + "\t" + a.code + "\t" + a.name);
    if (choice.doubt != "none") print("doubt\t" + choice.doubt);
    if (!choice.whole) print("doubt\tdoor_unknown");
  }
  print(out.outcome == "one" ? "one place"
        : out.outcome == "several"
            ? "several places: choose"
            : "no place: " + std::string(out.choices.empty() ? "nothing of it is known here"
                                                             : "the nearest is given above"));
  return kDone;
}

int account_add_command(const Common& common, const NewAccountOptions& options) {
  Node node(common, Node::Schema::check);
  const auto district = node.district(common.district);
  const Instant now = node.clock.now();
  const auto role = from_code<api::Role>(options.role);
  if (!role) throw std::runtime_error("there is no role " + options.role + "; see --help");
  const auto territory = node.database->read(
      [&](db::ReadTx& tx) { return node.territories.current(tx, district.id); });
  const auto* area = options.area.empty() ? territory->find(territory->root())
                                          : territory->find_code(options.area);
  if (area == nullptr) throw std::runtime_error("there is no area of code " + options.area);
  const auto login = need(accounts::LoginName::parse(options.login));
  const auto name =
      need(accounts::PersonName::parse(options.name.empty() ? options.login : options.name));
  const bool made = options.password.empty();
  const std::string password = made ? "Gw-" + to_hex(node.random.bytes<8>()) : options.password;
  if (!made) need(accounts::check_password(password, login));
  const std::string hash = need(node.hasher.hash(password));
  need(node.database->write([&](db::WriteTx& tx) -> Result<AccountId> {
    accounts::NewGrant grant{*role, area->id};
    if (!options.organisation.empty()) {
      GEWU_TRY(const auto org_name, accounts::OrganisationName::parse(options.organisation));
      OrganisationId organisation;
      for (const auto& known : accounts::list_organisations(tx, district.id, {}, 1000)) {
        if (known.name == org_name.str() && known.area == area->id)
          organisation = known.organisation;
      }
      if (!organisation) {
        GEWU_TRY(organisation, accounts::add_organisation(tx, *node.ids, district.id, org_name,
                                                          accounts::OrganisationKind::department,
                                                          area->id, {}, now));
      }
      grant.organisation = organisation;
    }
    const accounts::NewAccount fresh{login, name, area->id, hash, made, {grant}};
    return accounts::add_account(tx, *node.ids, district.id, fresh, {}, now);
  }));
  AccountOut out{login.str(), options.role, area->code, std::nullopt};
  if (made) out.password = password;
  if (common.json) {
    print(json::encode(out));
  } else {
    print(out.login + ": " + out.role + " of " + area->name);
    if (made) print("first password, to be changed at login: " + password);
  }
  return kDone;
}

int openapi_command() {
  // The routes need a composition to hang on, but no data.
  char folder[] = "/tmp/gewu-openapi-XXXXXX";
  if (mkdtemp(folder) == nullptr) throw std::runtime_error("cannot make a temporary directory");
  std::string document;
  {
    Common common;
    common.data = folder;
    Node node(common, Node::Schema::migrate);
    document = Routes(node).api->openapi();
  }
  std::filesystem::remove_all(folder);
  std::cout << document;
  return kDone;
}

}  // namespace gewu::app
