// SPDX-License-Identifier: Apache-2.0
// What may ever be shown to the public, and how close. Pure.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/codes.hpp"
#include "base/result.hpp"
#include "geo/point.hpp"
#include "modules/areas/areas.hpp"
#include "modules/cases/cases.hpp"
#include "modules/categories/categories.hpp"

namespace gewu::releases {

/// How close the public is led: to the building, or to about fifty metres of street.
enum class ReleasePlace { building, street };
BOOST_DESCRIBE_ENUM(ReleasePlace, building, street)

/// What everybody is told of how far it is; fewer words than staff have.
enum class PublicState { reported, registered, handling, checking, shelved, closed };
BOOST_DESCRIBE_ENUM(PublicState, reported, registered, handling, checking, shelved, closed)

/// Why a category is never shown, whatever staff think of the single case.
enum class Never {
  dispute,    ///< between people, or with a manager, a shop, an office
  care,       ///< about somebody's need, health, money or papers
  dwelling,   ///< inside a home or on its balcony
  person,     ///< it names one, or a door, by what it is
  emergency,  ///< nobody follows it: they ring the number
  security,   ///< telling it helps the wrong people
  unknown     ///< nobody has said what it is about
};
BOOST_DESCRIBE_ENUM(Never, dispute, care, dwelling, person, emergency, security, unknown)

/// Nothing: it may be shown. The table of `release.cpp`; what is not in it may not.
std::optional<Never> never_public(std::string_view category_code);
/// The same with what the catalogue knows beside the code.
std::optional<Never> never_public(const categories::Category* category);

/// Nothing for what is no matter any more: void, merged, withdrawn, history from elsewhere.
std::optional<PublicState> public_state(const cases::Case& c);
inline bool is_done(PublicState state) { return state == PublicState::closed; }

/// So long after closing a matter is still on the map, where the district said nothing else.
inline constexpr std::chrono::days kShownAfterClosing{cases::PublicLimits{}.shown_days};
/// Whether the public sees a case of this state now.
bool is_shown(const cases::Case& c, Instant now, Duration after_closing = kShownAfterClosing);

/// Why the public is never told of what this case has turned out to be, whatever its state: codes
/// never_public_category, never_public_restricted, never_public_dwelling.
std::optional<Error> never_told(const cases::Case& c, const categories::Category* category,
                                const areas::Area* area);

/// Why this case cannot be shown, as a conflict with a stable code: those of never_told(),
/// public_place_missing, public_state_wrong.
/// `area` is the case's own, null where it is not known any more.
std::optional<Error> obstacle(const cases::Case& c, const categories::Category* category,
                              const areas::Area* area, Instant now,
                              Duration after_closing = kShownAfterClosing);

/// Half the side of a square of some 50 m is hidden: the middle of the square the point lies in.
geo::LatLon rounded(geo::LatLon point);

/// Staff write of a matter, never of persons or doors: no telephone or other long number, no room.
/// Refusals: title_names_number, title_names_door, with `field`.
Done check_public_words(std::string_view words, std::string_view field);

}  // namespace gewu::releases
