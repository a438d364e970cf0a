// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "json/reader.hpp"
#include "modules/planner/planner.hpp"

namespace gewu::planner {

namespace {

constexpr std::size_t kBytesMost = 200UL * 1024 * 1024;
constexpr std::size_t kUnitsMost = 200'000;
constexpr double kLoadMost = 1e12;
constexpr std::int64_t kFractionScale = 1'000'000;
constexpr json::Limits kLimits{.bytes = kBytesMost, .depth = 32, .array_items = 5'000'000};

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// Python writes NaN and Infinity as bare words, which are no JSON; attributes we do not read often
/// are. They become null.
std::string without_bare_numbers(const std::string& text) {
  std::string clean;
  clean.reserve(text.size());
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted && text[i] == '\\') {
      clean += text[i];
      if (++i < text.size()) clean += text[i];
      continue;
    }
    std::size_t word = 0;
    if (!quoted)
      for (const std::string_view bare : {"-Infinity", "Infinity", "NaN"})
        if (text.compare(i, bare.size(), bare) == 0) word = std::max(word, bare.size());
    if (word == 0) {
      clean += text[i];
    } else {
      clean += "null";
      i += word - 1;
    }
  }
  return clean;
}

std::optional<std::string> name_of(const value& id) {
  if (id.is_string()) return std::string(id.get_string());
  if (id.is_int64()) return std::to_string(id.get_int64());
  if (id.is_uint64()) return std::to_string(id.get_uint64());
  return std::nullopt;
}

std::optional<double> number_of(const value& v) {
  if (v.is_int64()) return static_cast<double>(v.get_int64());
  if (v.is_uint64()) return static_cast<double>(v.get_uint64());
  if (v.is_double()) return v.get_double();
  return std::nullopt;
}

std::string at(const char* list, std::size_t i) {
  return "/" + std::string(list) + "/" + std::to_string(i);
}

class GraphFile {
 public:
  GraphFile(const object& root, const std::string& population)
      : root_(root), population_(population) {}

  Result<NamedGraph> read() {
    if (const value* directed = root_.if_contains("directed");
        directed != nullptr && directed->is_bool() && directed->get_bool())
      return invalid("graph_directed",
                     "The graph is directed; being neighbours goes both ways. Write it with "
                     "directed: false.",
                     "/directed");
    GEWU_CHECK(read_nodes());
    GEWU_CHECK(read_links());
    NamedGraph result;
    result.names = std::move(names_);
    const bool whole = std::all_of(loads_.begin(), loads_.end(),
                                   [](double load) { return std::trunc(load) == load; });
    result.load_scale = whole ? 1 : kFractionScale;
    std::vector<std::int64_t> loads;
    for (const double load : loads_)
      loads.push_back(std::llround(load * static_cast<double>(result.load_scale)));
    result.graph = Graph(std::move(loads), std::move(links_));
    return result;
  }

 private:
  const array* list(const char* name) const {
    const value* found = root_.if_contains(name);
    return found == nullptr ? nullptr : found->if_array();
  }

  Done read_nodes() {
    const array* nodes = list("nodes");
    if (nodes == nullptr || nodes->empty())
      return invalid("graph_without_nodes", "The file has no nodes[]; nothing is there to divide.",
                     "/nodes");
    if (nodes->size() > kUnitsMost)
      return Error{Failure::too_large, "graph_too_large",
                   "The graph has " + std::to_string(nodes->size()) + " nodes; at most " +
                       std::to_string(kUnitsMost) + " are taken. Divide it area by area.",
                   "/nodes"};
    double total = 0;
    for (std::size_t i = 0; i < nodes->size(); ++i) {
      GEWU_CHECK(read_node((*nodes)[i], at("nodes", i)));
      total += loads_.back();
    }
    if (total > kLoadMost)
      return invalid("population_too_large", "The populations add up to more than 10^12.",
                     "/nodes");
    return done();
  }

  Done read_node(const value& node, const std::string& where) {
    const object* attributes = node.if_object();
    const value* id = attributes == nullptr ? nullptr : attributes->if_contains("id");
    auto name = id == nullptr ? std::nullopt : name_of(*id);
    if (!name)
      return invalid("node_without_id",
                     "A node has no id, or one that is neither text nor a whole number.",
                     where + "/id");
    if (!units_.emplace(*name, static_cast<Unit>(names_.size())).second)
      return invalid("node_repeated", "Two nodes have the id \"" + *name + "\".", where + "/id");
    const value* population = attributes->if_contains(population_);
    if (population == nullptr)
      return invalid("population_missing",
                     "Node \"" + *name + "\" has no attribute \"" + population_ +
                         "\"; name the attribute that counts with --population.",
                     where);
    const auto load = number_of(*population);
    if (!load || !std::isfinite(*load) || *load < 0 || *load > kLoadMost)
      return invalid("population_invalid",
                     "The attribute \"" + population_ + "\" of node \"" + *name +
                         "\" is no number from 0 to 10^12; mend the file.",
                     where + "/" + population_);
    names_.push_back(std::move(*name));
    loads_.push_back(*load);
    return done();
  }

