// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "modules/planner/planner.hpp"

namespace gewu::planner {

namespace {

std::string code_of(const std::string& text) {
  const auto graph = parse_graph(text, "TOTPOP");
  return graph ? "" : graph.error().code;
}

const std::string kNodes =
    R"("nodes":[{"id":0,"TOTPOP":3},{"id":"b","TOTPOP":4.0},{"id":2,"TOTPOP":5}])";

}  // namespace

TEST_CASE("adjacency and links give the same graph, each pair once and no loops") {
  const auto rows = parse_graph(
      "{" + kNodes + R"(,"adjacency":[[{"id":"b"},{"id":0}],[{"id":0},{"id":2}],[{"id":"b"}]]})",
      "TOTPOP");
  const auto links =
      parse_graph("{" + kNodes +
                      R"(,"links":[{"source":0,"target":"b"},{"source":2,"target":"b"},)"
                      R"({"source":"b","target":2}]})",
                  "TOTPOP");
  REQUIRE(rows.ok());
  REQUIRE(links.ok());
  for (const auto* graph : {&*rows, &*links}) {
    CHECK(graph->graph.links() == 2);
    CHECK(graph->graph.total_load() == 12);
    CHECK(graph->names == std::vector<std::string>{"0", "b", "2"});
  }
}

TEST_CASE("Python's NaN in an attribute nobody asked for is no matter, in a text it is text") {
  const auto graph = parse_graph(
      R"({"nodes":[{"id":"NaN \" NaN","x":NaN,"y":-Infinity,"TOTPOP":1}],"adjacency":[[]]})",
      "TOTPOP");
  REQUIRE(graph.ok());
  CHECK(graph->names.front() == "NaN \" NaN");
  CHECK(code_of(R"({"nodes":[{"id":1,"TOTPOP":NaN}],"adjacency":[[]]})") == "population_invalid");
}

TEST_CASE("fractions of people are kept, and limits allow for their rounding") {
  const auto graph = parse_graph(
      R"({"nodes":[{"id":1,"TOTPOP":0.5},{"id":2,"TOTPOP":0.25}],"adjacency":[[{"id":2}],[]]})",
      "TOTPOP");
  REQUIRE(graph.ok());
  CHECK(graph->graph.total_load() == 750'000);
  const Task task = even_task(*graph, 1, 0.1);
  CHECK(task.least == 675'002);
}

TEST_CASE("the limits of Idaho's two districts are those of the published table") {
  NamedGraph idaho;
  idaho.graph = Graph({1'567'582}, {});
  const Task task = even_task(idaho, 2, 0.005);
  CHECK(task.least == 779'873);
  CHECK(task.most == 787'709);
}

TEST_CASE("each fault of a file is refused by its name") {
  CHECK(code_of("[]") == "graph_without_nodes");
  CHECK(code_of("{\"nodes\":[]}") == "graph_without_nodes");
  CHECK(code_of("{" + kNodes + "}") == "graph_without_links");
  CHECK(code_of("{" + kNodes + R"(,"directed":true,"adjacency":[[],[],[]]})") == "graph_directed");
  CHECK(code_of("{" + kNodes + R"(,"adjacency":[[]]})") == "adjacency_not_parallel");
  CHECK(code_of("{" + kNodes + R"(,"adjacency":[[{"id":9}],[],[]]})") == "link_unknown");
  CHECK(code_of("{" + kNodes + R"(,"adjacency":[[{"ids":9}],[],[]]})") == "link_invalid");
  CHECK(code_of("{" + kNodes + R"(,"adjacency":[1,[],[]]})") == "link_invalid");
  CHECK(code_of(R"({"nodes":[{"TOTPOP":1}]})") == "node_without_id");
  CHECK(code_of(R"({"nodes":[{"id":[1],"TOTPOP":1}]})") == "node_without_id");
  CHECK(code_of(R"({"nodes":[7]})") == "node_without_id");
  CHECK(code_of(R"({"nodes":[{"id":1,"TOTPOP":1},{"id":"1","TOTPOP":1}]})") == "node_repeated");
  CHECK(code_of(R"({"nodes":[{"id":1}]})") == "population_missing");
  CHECK(code_of(R"({"nodes":[{"id":1,"TOTPOP":-1}]})") == "population_invalid");
  CHECK(code_of(R"({"nodes":[{"id":1,"TOTPOP":"many"}]})") == "population_invalid");
  CHECK(code_of(R"({"nodes":[{"id":1,"TOTPOP":1e11}, {"id":2,"TOTPOP":1e12}]})") ==
        "population_too_large");
  CHECK_FALSE(code_of("{\"nodes\":").empty());
}

TEST_CASE("the result names the units as the file does") {
  const auto graph =
      parse_graph("{" + kNodes + R"(,"adjacency":[[{"id":"b"}],[{"id":2}],[]]})", "TOTPOP");
  REQUIRE(graph.ok());
  const Task task = even_task(*graph, 2, 0.2);
  const auto outcome = divide_all(task, {});
  REQUIRE(outcome.ok());
  const std::string json = plan_as_json(*graph, task, *outcome, 1);
  CHECK(json.find("\"cut_edges\":1") != std::string::npos);
  CHECK(json.find("\"b\":") != std::string::npos);
  CHECK(json.find("\"within\":true") != std::string::npos);
}

}  // namespace gewu::planner
