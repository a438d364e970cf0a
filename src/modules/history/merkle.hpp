// SPDX-License-Identifier: Apache-2.0
// Merkle trees as in RFC 6962, section 2.1: a leaf is hashed with 0x00 before it, a node with 0x01.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/codes.hpp"
#include "base/time.hpp"

namespace gewu::history {

enum class PathSide { left, right };
BOOST_DESCRIBE_ENUM(PathSide, left, right)

/// One sibling on the way from a leaf to the root, and the side on which it stands.
struct PathStep {
  PathSide side{};
  Digest hash{};
};

Digest leaf_hash(std::span<const std::byte> leaf);
Digest node_hash(const Digest& left, const Digest& right);

/// The root over already hashed leaves; of no leaf: SHA-256 of nothing.
Digest merkle_root(std::span<const Digest> leaf_hashes);
/// The audit path of leaf `index`, nearest sibling first.
std::vector<PathStep> merkle_path(std::span<const Digest> leaf_hashes, std::size_t index);
/// The root that this path leads to.
Digest root_of_path(const Digest& leaf, std::span<const PathStep> path);

/// The sides that the path of leaf `index` of `count` must have: a path of another shape proves
/// nothing about the place of the leaf.
std::vector<PathSide> path_shape(std::size_t count, std::size_t index);

/// SHA-256 of the text "gewu-root-1\n", day (2026-11-22) "\n", leaf count "\n", root in hexadecimal
/// "\n", previous link in hexadecimal. Before the first day the previous link is 32 zero bytes.
Digest link_of(Day day, std::int64_t leaf_count, const Digest& root, const Digest& previous_link);

}  // namespace gewu::history
