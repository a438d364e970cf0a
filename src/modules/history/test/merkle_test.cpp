// SPDX-License-Identifier: Apache-2.0
#include "modules/history/merkle.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gewu::history {
namespace {

// The leaves and roots that Certificate Transparency implementations test RFC 6962 with.
const std::vector<std::string> known_leaves = {"",
                                               "00",
                                               "10",
                                               "2021",
                                               "3031",
                                               "40414243",
                                               "5051525354555657",
                                               "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> known_roots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Digest leaf_of_hex(const std::string& hex) { return leaf_hash(as_bytes(from_hex(hex).value())); }

std::vector<Digest> some_leaves(std::size_t count) {
  std::vector<Digest> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(leaf_hash(sha256("leaf " + std::to_string(i))));
  }
  return out;
}

TEST_CASE("roots are those of RFC 6962 for its known leaves") {
  std::vector<Digest> leaves;
  CHECK(to_hex(merkle_root(leaves)) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < known_leaves.size(); ++i) {
    leaves.push_back(leaf_of_hex(known_leaves[i]));
    CHECK(to_hex(merkle_root(leaves)) == known_roots[i]);
  }
}

TEST_CASE("every leaf of trees of 1 to 70 leaves has a path of the right shape to the root") {
  for (std::size_t count = 1; count <= 70; ++count) {
    const auto leaves = some_leaves(count);
    const Digest root = merkle_root(leaves);
    for (std::size_t index = 0; index < count; ++index) {
      const auto path = merkle_path(leaves, index);
      const auto shape = path_shape(count, index);
      REQUIRE(path.size() == shape.size());
      for (std::size_t i = 0; i < path.size(); ++i) REQUIRE(path[i].side == shape[i]);
      REQUIRE(root_of_path(leaves[index], path) == root);
    }
  }
}

TEST_CASE("a path does not lead an altered leaf, or one of another place, to the root") {
  for (std::size_t count = 1; count <= 70; ++count) {
    const auto leaves = some_leaves(count);
    const Digest root = merkle_root(leaves);
    for (std::size_t index = 0; index < count; ++index) {
      const auto path = merkle_path(leaves, index);
      Digest altered = leaves[index];
      altered[index % 32] ^= std::byte{1};
      REQUIRE(root_of_path(altered, path) != root);
      const std::size_t other = (index + 1) % count;
      if (other != index) REQUIRE(root_of_path(leaves[other], path) != root);
    }
  }
}

TEST_CASE("a leaf and a node of the same bytes have different hashes") {
  const Digest a = sha256("a"), b = sha256("b");
  const std::string both = std::string(as_text(a)) + std::string(as_text(b));
  CHECK(leaf_hash(as_bytes(both)) != node_hash(a, b));
}

TEST_CASE("the link covers day, count, root and the link before") {
  const Day day = day_from_number(20'000);
  const Digest root = sha256("root"), before = sha256("before");
  const Digest link = link_of(day, 5, root, before);
  CHECK(link == sha256("gewu-root-1\n2024-10-04\n5\n" + to_hex(root) + "\n" + to_hex(before)));
  CHECK(link != link_of(day + std::chrono::days(1), 5, root, before));
  CHECK(link != link_of(day, 6, root, before));
  CHECK(link != link_of(day, 5, before, before));
  CHECK(link != link_of(day, 5, root, root));
}

}  // namespace
}  // namespace gewu::history
