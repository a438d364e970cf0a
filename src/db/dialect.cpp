// SPDX-License-Identifier: Apache-2.0
#include "db/internal.hpp"

namespace gewu::db {

std::string postgres_text(std::string_view text) {
  // On SQLite both stay comments: `begin immediate` has already locked everything.
  constexpr std::string_view tokens[] = {"/*for update skip locked*/", "/*for update*/"};
  std::string out(text);
  for (const auto token : tokens) {
    for (auto at = out.find(token); at != std::string::npos; at = out.find(token, at)) {
      out.replace(at, token.size(), token.substr(2, token.size() - 4));
    }
  }
  return out;
}

}  // namespace gewu::db
