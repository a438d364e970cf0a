// SPDX-License-Identifier: Apache-2.0
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "commands.hpp"
#include "live.hpp"
#include "node.hpp"
#include "output.hpp"
#include "worker.hpp"

namespace gewu::app {

namespace {

namespace fs = std::filesystem;

/// Everything comes from this server; nothing inline, nothing foreign. MapLibre's worker is a blob.
const std::vector<std::pair<std::string, std::string>> kPageHeaders{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
     "font-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
     "worker-src 'self' blob:; manifest-src 'self'; "
     "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"Permissions-Policy", "geolocation=(self), camera=(self), microphone=(self)"},
};

fs::path web_folder(const fs::path& named) {
  if (!named.empty()) return named;
  if (const char* env = std::getenv("GEWU_WEB"); env != nullptr) return env;
  std::error_code failed;
  const auto binary = fs::read_symlink("/proc/self/exe", failed);
  for (const auto& guess :
       {binary.parent_path().parent_path() / "web", binary.parent_path() / "web"}) {
    if (!failed && fs::exists(guess / "public" / "index.html", failed)) return guess;
  }
  return {};
}

void listen_address(const std::string& text, http::ServerOptions& options) {
  const auto colon = text.rfind(':');
  const char* end = text.data() + text.size();
  if (colon != std::string::npos) {
    const auto [at, bad] = std::from_chars(text.data() + colon + 1, end, options.port);
    if (bad == std::errc{} && at == end) {
      options.address = text.substr(0, colon);
      return;
    }
  }
  throw std::runtime_error("--listen takes HOST:PORT, for example 127.0.0.1:8380");
}

std::shared_ptr<spdlog::logger> access_logger(const std::string& where) {
  if (where == "none") return nullptr;
  auto logger =
      where.empty() ? spdlog::stderr_logger_mt("access") : spdlog::basic_logger_mt("access", where);
  logger->set_pattern("%v");
  spdlog::flush_every(std::chrono::seconds(1));
  return logger;
}

/// One line of JSON; the pattern of the path, never the path, and no query: codes stay secret.
void log_access(spdlog::logger& log, const http::AccessLine& line) {
  log.info(R"({{"at":"{}","id":"{}","method":"{}","route":"{}",)"
           R"("status":{},"in":{},"out":{},"ms":{:.1f}}})",
           to_rfc3339(line.at), line.request_id, line.method, line.pattern, line.status,
           line.bytes_in, line.bytes_out, line.milliseconds);
}

std::string database_metrics(const db::Database& database) {
  const auto s = database.stats();
  return "# TYPE gewu_db_commits_total counter\ngewu_db_commits_total " +
         std::to_string(s.commits) + "\n# TYPE gewu_db_units_total counter\ngewu_db_units_total " +
         std::to_string(s.units) +
         "\n# TYPE gewu_db_retries_total counter\ngewu_db_retries_total " +
         std::to_string(s.retries) +
         "\n# TYPE gewu_db_refused_busy_total counter\ngewu_db_refused_busy_total " +
         std::to_string(s.refused_busy) + "\n# TYPE gewu_db_queued gauge\ngewu_db_queued " +
         std::to_string(s.queued) + "\n";
}

std::vector<http::StaticFiles> pages(const fs::path& web) {
  std::vector<http::StaticFiles> out;
  if (web.empty()) {
    complain("no web pages found: build them with ./dev web, or name them with --web");
    return out;
  }
  for (const std::string app : {"console", "field", "public"}) {
    const auto folder = web / app;
    if (!fs::is_directory(folder)) {
      complain("the pages of '" + app + "' are missing in " + web.string() +
               ": build them with ./dev web");
      continue;
    }
    out.emplace_back(app == "public" ? "/" : "/" + app + "/", folder.string(), kPageHeaders);
  }
  return out;
}

/// Open to anybody, so it tells that something is wrong, not what; the log has the reason.
std::string health_of(db::Database& database) {
  try {
    database.probe();
    return "";
  } catch (const std::exception& e) {
    spdlog::error("health: {}", e.what());
    return "the database cannot be read or written";
  }
}

}  // namespace

int serve_command(const Common& common, const ServeOptions& options) {
  http::ServerOptions server_options;
  listen_address(options.listen, server_options);
  server_options.worker_threads = options.workers;
  server_options.trusted_proxies = options.trusted_proxies;

  Node node(common, Node::Schema::check);
  Routes routes(node);
  const auto note = [](std::string_view id, std::string_view what) {
    spdlog::error("request {}: {}", id, what);
  };
  routes.api->on_error(note);
  server_options.on_error = [note](const http::Request& request, std::string_view what) {
    note(request.id, what);
  };
  const auto access = access_logger(options.access_log);
  if (access) {
    server_options.access_log = [access](const http::AccessLine& l) { log_access(*access, l); };
  }
  server_options.more_metrics = [&node] { return database_metrics(*node.database); };
  server_options.health = [&node] { return health_of(*node.database); };

  Worker worker(
      node, routes.api->broadcast(), [](const std::string& t) { spdlog::error("{}", t); },
      [](const std::string& t) { spdlog::info("{}", t); });
  std::optional<LiveDemo> live;
  if (options.live) {
    live.emplace(node, *options.live, [](const std::string& t) { spdlog::error("{}", t); });
  }
  http::Server server(server_options, routes.router, pages(web_folder(options.web)));
  watch_signals();
  server.start();
  worker.start();
  if (live) live->start();
  print("gewu serves http://" + server_options.address + ":" + std::to_string(server.port()) + "/");
  std::fflush(stdout);
  while (!stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  complain("stopping: running requests get five seconds");
  if (live) live->stop();
  server.stop();
  worker.stop();
  return kDone;
}

}  // namespace gewu::app
