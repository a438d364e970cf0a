// SPDX-License-Identifier: Apache-2.0
// A backup is one tar: manifest.json, the database as of one moment, every photo and voice note,
// the master key only where asked for, and SHA256SUMS over all of it.
#include "db/backup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <system_error>

#include "archive.hpp"
#include "commands.hpp"
#include "db/migrate.hpp"
#include "json/codec.hpp"
#include "modules/privacy/privacy.hpp"
#include "output.hpp"

namespace gewu::app {

namespace fs = std::filesystem;

namespace {

constexpr int kFormat = 1;
constexpr const char* kManifest = "manifest.json";
constexpr const char* kKey = "master.key";

struct Manifest {
  int format = kFormat;
  std::string gewu;    ///< version of the binary that made it
  std::string engine;  ///< sqlite or postgresql
  int schema = 0;      ///< number of the last migration
  Instant created_at;
  std::string database;  ///< name of that part
  bool master_key = false;
};
BOOST_DESCRIBE_STRUCT(Manifest, (),
                      (format, gewu, engine, schema, created_at, database, master_key))

struct BackupOut {
  std::string file;
  std::int64_t bytes = 0;
  std::string engine;
  int schema = 0;
  Instant created_at;
  std::int64_t photo_files = 0, voice_files = 0;
  bool master_key = false;
};
BOOST_DESCRIBE_STRUCT(BackupOut, (),
                      (file, bytes, engine, schema, created_at, photo_files, voice_files,
                       master_key))

struct RestoreOut {
  bool restored = false;  ///< false: only checked
  std::string gewu, engine;
  int schema = 0;
  Instant created_at;
  std::int64_t photo_files = 0, voice_files = 0;
  bool master_key = false;
};
BOOST_DESCRIBE_STRUCT(RestoreOut, (),
                      (restored, gewu, engine, schema, created_at, photo_files, voice_files,
                       master_key))

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail + " (" + result.error().code + ")");
  return std::move(result).value();
}

const char* name_of(db::Engine engine) {
  return engine == db::Engine::sqlite ? "sqlite" : "postgresql";
}
std::string database_part(std::string_view engine) {
  return engine == "sqlite" ? "database.sqlite" : "database.pgdump";
}

/// Folders of files that are named by their content.
constexpr std::array kFolders{"photos", "voices"};

/// The names our photos have; anything else below that folder is not ours or not finished.
bool is_photo(const std::string& name) {
  static const std::regex pattern(
      R"(photos/[1-9][0-9]{0,18}/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}-(full|thumb)\.jpg)");
  return std::regex_match(name, pattern);
}
/// The same for voice notes.
bool is_voice(const std::string& name) {
  static const std::regex pattern(
      R"(voices/[1-9][0-9]{0,18}/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}\.(webm|ogg|m4a))");
  return std::regex_match(name, pattern);
}
bool is_kept_file(const std::string& name) { return is_photo(name) || is_voice(name); }

bool is_part(const std::string& name) {
  return name == kManifest || name == kKey || name == database_part("sqlite") ||
         name == database_part("postgresql") || is_kept_file(name);
}

