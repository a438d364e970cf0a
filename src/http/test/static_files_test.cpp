// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "http/gzip.hpp"
#include "http/router.hpp"

namespace gewu::http {
namespace {

namespace fs = std::filesystem;

struct Site {
  fs::path top = fs::temp_directory_path() / ("gewu_static_" + std::to_string(::getpid()));
  fs::path folder = top / "dist";
  Site() {
    fs::remove_all(top);
    write("index.html", "<p>" + std::string(2000, 'x'));
    write("assets/app-Bx3kQ9_a.js", "let a=1;" + std::string(2000, ' '));
    write("assets/app-Bx3kQ9_a.js.br", "brotli bytes");
    write("assets/plain.js", "let b=2;" + std::string(2000, ' '));
    write("assets/small.css", "p{}");
    write("app.webmanifest", "{}");
    write("icon.svg", "<svg/>");
    write("font.woff2", std::string(3000, 'f'));
    write("worker.mjs", "1");
    write("docs/index.html", "docs");
    write(".secret", "hidden");
    write("../outside.txt", "outside");
    fs::create_symlink("../outside.txt", folder / "link.txt");
    fs::create_directory_symlink("..", folder / "up");
    fs::create_symlink("icon.svg", folder / "inside.svg");
  }
  ~Site() { fs::remove_all(top); }
  void write(const std::string& name, const std::string& text) const {
    const auto path = folder / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
};

Request get(std::string path, std::map<std::string, std::string, std::less<>> headers = {}) {
  Request out;
  out.path = std::move(path);
  out.headers = std::move(headers);
  return out;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

TEST_CASE("files are served with their type, and hashed names for ever") {
  const Site site;
  const StaticFiles files("/console/", site.folder.string(), {{"X-Test", "yes"}});
  const std::pair<const char*, const char*> rows[] = {
      {"index.html", "text/html; charset=utf-8"},
      {"assets/plain.js", "text/javascript; charset=utf-8"},
      {"worker.mjs", "text/javascript; charset=utf-8"},
      {"assets/small.css", "text/css; charset=utf-8"},
      {"app.webmanifest", "application/manifest+json"},
      {"icon.svg", "image/svg+xml"},
      {"inside.svg", "image/svg+xml"},
      {"font.woff2", "font/woff2"}};
  for (const auto& [name, type] : rows) {
    INFO(name);
    const auto response = files.serve(get(std::string("/console/") + name));
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->content_type == type);
    CHECK(header(*response, "Cache-Control") == "no-cache");
    CHECK(header(*response, "X-Test") == "yes");
  }
  const auto hashed = files.serve(get("/console/assets/app-Bx3kQ9_a.js"));
  CHECK(header(*hashed, "Cache-Control") == "public, max-age=31536000, immutable");
}

TEST_CASE("an unchanged file answers 304, a changed one anew") {
  const Site site;
  const StaticFiles files("/", site.folder.string(), {});
  const auto first = files.serve(get("/icon.svg"));
  const auto tag = header(*first, "ETag");
  REQUIRE(tag.size() > 4);
  for (const auto& sent : {tag, "\"other\", " + tag, "W/" + tag, std::string("*")}) {
    const auto again = files.serve(get("/icon.svg", {{"if-none-match", sent}}));
    CHECK(again->status == 304);
    CHECK(again->body.empty());
    CHECK(header(*again, "ETag") == tag);
  }
  site.write("icon.svg", "<svg>2</svg>");
  const auto changed = files.serve(get("/icon.svg", {{"if-none-match", tag}}));
  CHECK(changed->status == 200);
  CHECK(changed->body == "<svg>2</svg>");
}

TEST_CASE("the smallest coding the client takes is sent, each with its own tag") {
  const Site site;
  const StaticFiles files("/", site.folder.string(), {});
  const auto plain = files.serve(get("/assets/app-Bx3kQ9_a.js"));
  const auto zipped = files.serve(get("/assets/app-Bx3kQ9_a.js", {{"accept-encoding", "gzip"}}));
  const auto brotli =
      files.serve(get("/assets/app-Bx3kQ9_a.js", {{"accept-encoding", "gzip, br"}}));
  CHECK(header(*plain, "Content-Encoding").empty());
  CHECK(header(*plain, "Vary") == "Accept-Encoding");
  CHECK(header(*zipped, "Content-Encoding") == "gzip");
  CHECK(zipped->body == gzip(plain->body, 9));
  CHECK(header(*brotli, "Content-Encoding") == "br");
  CHECK(brotli->body == "brotli bytes");
  CHECK(header(*plain, "ETag") != header(*zipped, "ETag"));
  CHECK(header(*zipped, "ETag") != header(*brotli, "ETag"));
  const auto font = files.serve(get("/font.woff2", {{"accept-encoding", "gzip"}}));
  CHECK(header(*font, "Content-Encoding").empty());
}

TEST_CASE("a place inside an app is its index.html; a missing file and the API are not") {
  const Site site;
  const StaticFiles files("/console/", site.folder.string(), {});
  for (const char* path : {"/console/", "/console/cases/42", "/console/assets/"}) {
    const auto response = files.serve(get(path));
    REQUIRE(response);
    CHECK(response->body.starts_with("<p>"));
    CHECK(header(*response, "Cache-Control") == "no-cache");
  }
  CHECK(files.serve(get("/console/docs/"))->body == "docs");
  CHECK(files.serve(get("/console"))->status == 308);
  CHECK_FALSE(files.serve(get("/console/assets/gone.js")));
  CHECK_FALSE(files.serve(get("/other")));
  CHECK_FALSE(files.serve(get("/cons")));
  const StaticFiles top("/", site.folder.string(), {});
  CHECK_FALSE(top.serve(get("/api/v1/nothing")));
  auto request = get("/icon.svg");
  request.method = Method::post;
  CHECK_FALSE(top.serve(request));
}

TEST_CASE("no path and no symbolic link leaves the folder, and hidden files stay hidden") {
  const Site site;
  const StaticFiles files("/", site.folder.string(), {});
  for (const char* path : {"/link.txt", "/up/outside.txt", "/../outside.txt",
                           "/a/../../outside.txt", "/.secret", "/assets/../.secret", "//etc/passwd",
                           "/./icon.svg", "/..\\outside.txt", "/assets//plain.js"}) {
    INFO(path);
    const auto response = files.serve(get(path));
    CHECK_FALSE((response && response->body.find("outside") != std::string::npos));
    CHECK_FALSE(response);
  }
  CHECK_FALSE(files.serve(get(std::string("/icon.svg\0.txt", 14))));
}

TEST_CASE("a missing folder is told at once") {
  CHECK_THROWS_AS(StaticFiles("/", "no/such/folder", {}), std::runtime_error);
  CHECK_THROWS_AS(StaticFiles("console", ".", {}), std::logic_error);
}

}  // namespace
}  // namespace gewu::http