  Done read_links() {
    if (const array* adjacency = list("adjacency")) {
      if (adjacency->size() != names_.size())
        return invalid("adjacency_not_parallel",
                       "adjacency[] has " + std::to_string(adjacency->size()) + " lists for " +
                           std::to_string(names_.size()) + " nodes.",
                       "/adjacency");
      for (std::size_t i = 0; i < adjacency->size(); ++i)
        GEWU_CHECK(read_row((*adjacency)[i], static_cast<Unit>(i), at("adjacency", i)));
    } else {
      const char* name = list("links") != nullptr ? "links" : "edges";
      const array* links = list(name);
      if (links == nullptr)
        return invalid("graph_without_links",
                       "The file has neither adjacency[] nor links[]: nobody is a neighbour.",
                       "/adjacency");
      for (std::size_t i = 0; i < links->size(); ++i) {
        const object* link = (*links)[i].if_object();
        GEWU_TRY(const Unit a, end_of(link, "source", at(name, i)));
        GEWU_TRY(const Unit b, end_of(link, "target", at(name, i)));
        add(a, b);
      }
    }
    const auto key = [](const Link& l) { return std::pair(l.a, l.b); };
    std::sort(links_.begin(), links_.end(),
              [&](const Link& x, const Link& y) { return key(x) < key(y); });
    links_.erase(std::unique(links_.begin(), links_.end(),
                             [&](const Link& x, const Link& y) { return key(x) == key(y); }),
                 links_.end());
    return done();
  }

  Done read_row(const value& row, Unit from, const std::string& where) {
    const array* items = row.if_array();
    if (items == nullptr) return invalid("link_invalid", "A list of neighbours is no list.", where);
    for (std::size_t i = 0; i < items->size(); ++i) {
      GEWU_TRY(const Unit to,
               end_of((*items)[i].if_object(), "id", where + "/" + std::to_string(i)));
      add(from, to);
    }
    return done();
  }

  Result<Unit> end_of(const object* link, const char* key, const std::string& where) const {
    const value* id = link == nullptr ? nullptr : link->if_contains(key);
    const auto name = id == nullptr ? std::nullopt : name_of(*id);
    if (!name) return invalid("link_invalid", "A link names no neighbour.", where + "/" + key);
    const auto unit = units_.find(*name);
    if (unit == units_.end())
      return invalid("link_unknown", "A link leads to \"" + *name + "\", which is no node.",
                     where + "/" + key);
    return unit->second;
  }

  void add(Unit a, Unit b) { links_.push_back({std::min(a, b), std::max(a, b), 1}); }

  const object& root_;
  const std::string& population_;
  std::unordered_map<std::string, Unit> units_;
  std::vector<std::string> names_;
  std::vector<double> loads_;
  std::vector<Link> links_;
};

value load_value(std::int64_t load, std::int64_t scale) {
  if (scale == 1) return load;
  return static_cast<double>(load) / static_cast<double>(scale);
}

}  // namespace

Result<NamedGraph> parse_graph(std::string text, const std::string& population) {
  if (text.find("NaN") != std::string::npos || text.find("Infinity") != std::string::npos)
    text = without_bare_numbers(text);
  GEWU_TRY(const auto document, json::Document::parse(text, kLimits));
  const object* root = document.root().raw().if_object();
  if (root == nullptr)
    return invalid("graph_without_nodes",
                   "The file is no graph: the outermost value is no object.");
  return GraphFile(*root, population).read();
}

Result<NamedGraph> read_graph(const std::string& path, const std::string& population) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (error || !in)
    return invalid("file_unreadable", "The file cannot be read; check its name and rights.");
  if (bytes > kBytesMost)
    return Error{Failure::too_large,
                 "file_too_large",
                 "The file has more than 200 MiB; leave out attributes that are not needed.",
                 {}};
  std::string text{std::istreambuf_iterator<char>(in), {}};
  return parse_graph(std::move(text), population);
}

Task even_task(const NamedGraph& graph, Part parts, double deviation) {
  Task task;
  task.graph = graph.graph;
  task.parts = parts;
  const double ideal =
      static_cast<double>(graph.graph.total_load()) / static_cast<double>(std::max(parts, 1));
  // Fractions were rounded: what that may add up to is kept off the limits.
  const std::int64_t rounding = graph.load_scale == 1 ? 0 : graph.graph.size();
  task.least = static_cast<std::int64_t>(std::ceil(ideal * (1 - deviation))) + rounding;
  task.most = static_cast<std::int64_t>(std::floor(ideal * (1 + deviation))) - rounding;
  return task;
}

std::string plan_as_json(const NamedGraph& graph, const Task& task, const Outcome& outcome,
                         std::uint64_t seed) {
  object assignment;
  for (std::size_t u = 0; u < graph.names.size(); ++u)
    assignment[graph.names[u]] = outcome.assignment[u];
  array loads;
  for (const std::int64_t load : outcome.verdict.loads)
    loads.push_back(load_value(load, graph.load_scale));
  static constexpr std::array<const char*, 3> kEnded{"settled", "spent", "stopped"};
  object result;
  result["cut_edges"] = outcome.verdict.cut;
  result["assignment"] = std::move(assignment);
  result["populations"] = std::move(loads);
  result["least"] = load_value(task.least, graph.load_scale);
  result["most"] = load_value(task.most, graph.load_scale);
  result["within"] = outcome.verdict.within();
  result["ended"] = kEnded[static_cast<std::size_t>(outcome.ended)];
  result["steps"] = outcome.standing.steps;
  result["seed"] = seed;
  return boost::json::serialize(result);
}

}  // namespace gewu::planner
