// SPDX-License-Identifier: Apache-2.0
#include "modules/history/merkle.hpp"

#include <algorithm>
#include <bit>

namespace gewu::history {
namespace {

/// Where a tree of `count` > 1 leaves splits: the largest power of two below `count`.
std::size_t split_of(std::size_t count) { return std::bit_floor(count - 1); }

}  // namespace

Digest leaf_hash(std::span<const std::byte> leaf) {
  return sha256({std::string_view("\0", 1), as_text(leaf)});
}

Digest node_hash(const Digest& left, const Digest& right) {
  return sha256({std::string_view("\1", 1), as_text(left), as_text(right)});
}

Digest merkle_root(std::span<const Digest> leaf_hashes) {
  if (leaf_hashes.empty()) return sha256(std::string_view());
  if (leaf_hashes.size() == 1) return leaf_hashes.front();
  const std::size_t split = split_of(leaf_hashes.size());
  return node_hash(merkle_root(leaf_hashes.first(split)), merkle_root(leaf_hashes.subspan(split)));
}

std::vector<PathStep> merkle_path(std::span<const Digest> leaf_hashes, std::size_t index) {
  std::vector<PathStep> path;
  std::span<const Digest> rest = leaf_hashes;
  while (rest.size() > 1) {
    const std::size_t split = split_of(rest.size());
    const auto left = rest.first(split), right = rest.subspan(split);
    if (index < split) {
      path.push_back({PathSide::right, merkle_root(right)});
      rest = left;
    } else {
      path.push_back({PathSide::left, merkle_root(left)});
      rest = right;
      index -= split;
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

Digest root_of_path(const Digest& leaf, std::span<const PathStep> path) {
  Digest at = leaf;
  for (const PathStep& step : path) {
    at = step.side == PathSide::left ? node_hash(step.hash, at) : node_hash(at, step.hash);
  }
  return at;
}

std::vector<PathSide> path_shape(std::size_t count, std::size_t index) {
  std::vector<PathSide> shape;
  while (count > 1) {
    const std::size_t split = split_of(count);
    if (index < split) {
      shape.push_back(PathSide::right);
      count = split;
    } else {
      shape.push_back(PathSide::left);
      count -= split;
      index -= split;
    }
  }
  std::reverse(shape.begin(), shape.end());
  return shape;
}

Digest link_of(Day day, std::int64_t leaf_count, const Digest& root, const Digest& previous_link) {
  return sha256("gewu-root-1\n" + to_iso_date(day) + "\n" + std::to_string(leaf_count) + "\n" +
                to_hex(root) + "\n" + to_hex(previous_link));
}

}  // namespace gewu::history
