// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/dated_tree.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace gewu::figures {

DatedTree::DatedTree(AreaId root, std::vector<DatedEdge> edges, std::int64_t version,
                     std::int64_t stamp)
    : root_(root), version_(version), stamp_(stamp) {
  // Of edges that begin on one day the last given one holds.
  std::stable_sort(edges.begin(), edges.end(),
                   [](const DatedEdge& a, const DatedEdge& b) { return a.from < b.from; });
  for (const DatedEdge& edge : edges) {
    auto& spans = parents_[edge.area];
    if (!spans.empty() && spans.back().from == edge.from) spans.pop_back();
    spans.push_back({edge.parent, edge.from, Day::max()});
  }
  for (auto& [area, spans] : parents_) {
    spans.front().from = Day::min();
    for (std::size_t i = 0; i + 1 < spans.size(); ++i) spans[i].to = spans[i + 1].from;
    for (const Span& span : spans) children_[span.other].push_back({area, span.from, span.to});
  }
  for (auto& [parent, spans] : children_) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
      return std::pair(a.other, a.from) < std::pair(b.other, b.from);
    });
  }
}

bool DatedTree::within_now(AreaId area, AreaId under) const {
  while (area != under) {
    const auto parent = parent_now(area);
    if (!parent) return false;
    area = *parent;
  }
  return knows(area);
}

std::optional<AreaId> DatedTree::parent_now(AreaId area) const {
  const auto found = parents_.find(area);
  if (found == parents_.end()) return std::nullopt;
  return found->second.back().other;
}

bool DatedTree::has_parts(AreaId area) const {
  const auto found = children_.find(area);
  return found != children_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [](const Span& child) { return child.to == Day::max(); });
}

std::vector<AreaId> DatedTree::parts(AreaId area) const {
  std::vector<AreaId> out;
  const auto found = children_.find(area);
  if (found == children_.end()) return out;
  for (const Span& child : found->second) {
    if (child.to == Day::max()) out.push_back(child.other);
  }
  return out;
}

std::vector<AreaId> DatedTree::summed_in(AreaId area) const {
  std::vector<AreaId> out;
  for (AreaId at = area; at != root_;) {
    if (at != area || has_parts(at)) out.push_back(at);
    const auto parent = parent_now(at);
    if (!parent) break;
    at = *parent;
  }
  return out;
}

std::vector<AreaId> DatedTree::with_parts() const {
  std::vector<AreaId> out;
  std::vector<AreaId> left = parts(root_);
  while (!left.empty()) {
    const AreaId area = left.back();
    left.pop_back();
    if (!has_parts(area)) continue;
    out.push_back(area);
    for (const AreaId part : parts(area)) left.push_back(part);
  }
  std::reverse(out.begin(), out.end());  // found from the top down
  return out;
}

/// Collects what lies under an area, each with the days on which it did.
class DatedTree::Walk {
 public:
  Walk(const DatedTree& tree, AreaId under, Lens lens, const IsPart& parts)
      : tree_(tree), under_(under), lens_(lens), parts_(parts) {}

  void visit(AreaId area, AreaId key, Day from, Day to) {
    found_[{from, to}].push_back({area, key});
    const auto children = tree_.children_.find(area);
    if (children == tree_.children_.end()) return;
    for (const Span& child : children->second) {
      const bool begins = key == under_ && (!parts_ || parts_(child.other));
      const AreaId child_key = begins ? child.other : key;
      if (lens_ == Lens::as_is) {
        if (child.to == Day::max()) visit(child.other, child_key, from, to);
        continue;
      }
      // Spans end before `to`, segments with it.
      const Day last = child.to == Day::max() ? to : std::min(to, child.to - std::chrono::days(1));
      const Day first = std::max(from, child.from);
      if (first <= last) visit(child.other, child_key, first, last);
    }
  }

  std::vector<Segment> take() {
    std::vector<Segment> out;
    for (auto& [days, members] : found_) {
      out.push_back({days.first, days.second, std::move(members)});
    }
    return out;
  }

 private:
  const DatedTree& tree_;
  AreaId under_;
  Lens lens_;
  const IsPart& parts_;
  std::map<std::pair<Day, Day>, std::vector<Member>> found_;
};

std::vector<Segment> DatedTree::segments(AreaId under, Lens lens, Day from, Day to,
                                         const IsPart& parts) const {
  if (!knows(under) || from > to) return {};
  Walk walk(*this, under, lens, parts);
  walk.visit(under, under, from, to);
  return walk.take();
}

}  // namespace gewu::figures
