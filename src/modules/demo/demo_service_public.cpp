// SPDX-License-Identifier: Apache-2.0
// What desks show to the public, and residents who follow it.
#include "db/db.hpp"
#include "modules/demo/demo_service_town.hpp"

namespace gewu::demo {

namespace {

constexpr double kRecentShare = 0.8;

/// As a desk would write it: the matter, never the reporter's own words.
std::string public_title(const categories::Category& category, Chance& chance) {
  static constexpr const char* kEndings[] = {"，已安排处理", "，请小心经过", "，工作人员已知悉"};
  std::string out = category.name_zh.substr(0, category.name_zh.find("（"));
  return out + kEndings[chance() % std::size(kEndings)];
}

}  // namespace

void Simulation::show_from(Instant from, double share, Instant recent) {
  shown_from_ = from;
  recent_ = recent;
  shown_share_ = share;
}

cases::Case Simulation::show_to_public(db::WriteTx& tx, const Case& c, Instant at) {
  // Its own chance: what else happens in the town does not depend on it.
  const auto lucky = [&](double share) {
    return std::uniform_real_distribution<>(0, 1)(public_chance_) < share;
  };
  const double share = at < recent_ ? shown_share_ : kRecentShare;
  if (at < shown_from_ || c.dispatches > 0 || !lucky(share)) return c;
  const auto* category = place_.tree->find(c.category);
  const Instant now = written(at);
  if (releases::obstacle(c, category, place_.territory->find(c.area), now)) return c;
  const auto title = releases::PublicTitle::parse(public_title(*category, public_chance_));
  if (!title) return c;
  releases::Showing showing{*title, releases::ReleasePlace::street, {}, ""};
  for (const auto& p :
       photos::photos_of(tx, district_, photos::OwnerKind::case_file, RecordId{c.id.value})) {
    if (showing.photos.empty()) showing.photos.push_back(p.photo);
  }
  const auto shown = releases_.show(tx, district_, c.id, showing, desk_of(c.desk_area), now);
  if (!shown) {
    last_refusal_ = shown.error();
    return c;
  }
  for (int others = lucky(0.4) ? 1 + static_cast<int>(public_chance_() % 3) : 0; others > 0;
       --others) {
    const auto joined = releases_.follow(tx, district_, shown->shown->id, "", std::nullopt, now);
    if (!joined) {
      last_refusal_ = joined.error();
      return c;
    }
    ++cases_;
  }
  return cases::find_case(tx, district_, c.id).value_or(c);
}

}  // namespace gewu::demo
