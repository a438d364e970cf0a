// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>

#include "http/gzip.hpp"
#include "http/router.hpp"
#include "http/target.hpp"

namespace gewu::http {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t held_file_bytes_max = 8 * 1024 * 1024;  // larger ones are read each time
constexpr std::size_t held_total_bytes_max = 128 * 1024 * 1024;
constexpr std::size_t compress_bytes_min = 1024;

std::string_view type_of(const std::string& extension) {
  static const std::map<std::string, std::string_view, std::less<>> types = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".geojson", "application/geo+json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff", "font/woff"},
      {".woff2", "font/woff2"},
      {".ttf", "font/ttf"},
      {".wasm", "application/wasm"},
      {".txt", "text/plain; charset=utf-8"},
      {".md", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".xml", "application/xml"},
      {".pdf", "application/pdf"},
      {".gz", "application/gzip"},
      {".pbf", "application/x-protobuf"},
  };
  const auto found = types.find(extension);
  return found == types.end() ? "application/octet-stream" : found->second;
}

/// A bundler's content hash: "-", at least eight of its alphabet, then the extension.
bool is_hashed_name(std::string_view name) {
  for (auto dash = name.find('-'); dash != std::string_view::npos;
       dash = name.find('-', dash + 1)) {
    std::size_t end = dash + 1;
    while (end < name.size() && (std::isalnum(static_cast<unsigned char>(name[end])) ||
                                 name[end] == '_' || name[end] == '-'))
      ++end;
    if (end < name.size() && name[end] == '.' && end - dash - 1 >= 8) return true;
  }
  return false;
}

std::string tag_of(const std::string& data) {
  const auto* bytes = reinterpret_cast<const Bytef*>(data.data());
  const auto size = static_cast<uInt>(data.size());
  char text[48];
  std::snprintf(text, sizeof text, "%zx-%08lx%08lx", data.size(), crc32(0, bytes, size),
                adler32(1, bytes, size));
  return text;
}

bool matches_tag(std::string_view if_none_match, const std::string& tag) {
  for (auto wanted : split_list(if_none_match)) {
    if (wanted == "*") return true;
    if (wanted.starts_with("W/")) wanted.remove_prefix(2);
    if (wanted == tag) return true;
  }
  return false;
}

bool is_below(const fs::path& folder, const fs::path& path) {
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream out;
  out << file.rdbuf();
  if (!file && !file.eof()) return std::nullopt;
  return std::move(out).str();
}

/// One file as it was when last looked at, in each coding there is.
struct Asset {
  fs::file_time_type changed;
  std::uintmax_t size = 0;
  std::string plain, gzipped, brotli, tag;
};

}  // namespace

struct StaticFiles::Held {
  fs::path root;  ///< without symbolic links
  std::mutex guard;
  std::map<std::string, std::shared_ptr<const Asset>> assets;
  std::size_t bytes = 0;

  /// A regular file inside the folder after following symbolic links.
  std::optional<fs::path> locate(const std::string& relative) const {
    std::error_code failed;
    const auto real = fs::canonical(root / relative, failed);
    if (failed || !is_below(root, real) || !fs::is_regular_file(real, failed)) return std::nullopt;
    return real;
  }

  std::shared_ptr<const Asset> load(const std::string& relative);
};

std::shared_ptr<const Asset> StaticFiles::Held::load(const std::string& relative) {
  const auto real = locate(relative);
  if (!real) return nullptr;
  std::error_code failed;
  const auto changed = fs::last_write_time(*real, failed);
  const auto size = fs::file_size(*real, failed);
  if (failed) return nullptr;
  {
    const std::lock_guard lock(guard);
    const auto found = assets.find(relative);
    if (found != assets.end() && found->second->changed == changed && found->second->size == size)
      return found->second;
  }
  auto made = std::make_shared<Asset>();
  made->changed = changed;
  made->size = size;
  auto data = read_file(*real);
  if (!data) return nullptr;
  made->plain = std::move(*data);
  made->tag = tag_of(made->plain);
  const bool shrinks = is_compressible(type_of(fs::path(relative).extension().string())) &&
                       size >= compress_bytes_min && size <= held_file_bytes_max;
  if (const auto sibling = locate(relative + ".br"))
    made->brotli = read_file(*sibling).value_or("");
  if (const auto sibling = locate(relative + ".gz"))
    made->gzipped = read_file(*sibling).value_or("");
  if (made->gzipped.empty() && shrinks) made->gzipped = gzip(made->plain, 9);
  const std::size_t cost = made->plain.size() + made->gzipped.size() + made->brotli.size();
  if (size > held_file_bytes_max) return made;
  const std::lock_guard lock(guard);
  if (bytes + cost > held_total_bytes_max) {
    assets.clear();  // a folder of built files never gets here; a folder of anything else may
    bytes = 0;
  }
  bytes += cost;
  assets[relative] = made;
  return made;
}