/// A path that goes when this does, whatever is there then.
class Temporary {
 public:
  explicit Temporary(fs::path path) : path_(std::move(path)) {}
  ~Temporary() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

db::Options options_of(const Common& common) {
  db::Options out;
  out.url = common.url();
  return out;
}

bool go_on() { return !stop_requested(); }

[[noreturn]] void stop() { throw std::runtime_error("stopped; nothing was kept"); }

// ---- backup ------------------------------------------------------------------------------------

/// Also says so where this binary and the database do not fit.
int schema_of(const db::Options& options) {
  const auto database = db::Database::open(options);
  return db::migrate(*database, db::embedded_migrations(), true).version;
}

/// Photos and voice notes as they lie there now: those of the copied database and perhaps some
/// since. They are named by their content and never change.
std::vector<std::string> files_below(const fs::path& data) {
  std::vector<std::string> out;
  for (const char* folder : kFolders) {
    std::error_code none;
    for (fs::recursive_directory_iterator at(data / folder, none), end; at != end;
         at.increment(none)) {
      const std::string name = fs::relative(at->path(), data).generic_string();
      if (is_kept_file(name)) out.push_back(name);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::syncfs(descriptor) == 0;
  const int fault = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) throw std::system_error(fault, std::generic_category(), folder.string());
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

/// Copies the database beside the backup, mode 0600 from its first byte.
void copy_database(const db::Options& options, const fs::path& to) {
  ::umask(077);
  Progress progress("database");
  need(db::backup_to(options, to, [&](std::int64_t done, std::int64_t total) {
    progress.at(done, total);
    return go_on();
  }));
}

struct FileCounts {
  std::int64_t photos = 0, voices = 0;
  void count(const std::string& name) { ++(is_photo(name) ? photos : voices); }
};

FileCounts add_files(ArchiveWriter& archive, const fs::path& data) {
  const auto names = files_below(data);
  Progress progress("photos and voice notes");
  FileCounts added;
  std::int64_t looked = 0;
  for (const auto& name : names) {
    if (!go_on()) stop();
    if (archive.add_file(name, data / name)) added.count(name);  // one swept belonged to nobody
    progress.at(++looked, static_cast<std::int64_t>(names.size()));
  }
  return added;
}

/// Reads what was written: a backup that cannot be read is none.
void verify(const fs::path& file, const ArchiveParts& written) {
  const auto read = need(read_archive(file, is_part, [](const std::string&, std::int64_t) {
    if (!go_on()) stop();
    return std::unique_ptr<PartSink>();
  }));
  if (read.size() != written.size()) throw std::runtime_error("the backup lacks parts");
}

void print_backup(const BackupOut& out) {
  print(out.file + ": " + std::to_string(out.bytes) + " bytes, database (" + out.engine +
        ", schema " + std::to_string(out.schema) + ") as of " + to_rfc3339(out.created_at) + ", " +
        std::to_string(out.photo_files) + " photo files, " + std::to_string(out.voice_files) +
        " voice notes");
  complain(out.master_key
               ? "It holds the master key: whoever has this file can read all personal data. It is "
                 "readable by its owner only; keep it so."
               : "The master key is not in it: keep a copy of it elsewhere, without it personal "
                 "data in this backup cannot be read.");
}

}  // namespace

int backup_command(const Common& common, const fs::path& file, bool with_key) {
  watch_signals();
  if (fs::exists(file)) throw std::runtime_error(file.string() + " is there already");
  const auto options = options_of(common);
  const auto engine = db::engine_of(options.url);
  if (engine == db::Engine::sqlite && !fs::exists(db::sqlite_path(options.url))) {
    throw std::runtime_error("there is no database at " + db::sqlite_path(options.url).string());
  }
  Manifest manifest;
  manifest.gewu = kVersion;
  manifest.engine = name_of(engine);
  manifest.schema = schema_of(options);
  manifest.created_at = SystemClock().now();
  manifest.database = database_part(manifest.engine);
  manifest.master_key = with_key;

  const Temporary copy(file.string() + ".database.part"), draft(file.string() + ".part");
  fs::remove(copy.path());  // of a run that was killed
  fs::remove(draft.path());
  copy_database(options, copy.path());
  BackupOut out{file.string(), 0, manifest.engine, manifest.schema, manifest.created_at, 0, 0,
                with_key};
  {
    ArchiveWriter archive(draft.path());
    archive.add_text(kManifest, json::encode(manifest));
    archive.add_file(manifest.database, copy.path());
    if (with_key && !archive.add_file(kKey, privacy::master_key_path(common.data))) {
      throw std::runtime_error("there is no master key at " +
                               privacy::master_key_path(common.data).string());
    }
    const auto added = add_files(archive, common.data);
    out.photo_files = added.photos;
    out.voice_files = added.voices;
    verify(draft.path(), archive.finish());
  }
  out.bytes = static_cast<std::int64_t>(fs::file_size(draft.path()));
  fs::rename(draft.path(), file);
  sync_folder(folder_of(file));
  common.json ? print(json::encode(out)) : print_backup(out);
  return kDone;
}

// ---- restore -----------------------------------------------------------------------------------

namespace {

class FileSink final : public PartSink {
 public:
  explicit FileSink(const fs::path& path) : path_(path), descriptor_(create(path)) {
    if (descriptor_ < 0) fail();
  }
  ~FileSink() override {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  void take(std::string_view bytes) override {
    while (!bytes.empty()) {
      const auto written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail();
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void end() override {
    if (::close(std::exchange(descriptor_, -1)) != 0) fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw std::system_error(errno, std::generic_category(), "writing " + path_.string());
  }
  static int create(const fs::path& path) {
    fs::create_directories(path.parent_path());
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  }
  fs::path path_;
  int descriptor_;
};

class ManifestSink final : public PartSink {
 public:
  explicit ManifestSink(std::string& to) : to_(to) {}
  void take(std::string_view bytes) override {
    if (to_.size() < 64 * 1024) to_ += bytes;
  }
  void end() override {}

 private:
  std::string& to_;
};

/// The format is looked at before anything else: a later one may have other members.
Result<Manifest> read_manifest(const std::string& text) {
  boost::system::error_code fault;
  const auto value = boost::json::parse(text, fault);
  const auto* object = fault ? nullptr : value.if_object();
  const auto* format = object == nullptr ? nullptr : object->if_contains("format");
  if (format == nullptr || !format->is_int64()) {
    return conflict("archive_damaged", "The manifest is not one of gewu's.");
  }
  if (format->as_int64() != kFormat) {
    return conflict("backup_format_unknown",
                    "The backup is of format " + std::to_string(format->as_int64()) +
                        ", this gewu reads " + std::to_string(kFormat) + ": use a newer gewu.");
  }
  return json::decode<Manifest>(text);
}

Done fits(const Manifest& manifest) {
  const int known = db::embedded_migrations().back().number;
  if (manifest.schema > known) {
    return conflict("backup_schema_newer",
                    "The backup is of schema " + std::to_string(manifest.schema) + " (gewu " +
                        manifest.gewu + "), this gewu knows up to " + std::to_string(known) +
                        ": use that or a newer one.");
  }
  if (manifest.database != database_part(manifest.engine)) {
    return conflict("archive_damaged", "The manifest names no database.");
  }
  return done();
}

struct Checked {
  Manifest manifest;
  ArchiveParts parts;
  FileCounts files;
};

/// Reads the whole file once: every checksum, the manifest, and that the parts it names are there.
Result<Checked> check(const fs::path& file) {
  std::string text;
  std::optional<Error> unfit;
  std::optional<Manifest> manifest;
  const auto wanted = [&](const std::string& name) {
    if (name == kManifest) return true;
    if (!manifest && !unfit) {  // the first part after it
      auto read = read_manifest(text);
      if (read) manifest = *read;
      if (!read) unfit = read.error();
      if (const auto verdict = manifest ? fits(*manifest) : done(); !verdict) {
        unfit = verdict.error();
      }
    }
    return !unfit && is_part(name);
  };
  Progress progress("checking");
  std::int64_t bytes = 0;
  auto parts = read_archive(file, wanted, [&](const std::string& name, std::int64_t size) {
    if (!go_on()) stop();
    progress.at((bytes += size) >> 20);
    return name == kManifest ? std::make_unique<ManifestSink>(text) : nullptr;
  });
  if (unfit) return *unfit;
  if (!parts) return parts.error();
  if (!manifest || !parts->contains(manifest->database) ||
      parts->contains(kKey) != manifest->master_key) {
    return conflict("archive_damaged", "Parts that the manifest names are not there.");
  }
  Checked out{*manifest, std::move(*parts), 0};
  for (const auto& [name, part] : out.parts) {
    if (is_kept_file(name)) out.files.count(name);
  }
  return out;
}

/// Nothing but a master key that somebody has put there already.
void must_be_new(const fs::path& data) {
  std::error_code missing;
  for (fs::directory_iterator at(data, missing), end; at != end; at.increment(missing)) {
    if (at->path().filename() == kKey) continue;
    throw std::runtime_error(data.string() + " is not empty (" + at->path().filename().string() +
                             "): restore into a new directory");
  }
}

void extract(const fs::path& file, const ArchiveParts& expected, const fs::path& to) {
  Progress progress("restoring files");
  std::int64_t n = 0;
  const auto parts = need(read_archive(
      file, [&](const std::string& name) { return expected.contains(name); },
      [&](const std::string& name, std::int64_t) {
        if (!go_on()) stop();
        progress.at(++n, static_cast<std::int64_t>(expected.size()));
        return std::make_unique<FileSink>(to / name);
      }));
  for (const auto& [name, part] : parts) {
    if (part.sha256 == expected.at(name).sha256) continue;
    throw std::runtime_error("the backup was changed while it was restored");
  }
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The key goes to its place unless the same one is there; another one is never replaced.
void place_key(const fs::path& from, const fs::path& to) {
  if (fs::exists(to)) {
    if (contents(from) == contents(to)) return;
    throw std::runtime_error(to.string() +
                             " is another master key than the backup's: move it away");
  }
  fs::create_directories(folder_of(to));
  fs::copy_file(from, to);
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
}

void move_file(const fs::path& from, const fs::path& to) {
  std::error_code fault;
  fs::rename(from, to, fault);
  if (fault == std::errc::cross_device_link) {
    fs::copy_file(from, to);
  } else if (fault) {
    throw std::system_error(fault, to.string());
  }
}

/// Everything into place; the database last, since with it the restored system is there.
void place(const Common& common, const Manifest& manifest, const fs::path& from) {
  if (manifest.master_key) place_key(from / kKey, privacy::master_key_path(common.data));
  std::vector<fs::path> placed;
  for (const char* folder : kFolders) {
    if (!fs::exists(from / folder)) continue;
    fs::rename(from / folder, common.data / folder);
    placed.push_back(common.data / folder);
  }
  try {
    if (db::engine_of(common.url()) == db::Engine::sqlite) {
      const auto path = db::sqlite_path(common.url());
      // Elsewhere than the data directory it may be another disk: beside it, then renamed.
      const Temporary beside(path.string() + ".part");
      fs::create_directories(folder_of(path));
      move_file(from / manifest.database, beside.path());
      need(db::restore_from(options_of(common), beside.path(),
                            [](std::int64_t, std::int64_t) { return go_on(); }));
    } else {
      need(db::restore_from(options_of(common), from / manifest.database,
                            [](std::int64_t, std::int64_t) { return go_on(); }));
    }
  } catch (...) {
    std::error_code ignored;
    for (const auto& folder : placed) fs::remove_all(folder, ignored);
    throw;
  }
  sync_folder(common.data);
}

void print_restore(const Common& common, const RestoreOut& out) {
  print(std::string(out.restored ? "restored" : "sound") + ": " + out.engine + ", schema " +
        std::to_string(out.schema) + ", as of " + to_rfc3339(out.created_at) + " by gewu " +
        out.gewu + ", " + std::to_string(out.photo_files) + " photo files, " +
        std::to_string(out.voice_files) + " voice notes");
  const fs::path key = privacy::master_key_path(common.data);
  if (!out.master_key && !(out.restored && fs::exists(key))) {
    complain("The backup holds no master key. Bring the old system's master.key to " +
             key.string() + " (chmod 600) before serving; without it personal data stays sealed.");
  }
  if (!out.restored) return;
  const std::string where =
      " --data " + common.data.string() + (common.database.empty() ? "" : " --database …");
  if (out.schema < db::embedded_migrations().back().number) {
    complain("The schema is older than this gewu: run  gewu migrate" + where);
  }
  complain("Now prove it:  gewu doctor" + where);
}

}  // namespace

int restore_command(const Common& common, const fs::path& file, bool check_only) {
  watch_signals();
  const auto options = options_of(common);
  if (!check_only) {
    must_be_new(common.data);
    need(db::must_be_empty(options));
  }
  const auto checked = need(check(file));
  const auto& m = checked.manifest;
  RestoreOut out{
      !check_only,          m.gewu,      m.engine, m.schema, m.created_at, checked.files.photos,
      checked.files.voices, m.master_key};
  if (!check_only) {
    if (m.engine != name_of(db::engine_of(options.url))) {
      throw std::runtime_error("the backup is of " + m.engine +
                               ": name an empty database of that kind by --database");
    }
    ::umask(077);
    fs::create_directories(common.data);
    const Temporary scratch(common.data / (".restore-" + std::to_string(::getpid())));
    extract(file, checked.parts, scratch.path());
    place(common, m, scratch.path());
    if (const int schema = schema_of(options); schema != m.schema) {
      throw std::runtime_error("the restored database is of schema " + std::to_string(schema) +
                               ", the manifest says " + std::to_string(m.schema));
    }
  }
  common.json ? print(json::encode(out)) : print_restore(common, out);
  return kDone;
}

}  // namespace gewu::app
