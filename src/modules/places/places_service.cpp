// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "modules/places/places.hpp"
#include "modules/places/places_policy.hpp"
#include "modules/places/places_store.hpp"

namespace gewu::places {

namespace {

Error unknown() { return not_found("post_unknown", "There is no such post now."); }

std::size_t order_of(api::Role role) {
  const auto& roles = answering_roles();
  return static_cast<std::size_t>(std::find(roles.begin(), roles.end(), role) - roles.begin());
}

}  // namespace

std::vector<Post> posts_at(db::ReadTx& tx, DistrictId district, const std::vector<AreaId>& areas,
                           Instant now) {
  const auto rows = store::at(tx, district, areas);
  if (rows.empty()) return {};
  std::vector<Post> out;
  for (const auto& standing : accounts::standing_at(tx, district, answering_roles(), areas, now)) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const auto& r) { return r.grant == standing.grant; });
    if (row != rows.end()) out.push_back({row->grant, standing.role, standing.area, row->shown});
  }
  std::stable_sort(out.begin(), out.end(), [](const Post& a, const Post& b) {
    return order_of(a.role) < order_of(b.role);
  });
  return out;
}

Done publish(db::WriteTx& tx, IdSource& ids, DistrictId district, accounts::GrantId grant,
             const Shown& shown, const Consent& consent, AccountId by, Instant now) {
  const auto standing = accounts::find_standing(tx, district, grant, now);
  if (!standing) return unknown();
  if (order_of(standing->role) == answering_roles().size()) {
    return conflict("post_not_public",
                    "Only posts that answer for a place are shown: micro-grid leads, grid workers, "
                    "grid leads and desks.");
  }
  GEWU_CHECK(check_shown(shown, standing->login));
  const bool again = store::find(tx, district, grant).has_value();
  store::put(tx, district, standing->area, {grant, shown, consent.str(), now}, by);
  store::note(tx, district, ids.next_value(now), again ? PostEvent::changed : PostEvent::published,
              grant, by, now);
  return done();
}

Done withdraw(db::WriteTx& tx, IdSource& ids, DistrictId district, accounts::GrantId grant,
              AccountId by, Instant now) {
  if (!store::remove(tx, district, grant)) return unknown();
  store::note(tx, district, ids.next_value(now), PostEvent::withdrawn, grant, by, now);
  return done();
}

}  // namespace gewu::places
