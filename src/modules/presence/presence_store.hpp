// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "db/db.hpp"

namespace gewu::presence::store {

struct Present {
  AccountId account;
  bool editing = false;
  Instant since;    ///< without a gap
  Instant seen_at;  ///< said so last
  friend bool operator==(const Present&, const Present&) = default;
};
/// Who said so after `seen_after`, the first to come first; at most 50.
std::vector<Present> of_case(db::ReadTx& tx, DistrictId district, CaseId id, Instant seen_after);
/// He is there, since now where he was not seen after `seen_after`.
void note(db::WriteTx& tx, DistrictId district, CaseId id, AccountId account, bool editing,
          Instant now, Instant seen_after);
void leave(db::WriteTx& tx, DistrictId district, CaseId id, AccountId account);
int forget(db::WriteTx& tx, DistrictId district, Instant seen_before, int limit);

}  // namespace gewu::presence::store
