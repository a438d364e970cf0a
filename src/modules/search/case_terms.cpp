// SPDX-License-Identifier: Apache-2.0
#include "modules/search/case_terms.hpp"

#include <algorithm>

namespace gewu::search {

std::string area_term(AreaId area) { return "a:" + to_string(area); }
std::string category_term(CategoryId category) { return "c:" + to_string(category); }
std::string reporter_term(AccountId reporter) { return "r:" + to_string(reporter); }

std::vector<std::string> terms_of(const cases::CaseText& text) {
  std::vector<std::string> out{area_term(text.area), category_term(text.category)};
  if (text.reporter) out.push_back(reporter_term(text.reporter));
  for (const auto& one : text.texts) {
    auto terms = index_terms(one);
    std::move(terms.begin(), terms.end(), std::back_inserter(out));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace gewu::search
