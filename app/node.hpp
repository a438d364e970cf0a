// SPDX-License-Identifier: Apache-2.0
// The composition root: one process, its database and every module, put together in one place.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "api/api.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "db/db.hpp"
#include "http/router.hpp"
#include "modules/accounts/accounts.hpp"
#include "modules/areas/areas.hpp"
#include "modules/calendar/calendar.hpp"
#include "modules/cases/cases.hpp"
#include "modules/categories/categories.hpp"
#include "modules/field/field.hpp"
#include "modules/figures/figures.hpp"
#include "modules/history/history.hpp"
#include "modules/photos/photos.hpp"
#include "modules/plain_pages/plain_pages.hpp"
#include "modules/presence/presence.hpp"
#include "modules/privacy/privacy.hpp"
#include "modules/promises/promises.hpp"
#include "modules/releases/releases.hpp"
#include "modules/search/search.hpp"
#include "modules/tiles/tiles.hpp"
#include "modules/voice_notes/voice_notes.hpp"
#include "options.hpp"

namespace gewu::app {

/// Everything a command or the server works with. Members are in order of need.
class Node {
 public:
  /// Opens the database, brings or checks its schema, claims a node number, opens the master key.
  /// Throws std::runtime_error with what to do.
  enum class Schema { migrate, check };
  Node(const Common& common, Schema schema, db::Options tuning = {});
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<db::Database> database;
  std::string process;  ///< host, pid and start: names this life in app_node
  int node_number = 0;
  std::unique_ptr<IdSource> ids;
  std::unique_ptr<privacy::Vault> vault;
  areas::Territories territories;
  calendar::Calendars calendars;
  categories::Categories categories;
  photos::Photos photos;
  voice_notes::VoiceNotes voices;
  accounts::Settings account_settings;
  accounts::PasswordHasher hasher;
  std::unique_ptr<accounts::AreaBook> book;
  std::unique_ptr<promises::Promises> promises;
  std::unique_ptr<releases::Sight> sight;
  std::unique_ptr<search::Search> search;
  std::unique_ptr<cases::CaseService> cases;
  std::unique_ptr<releases::Releases> releases;
  figures::Trees trees;
  std::atomic<bool> demo_lives{false};  ///< this process keeps the demo alive

  /// The district of `code`, or the only one where none is named. Throws std::runtime_error.
  areas::District district(const std::string& code);

 private:
  void claim();
};

/// The routes of every module on one router: what `serve` serves and `openapi` prints.
class Routes {
 public:
  explicit Routes(Node& node);
  http::Router router;
  std::unique_ptr<api::Authenticator> authenticator;
  std::unique_ptr<api::DistrictLookup> districts;
  accounts::Services account_services;
  std::unique_ptr<api::Api> api;

 private:
  void serve_document();
};

}  // namespace gewu::app
