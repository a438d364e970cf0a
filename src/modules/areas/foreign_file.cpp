// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/foreign_file.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "base/text.hpp"

namespace gewu::areas {
namespace fs = std::filesystem;
namespace {

Error unreadable(const std::string& path, const std::string& why) {
  return invalid("file_unreadable",
                 "Cannot read " + fs::path(path).filename().string() + ": " + why);
}

/// A private folder that goes when this does.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "gewu-import-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  fs::path at(const std::string& name) const { return path_ / name; }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// The same file with another ending, in small or capital letters.
std::optional<fs::path> sibling(const fs::path& path, const std::string& ending) {
  std::string capital = ending;
  for (char& c : capital) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (const std::string& e : {ending, capital}) {
    fs::path candidate = path;
    candidate.replace_extension(e);
    std::error_code ignored;
    if (fs::is_regular_file(candidate, ignored)) return candidate;
  }
  return std::nullopt;
}

/// Chinese offices keep attribute tables in GBK and rarely say so; valid UTF-8 is hardly chance.
bool table_is_utf8(const fs::path& dbf) {
  auto text = read_file(dbf.string(), kForeignFileBytesMost);
  if (!text.ok() || text->size() < 34) return true;
  const std::size_t header = static_cast<unsigned char>((*text)[8]) |
                             static_cast<std::size_t>(static_cast<unsigned char>((*text)[9])) << 8;
  return header < text->size() &&
         count_code_points(std::string_view(*text).substr(header)).has_value();
}

Result<std::string> copy_in(const fs::path& from, FileFormat format, const Scratch& scratch,
                            std::vector<std::string>& options) {
  std::error_code failed;
  const auto copy = [&](const fs::path& source, const std::string& name) {
    fs::copy_file(source, scratch.at(name), failed);
    return !failed;
  };
  if (format == FileFormat::geojson || format == FileFormat::geopackage) {
    const std::string name = format == FileFormat::geojson ? "in.json" : "in.gpkg";
    if (!copy(from, name)) return unreadable(from.string(), failed.message());
    return name;
  }
  if (!copy(from, "in.shp")) return unreadable(from.string(), failed.message());
  const auto dbf = sibling(from, ".dbf");
  if (!dbf) return unreadable(from.string(), "its table (.dbf) is not beside it");
  for (const std::string ending : {".dbf", ".shx", ".prj", ".cpg"}) {
    const auto beside = sibling(from, ending);
    if (!beside) continue;
    if (fs::file_size(*beside, failed) > kForeignFileBytesMost || failed) {
      return invalid("file_too_large", "The shapefile's " + ending + " is over 200 MB.");
    }
    if (!copy(*beside, "in" + ending)) return unreadable(beside->string(), failed.message());
  }
  options.insert(options.end(), {"--config", "SHAPE_RESTORE_SHX", "YES"});
  if (!sibling(from, ".cpg") && !table_is_utf8(*dbf)) {
    options.insert(options.end(), {"-oo", "ENCODING=CP936"});
  }
  return std::string("in.shp");
}

const char* driver_of(FileFormat format) {
  switch (format) {
    case FileFormat::geojson:
      return "GeoJSON";
    case FileFormat::shapefile:
      return "ESRI Shapefile";
    case FileFormat::geopackage:
      return "GPKG";
  }
  return "";
}

std::optional<std::string> find_converter() {
  for (const char* folder : {"/usr/bin", "/usr/local/bin", "/bin"}) {
    const std::string path = std::string(folder) + "/ogr2ogr";
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

void limit(int what, std::size_t most) {
  const rlimit both{most, most};
  ::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

/// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* arguments, char* const* environment, const char* folder,
                         const char* output, const ConvertLimits& limits) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  // No network, where the kernel lets us: first as we are, then as a user of our own.
  if (::unshare(CLONE_NEWNET) != 0) (void)::unshare(CLONE_NEWUSER | CLONE_NEWNET);
  limit(RLIMIT_CPU, static_cast<std::size_t>(limits.cpu.count()));
  limit(RLIMIT_AS, limits.memory_bytes);
  limit(RLIMIT_FSIZE, limits.output_bytes);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 64);
  if (::chdir(folder) != 0) ::_exit(126);
  const int nothing = ::open("/dev/null", O_RDWR);
  const int words = ::open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(nothing, 0);
  ::dup2(words < 0 ? nothing : words, 1);
  ::dup2(words < 0 ? nothing : words, 2);
  ::close_range(3, ~0U, 0);
  ::execve(arguments[0], arguments, environment);
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

/// Waits until it ends or its time is up; the exit status, or nothing when it had to be ended.
std::optional<int> wait_for(pid_t child, std::chrono::seconds wall) {
  const auto end = std::chrono::steady_clock::now() + wall;
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (ended < 0 && errno != EINTR) return 127;
    if (std::chrono::steady_clock::now() > end) {
      ::kill(-child, SIGKILL);
      ::waitpid(child, &status, 0);
      return std::nullopt;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

/// Its first words of complaint, made safe to show.
std::string complaint(const fs::path& words) {
  std::ifstream file(words, std::ios::binary);
  std::string line, out;
  while (out.size() < 300 && std::getline(file, line)) {
    if (line.empty()) continue;
    auto clean = clean_text(line, 0, 300, false);
    out += (out.empty() ? "" : " ") + (clean.ok() ? *clean : std::string("(unreadable)"));
  }
  return out;
}

/// Runs to its end; its exit status, or nothing when its time was up. What it says goes to "words".
std::optional<int> run(std::vector<std::string> words, const std::string& skipped_drivers,
                       const Scratch& scratch, const ConvertLimits& limits) {
  std::vector<std::string> environment = {"PATH=/usr/bin:/bin",
                                          "LANG=C.UTF-8",
                                          "GDAL_SKIP=" + skipped_drivers,
                                          "GDAL_DRIVER_PATH=disable",
                                          "GDAL_PAM_ENABLED=NO",
                                          "PROJ_NETWORK=OFF",
                                          "OGR_SQLITE_LOAD_EXTENSIONS=NO",
                                          "CPL_TMPDIR=" + scratch.path().string()};
  const auto arguments = pointers(words), variables = pointers(environment);
  const std::string folder = scratch.path().string(), output = scratch.at("words").string();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot start ogr2ogr");
  if (child == 0)
    become(arguments.data(), variables.data(), folder.c_str(), output.c_str(), limits);
  return wait_for(child, limits.wall);
}

/// Every driver but the wanted one and that of the answer, as GDAL_SKIP takes them: the file may
/// claim to be what it likes, nothing else will open it.
std::string other_drivers(const std::string& converter, std::string_view wanted,
                          const Scratch& scratch, const ConvertLimits& limits) {
  if (run({converter, "--formats"}, "", scratch, limits) != 0) return "";
  std::ifstream list(scratch.at("words"));
  std::string line, out;
  while (std::getline(list, line)) {  // "  GPKG -raster,vector- (rw+vs): GeoPackage"
    const auto dash = line.find(" -");
    if (!line.starts_with("  ") || dash == line.npos) continue;
    const std::string name = line.substr(2, dash - 2);
    if (name != wanted && name != "GeoJSON") out += (out.empty() ? "" : ",") + name;
  }
  return out;
}

}  // namespace

Result<FileFormat> format_of(const std::string& path) {
  if (path.starts_with("/vsi")) return unreadable(path, "it must be a plain file on this machine");
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return unreadable(path, "it is no plain file");
  if (fs::file_size(path, failed) > kForeignFileBytesMost || failed) {
    return invalid("file_too_large", "The file is over 200 MB: give it in parts.");
  }
  std::array<char, 128> first{};
  std::ifstream file(path, std::ios::binary);
  file.read(first.data(), first.size());
  const std::string_view head(first.data(), static_cast<std::size_t>(file.gcount()));
  if (head.starts_with(std::string_view("\x00\x00\x27\x0a", 4))) return FileFormat::shapefile;
  if (head.starts_with(std::string_view("SQLite format 3\0", 16)) && head.size() >= 72 &&
      (head.substr(68, 4) == "GPKG" || head.substr(68, 3) == "GP1")) {
    return FileFormat::geopackage;
  }
  const auto text = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (text != head.npos && head[text] == '{') return FileFormat::geojson;
  std::string hint = "Give GeoJSON, a Shapefile (.shp) or a GeoPackage.";
  if (head.starts_with("PK")) hint = "This is a zip archive: unpack it and give the .shp or .gpkg.";
  return invalid("format_unknown", "The file is of no kind that is read here. " + hint);
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_most) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path, std::strerror(errno));
  std::string out;
  std::array<char, 65536> block{};
  while (file.read(block.data(), block.size()) || file.gcount() > 0) {
    out.append(block.data(), static_cast<std::size_t>(file.gcount()));
    if (out.size() > bytes_most) {
      return invalid("file_too_large", "The file is over " + std::to_string(bytes_most >> 20) +
                                           " MB: give it in parts.");
    }
  }
  return out;
}

Result<std::string> convert_to_geojson(const std::string& path, FileFormat format,
                                       const std::string& layer, const ConvertLimits& limits) {
  const auto converter = find_converter();
  if (!converter) {
    return Error{Failure::unavailable, "converter_missing",
                 "Shapefile and GeoPackage need ogr2ogr: apt-get install gdal-bin."};
  }
  if (layer.starts_with('-')) return invalid("conversion_failed", "No layer begins with a hyphen.");
  const Scratch scratch;
  std::vector<std::string> words = {*converter,
                                    "-f",
                                    "GeoJSON",
                                    "-lco",
                                    "RFC7946=YES",
                                    "-lco",
                                    "COORDINATE_PRECISION=9",
                                    "-lco",
                                    "WRITE_NAME=NO",
                                    "-dim",
                                    "XY"};
  GEWU_TRY(const std::string input, copy_in(path, format, scratch, words));
  words.insert(words.end(), {"out.json", input});
  if (!layer.empty()) words.push_back(layer);
  const std::string skipped = other_drivers(*converter, driver_of(format), scratch, limits);
  if (skipped.empty()) return invalid("conversion_failed", "ogr2ogr does not start.");
  const auto status = run(words, skipped, scratch, limits);
  if (!status) return invalid("conversion_failed", "ogr2ogr took too long and was ended.");
  if (*status != 0 || !fs::exists(scratch.at("out.json"))) {
    return invalid("conversion_failed",
                   "ogr2ogr could not read the file: " + complaint(scratch.at("words")));
  }
  return read_file(scratch.at("out.json").string(), limits.output_bytes);
}

}  // namespace gewu::areas