StaticFiles::StaticFiles(std::string prefix, std::string folder,
                         std::vector<std::pair<std::string, std::string>> security_headers)
    : prefix_(std::move(prefix)),
      folder_(std::move(folder)),
      security_headers_(std::move(security_headers)),
      held_(std::make_shared<Held>()) {
  if (!prefix_.starts_with('/') || !prefix_.ends_with('/'))
    throw std::logic_error("the prefix of static files must start and end with /: " + prefix_);
  std::error_code failed;
  held_->root = fs::canonical(folder_, failed);
  if (failed || !fs::is_directory(held_->root))
    throw std::runtime_error("the folder of web files does not exist: " + folder_);
}

namespace {

/// Hidden files stay hidden and no segment climbs; "" and "a/" name the folder's index.html.
std::optional<std::string> relative_path(std::string_view rest) {
  for (std::size_t at = 0; at < rest.size();) {
    const std::size_t end = std::min(rest.find('/', at), rest.size());
    const auto segment = rest.substr(at, end - at);
    if (segment.empty()) return std::nullopt;
    if (segment.front() == '.' && segment != ".well-known") return std::nullopt;
    if (segment.find_first_of(std::string_view("\\\0", 2)) != std::string_view::npos)
      return std::nullopt;
    at = end + 1;
  }
  std::string out(rest);
  if (out.empty() || out.ends_with('/')) out += "index.html";
  return out;
}

bool has_extension(std::string_view relative) {
  return relative.find('.', relative.rfind('/') + 1) != std::string_view::npos;
}

Response answer(const Request& request, const std::string& relative, const Asset& asset) {
  const fs::path path(relative);
  const auto accepted = request.header("accept-encoding");
  const bool brotli = !asset.brotli.empty() && accepts_coding(accepted, "br");
  const bool gzipped = !brotli && !asset.gzipped.empty() && accepts_coding(accepted, "gzip");
  const std::string tag = '"' + asset.tag + (brotli ? "-br" : gzipped ? "-gz" : "") + '"';
  Response out;
  out.content_type = type_of(path.extension().string());
  out.headers.emplace_back("ETag", tag);
  out.headers.emplace_back("Cache-Control", is_hashed_name(path.filename().string())
                                                ? "public, max-age=31536000, immutable"
                                                : "no-cache");
  if (!asset.brotli.empty() || !asset.gzipped.empty())
    out.headers.emplace_back("Vary", "Accept-Encoding");
  if (matches_tag(request.header("if-none-match"), tag)) {
    out.status = 304;
    return out;
  }
  if (brotli || gzipped) out.headers.emplace_back("Content-Encoding", brotli ? "br" : "gzip");
  out.body = brotli ? asset.brotli : gzipped ? asset.gzipped : asset.plain;
  return out;
}

}  // namespace

std::optional<Response> StaticFiles::serve(const Request& request) const {
  if (request.method != Method::get && request.method != Method::head) return std::nullopt;
  const std::string_view path = request.path;
  if (path.starts_with("/api/")) return std::nullopt;
  if (path.size() + 1 == prefix_.size() && prefix_.starts_with(path)) {
    return Response{.status = 308, .content_type = "", .headers = {{"Location", prefix_}}};
  }
  if (!path.starts_with(prefix_)) return std::nullopt;
  auto relative = relative_path(path.substr(prefix_.size()));
  if (!relative) return std::nullopt;
  auto asset = held_->load(*relative);
  if (!asset && (!has_extension(*relative) || relative->ends_with("/index.html"))) {
    relative = "index.html";  // a place inside the app, which its own router knows
    asset = held_->load(*relative);
  }
  if (!asset) return std::nullopt;
  Response out = answer(request, *relative, *asset);
  out.headers.insert(out.headers.end(), security_headers_.begin(), security_headers_.end());
  return out;
}

}  // namespace gewu::http
