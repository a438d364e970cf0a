// SPDX-License-Identifier: Apache-2.0
#include "modules/releases/release.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace gewu::releases {

namespace {

struct Rule {
  std::string_view prefix;  ///< of a category's code; the longest one that fits decides
  std::optional<Never> never;
};

constexpr std::optional<Never> kMay = std::nullopt;

/// Principle 6 as a table. A new category is not shown until somebody has put it here.
constexpr Rule kRules[] = {
    // Fixed public things.
    {"component-01", kMay},
    {"component-01-50", Never::security},  // a camera that does not see
    {"component-02", kMay},
    {"component-03", kMay},
    {"component-04", kMay},
    {"component-05", kMay},
    // What happens in public space.
    {"event-01", kMay},
    {"event-01-01", Never::person},    // whose building it is, the whole street knows
    {"event-01-02", Never::person},    // a shop
    {"event-01-05", Never::dwelling},  // balconies and roofs
    {"event-01-07", Never::dwelling},  // washing
    {"event-01-38", Never::person},    // whose poultry
    {"event-01-84", Never::person},    // whose dog
    {"event-01-98", Never::dwelling},
    {"event-01-99", Never::dwelling},
    {"event-02", kMay},
    {"event-02-02", Never::person},  // who hands them out
    {"event-03", kMay},
    {"event-04", kMay},
    {"event-04-01", Never::person},  // hawkers
    {"event-04-04", Never::person},  // scrap buyers
    {"event-05", kMay},
    {"event-05-95", Never::person},
    {"event-06", kMay},
    {"event-06-02", Never::person},
    // What residents ask for: mostly their own affair.
    {"demand", Never::unknown},
    {"demand-01", kMay},
    {"demand-02", kMay},
    {"demand-03", Never::care},
    {"demand-03-03", kMay},  // traffic at school gates
    {"demand-04", Never::care},
    {"demand-05", Never::dispute},
    {"demand-05-05", kMay},  // a lift out of order
    {"demand-05-07", kMay},  // gates and lights of the estate
    {"demand-06", Never::person},
    {"demand-07", kMay},
    {"demand-07-01", Never::dispute},  // noise has a neighbour
    {"demand-08", Never::dispute},
    {"demand-08-02", Never::dwelling},
    {"demand-08-04", Never::care},
    {"demand-09", kMay},
    {"demand-10", kMay},
    {"demand-10-07", Never::dwelling},  // gas at home
    {"demand-10-08", Never::dwelling},  // heating at home
    {"demand-11", kMay},
    {"demand-12", Never::care},
    {"demand-13", Never::dispute},
};

/// The prefix ends where a part of the code ends: "event-0" is no class.
bool fits(std::string_view prefix, std::string_view code) {
  return code.starts_with(prefix) && (code.size() == prefix.size() || code[prefix.size()] == '-');
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Seven digits in a row, or ten in groups: a telephone, an identity card; not a date.
bool holds_long_number(std::string_view words) {
  int row = 0, all = 0;
  for (const char c : words) {
    if (is_digit(c)) {
      if (++row >= 7 || ++all >= 10) return true;
    } else {
      row = 0;
      if (c != ' ' && c != '-') all = 0;
    }
  }
  return false;
}

/// "502室", "12号房": digits with the word of a door behind them.
bool holds_door(std::string_view words) {
  static constexpr std::array<std::string_view, 3> kDoors{"室", "房", "号房"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_digit(words[i]) || (i + 1 < words.size() && is_digit(words[i + 1]))) continue;
    auto behind = words.substr(i + 1);
    while (behind.starts_with(' ')) behind.remove_prefix(1);
    if (std::any_of(kDoors.begin(), kDoors.end(),
                    [&](std::string_view door) { return behind.starts_with(door); })) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<Never> never_public(std::string_view code) {
  const Rule* best = nullptr;
  for (const Rule& rule : kRules) {
    if (!fits(rule.prefix, code)) continue;
    if (best == nullptr || rule.prefix.size() > best->prefix.size()) best = &rule;
  }
  return best == nullptr ? std::optional(Never::unknown) : best->never;
}

std::optional<Never> never_public(const categories::Category* category) {
  if (category == nullptr) return Never::unknown;
  if (!category->emergency.empty()) return Never::emergency;
  return never_public(std::string_view(category->code));
}

std::optional<PublicState> public_state(const cases::Case& c) {
  using cases::State;
  switch (c.state) {
    case State::reported:
    case State::verifying:
      return PublicState::reported;
    case State::registered:
    case State::dispatched:
      return PublicState::registered;
    case State::handling:
      return PublicState::handling;
    case State::checking:
    case State::self_handled:
      return PublicState::checking;
    case State::shelved:
      return PublicState::shelved;
    case State::closed:
      return PublicState::closed;
    case State::archived:
      // Void, withdrawn and merged ones are archived, too; only what was closed has this.
      return c.closed_at ? std::optional(PublicState::closed) : std::nullopt;
    case State::void_:
    case State::merged:
    case State::withdrawn:
    case State::imported:
      break;
  }
  return std::nullopt;
}

bool is_shown(const cases::Case& c, Instant now, Duration after_closing) {
  const auto state = public_state(c);
  if (!state) return false;
  return !is_done(*state) || (c.closed_at && now - *c.closed_at <= after_closing);
}

std::optional<Error> never_told(const cases::Case& c, const categories::Category* category,
                                const areas::Area* area) {
  if (c.restricted) {
    return conflict("never_public_restricted",
                    "It is about the one who would hold it: that is never shown.");
  }
  if (never_public(category)) {
    return conflict("never_public_category",
                    "Disputes, care, homes, persons and emergencies are never shown. If it is "
                    "something else, correct its category first.");
  }
  if (area != nullptr && area->level == areas::Level::dwelling) {
    return conflict("never_public_dwelling", "It lies inside a dwelling: that is never shown.");
  }
  return std::nullopt;
}

std::optional<Error> obstacle(const cases::Case& c, const categories::Category* category,
                              const areas::Area* area, Instant now, Duration after_closing) {
  if (auto never = never_told(c, category, area)) return never;
  if (!c.located || !c.lat || !c.lon || area == nullptr) {
    return conflict("public_place_missing", "Give it its place on the map first.");
  }
  if (!is_shown(c, now, after_closing)) {
    return conflict("public_state_wrong",
                    "Only what is open or was settled lately is shown to the public.");
  }
  return std::nullopt;
}

geo::LatLon rounded(geo::LatLon point) {
  constexpr double kMetresPerDegree = 111'195.0;
  constexpr double kSideMetres = 50;
  const auto middle = [](double value, double side) {
    return (std::floor(value / side) + 0.5) * side;
  };
  const double lat_side = kSideMetres / kMetresPerDegree;
  const double lat = std::clamp(middle(point.lat, lat_side), -90.0, 90.0);
  // The parallels get shorter towards the poles; a square of its own row has one width.
  const double shrink = std::max(0.01, std::cos(lat * M_PI / 180));
  const double lon = std::clamp(middle(point.lon, lat_side / shrink), -180.0, 180.0);
  const auto kept = [](double degrees) { return std::round(degrees * 1e5) / 1e5; };
  return {kept(lat), kept(lon)};
}

Done check_public_words(std::string_view words, std::string_view field) {
  if (holds_long_number(words)) {
    return invalid("title_names_number", "Leave out telephone and other personal numbers.",
                   std::string(field));
  }
  if (holds_door(words)) {
    return invalid("title_names_door", "Tell of the matter, not whose door it is at.",
                   std::string(field));
  }
  return done();
}

}  // namespace gewu::releases
