// SPDX-License-Identifier: Apache-2.0
// The paper module: door cards to print, and photographed forms to read. See README.md.
#pragma once

#include <functional>
#include <string_view>

#include "base/ids.hpp"
#include "base/random.hpp"
#include "modules/paper/reader.hpp"

namespace gewu::api {
class Api;
}
namespace gewu::areas {
class Territories;
}
namespace gewu::categories {
class Categories;
}
namespace gewu::photos {
class Photos;
}

namespace gewu::paper {

/// Reads what is no form of ours: a letter, somebody else's card. Gives the doubt no_form back, or
/// a reading of its own.
using Other = std::function<Reading(const Grey& photo, std::string_view district)>;

/// A JPEG of ours in grey; nothing where it cannot be decoded.
std::optional<Grey> decode_grey(std::string_view jpeg);

struct Services {
  areas::Territories& territories;
  categories::Categories& categories;
  photos::Photos& photos;
  IdSource& ids;
  Random& random;
  Other other = {};
};
/// All outlive `api`.
void append_paper_routes(api::Api& api, const Services& services);

}  // namespace gewu::paper
