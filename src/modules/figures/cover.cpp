// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/cover.hpp"

#include <unordered_map>

namespace gewu::figures {
namespace {

class Covering {
 public:
  Covering(const DatedTree& tree, const std::vector<Member>& members, bool keyed)
      : tree_(tree), keyed_(keyed) {
    for (const Member& m : members) keys_[m.area] = m.key;
  }

  Cover take(const std::vector<Member>& members) {
    for (const Member& m : members) {
      if (is_told(m)) continue;
      (is_whole(m) ? out_.under : out_.own).push_back(m);
    }
    return std::move(out_);
  }

 private:
  /// Whether all that lies below an area today is here, in its row; the root has other rows.
  bool is_whole(const Member& m) {
    if (m.area == tree_.root() || !tree_.has_parts(m.area)) return false;
    const auto known = whole_.find(m.area);
    if (known != whole_.end()) return known->second;
    bool whole = true;
    for (const AreaId part : tree_.parts(m.area)) {
      const auto found = keys_.find(part);
      const bool here = found != keys_.end() && (!keyed_ || found->second == m.key) &&
                        (!tree_.has_parts(part) || is_whole({part, found->second}));
      if (!here) {
        whole = false;
        break;
      }
    }
    return whole_[m.area] = whole;
  }

  /// Whether an area above it stands for it.
  bool is_told(const Member& m) {
    const auto parent = tree_.parent_now(m.area);
    const auto found = parent ? keys_.find(*parent) : keys_.end();
    return found != keys_.end() && is_whole({*parent, found->second});
  }

  const DatedTree& tree_;
  bool keyed_;
  std::unordered_map<AreaId, AreaId> keys_;
  std::unordered_map<AreaId, bool> whole_;
  Cover out_;
};

}  // namespace

Cover cover(const DatedTree& tree, const std::vector<Member>& members, bool keyed) {
  return Covering(tree, members, keyed).take(members);
}

}  // namespace gewu::figures
