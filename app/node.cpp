// SPDX-License-Identifier: Apache-2.0
#include "node.hpp"

#include <unistd.h>

#include <array>
#include <stdexcept>

#include "db/migrate.hpp"
#include "db/nodes.hpp"
#include "modules/demo/demo.hpp"
#include "modules/paper/paper.hpp"
#include "modules/places/places.hpp"
#include "modules/saved_filters/saved_filters.hpp"

namespace gewu::app {

namespace {

std::unique_ptr<db::Database> open_database(const Common& common, db::Options tuning) {
  if (common.database.empty()) std::filesystem::create_directories(common.data);
  tuning.url = common.url();
  return db::Database::open(tuning);
}

std::filesystem::path master_key_path(const Common& common) {
  if (const char* named = std::getenv("GEWU_MASTER_KEY_FILE"); named != nullptr) return named;
  return common.data / "master.key";
}

std::string process_name(Instant now) {
  std::array<char, 128> host{};
  gethostname(host.data(), host.size() - 1);
  return std::string(host.data()) + ":" + std::to_string(getpid()) + ":" +
         std::to_string(to_ms(now));
}

void bring_schema(db::Database& database, Node::Schema schema) {
  const auto migrations = db::embedded_migrations();
  const auto report = db::migrate(database, migrations, schema == Node::Schema::check);
  if (schema == Node::Schema::check && !report.applied.empty()) {
    throw std::runtime_error("the database is older than this binary: run `gewu migrate` first");
  }
}

}  // namespace

Node::Node(const Common& common, Schema schema, db::Options tuning)
    : database(open_database(common, std::move(tuning))),
      calendars([this](db::ReadTx& tx, DistrictId district) {
        const auto territory = territories.current(tx, district);
        return territory ? territory->district().utc_offset() : std::chrono::minutes(480);
      }),
      photos(common.data / "photos"),
      voices(common.data / "voices"),
      hasher(account_settings),
      book(accounts::make_area_book(territories)),
      trees(territories) {
  bring_schema(*database, schema);
  claim();
  std::filesystem::create_directories(common.data);
  auto key = privacy::open_master_key(*database, master_key_path(common), random, clock.now());
  if (!key) throw std::runtime_error(key.error().detail);
  vault = std::make_unique<privacy::Vault>(*key, random);
  promises = std::make_unique<promises::Promises>(*ids);
  sight = std::make_unique<releases::Sight>(territories, categories);
  search = std::make_unique<search::Search>(*ids);
  cases = std::make_unique<cases::CaseService>(cases::Services{territories, calendars, categories,
                                                               *vault, *ids, random, promises.get(),
                                                               sight.get(), search.get()});
  releases = std::make_unique<releases::Releases>(*cases);
}

Node::~Node() {
  try {
    database->write(
        [&](db::WriteTx& tx) { return db::release_node(tx, node_number, process), Nothing{}; });
  } catch (const std::exception&) {
    // The claim goes stale by itself.
  }
}

void Node::claim() {
  process = process_name(clock.now());
  const auto claimed =
      database->write([&](db::WriteTx& tx) { return db::claim_node(tx, process, clock.now()); });
  if (!claimed) throw std::runtime_error("all 1,024 node numbers are taken: stop idle servers");
  node_number = *claimed;
  ids = std::make_unique<IdSource>(node_number);
}

areas::District Node::district(const std::string& code) {
  const auto all = database->read([](db::ReadTx& tx) { return areas::list_districts(tx); });
  if (code.empty()) {
    if (all.size() == 1) return all.front();
    throw std::runtime_error(all.empty() ? "there is no district yet: import areas or run demo"
                                         : "there are several districts: name one by --district");
  }
  const auto found = database->read([&](db::ReadTx& tx) { return areas::find_district(tx, code); });
  if (!found) throw std::runtime_error("there is no district " + code);
  return *found;
}

namespace {

figures::RowNamer row_namer(Node& node) {
  return [&node](db::ReadTx& tx, const api::Call& call, std::string_view kind,
                 const std::vector<std::int64_t>& ids) {
    std::map<std::int64_t, figures::RowName> out;
    if (kind != "case") return out;
    const auto names = node.cases->number_titles(tx, call.district, ids, call.who(), call.now);
    for (const auto& [id, name] : names) {
      out.emplace(id, figures::RowName{std::to_string(name.number), name.title});
    }
    return out;
  };
}

figures::CategoryCodes category_codes(Node& node) {
  return [&node](db::ReadTx& tx, DistrictId district, const std::vector<CategoryId>& ids) {
    const auto tree = node.categories.of(tx, district, node.clock.now());
    std::map<CategoryId, std::string> out;
    for (const auto id : ids) {
      if (const auto* found = tree->find(id)) out.emplace(id, found->code);
    }
    return out;
  };
}

}  // namespace

Routes::Routes(Node& node)
    : authenticator(accounts::make_authenticator(*node.database, node.account_settings)),
      districts(areas::make_district_lookup(*node.database)),
      account_services{*node.database, *node.ids,   node.random,          node.hasher,
                       *node.book,     *node.vault, node.account_settings},
      api(std::make_unique<api::Api>(router, *node.database, node.clock, *authenticator,
                                     *districts)) {
  areas::append_areas_routes(*api, node.territories);
  calendar::append_calendar_routes(*api, node.calendars, [](db::ReadTx& tx) {
    return areas::list_districts(tx, 2).size() == 1;
  });
  categories::append_categories_routes(*api, node.categories);
  accounts::append_accounts_routes(*api, account_services);
  photos::append_photos_routes(*api, node.photos, *node.ids, node.random);
  voice_notes::append_voice_notes_routes(*api, node.voices, *node.ids, node.random);
  history::append_history_routes(*api, [&node](db::ReadTx& tx, DistrictId district) {
    return node.territories.current(tx, district)->district().utc_offset();
  });
  figures::append_figures_routes(*api, node.trees, row_namer(node), category_codes(node));
  cases::append_cases_routes(*api, *node.cases, node.photos, node.voices);
  saved_filters::append_saved_filters_routes(*api, *node.cases, *node.ids);
  releases::append_releases_routes(*api, *node.releases, node.photos);
  plain_pages::append_plain_pages_routes(
      *api, {*node.database, *node.cases, node.photos, *node.ids, node.random});
  places::append_places_routes(*api, *node.cases);
  paper::append_paper_routes(
      *api, {node.territories, node.categories, node.photos, *node.ids, node.random});
  promises::append_promises_routes(*api, node.categories, node.trees);
  demo::append_demo_routes(*api, *node.cases, [&node] { return node.demo_lives.load(); });
  field::append_field_routes(*api, *node.cases);
  tiles::append_tiles_routes(*api, *node.cases);
  presence::append_presence_routes(*api, *node.cases);
  serve_document();
}

/// The document of the routes above, made once.
void Routes::serve_document() {
  http::Route route;
  route.pattern = "/api/openapi.json";
  route.policy = "openapi";
  route.handler = [document = api->openapi()](const http::Request&, const http::Reply& reply) {
    reply(http::Response{200, "application/json", document, {}});
  };
  router.add(std::move(route));
}

}  // namespace gewu::app
