// SPDX-License-Identifier: Apache-2.0
// The places module: who answers for a place, what is open there, and what of it everybody may
// read. See README.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "modules/accounts/accounts.hpp"
#include "modules/areas/areas.hpp"
#include "modules/places/post.hpp"

namespace gewu::api {
class Api;
}
namespace gewu::cases {
class CaseService;
}

namespace gewu::places {

/// A published post whose grant stands.
struct Post {
  accounts::GrantId grant;
  api::Role role{};
  AreaId area;
  Shown shown;
};
/// Of these areas, at most 16, in the order of their roles. What was withdrawn, has ended or
/// belongs to a disabled account is not among them.
std::vector<Post> posts_at(db::ReadTx& tx, DistrictId district, const std::vector<AreaId>& areas,
                           Instant now);

/// Refusals: post_unknown (no such grant now), post_not_public (a role that answers for no place),
/// those of check_shown().
Done publish(db::WriteTx& tx, IdSource& ids, DistrictId district, accounts::GrantId grant,
             const Shown& shown, const Consent& consent, AccountId by, Instant now);
/// Takes it off at once and forgets what was shown. Refusal: post_unknown.
Done withdraw(db::WriteTx& tx, IdSource& ids, DistrictId district, accounts::GrantId grant,
              AccountId by, Instant now);

/// GET …/answers · GET …/areas/{area}/place · GET …/accounts/{account}/posts · PUT and DELETE
/// …/posts/{grant}. All outlive `api`.
void append_places_routes(api::Api& api, cases::CaseService& cases);

}  // namespace gewu::places
