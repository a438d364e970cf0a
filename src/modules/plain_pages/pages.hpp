// SPDX-License-Identifier: Apache-2.0
// The pages themselves: values in, HTML out. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/cases/cases.hpp"
#include "modules/categories/categories.hpp"
#include "modules/plain_pages/html.hpp"
#include "modules/plain_pages/words.hpp"

namespace gewu::plain_pages {

/// Where a page stands.
struct Setting {
  std::string district;       ///< code, as in the address
  std::string district_name;  ///< empty where unknown
  Language language = Language::zh;
  std::chrono::minutes utc_offset{480};
};

/// What was typed, exactly, so that a refusal loses nothing.
struct Typed {
  std::string words, category, address, name, phone;
  std::string at;                  ///< code of an area that a door card names
  std::string key;                 ///< of this one form: sent twice, it is one report
  std::string photo, photo_token;  ///< of a photo that arrived with a refused form
};

/// What is wrong with it.
struct Wrong {
  std::string field;  ///< id of the input, or empty
  std::string text;
};

/// Where a door card stands.
struct Spot {
  std::string code, name;
};

std::string form_page(const Setting& setting, const categories::Tree& tree, const Typed& typed,
                      const std::optional<Spot>& spot, const std::optional<Wrong>& wrong);

struct Sent {
  std::int64_t number = 0;
  std::string code;                                    ///< the follow code
  std::string receipt;                                 ///< hexadecimal
  std::string emergency_number, advice_zh, advice_en;  ///< empty: none
};
std::string sent_page(const Setting& setting, const Sent& sent);

/// `code` as typed; nothing to show: only the question for a code.
std::string follow_page(const Setting& setting, const std::string& code,
                        const std::optional<cases::Progress>& progress,
                        const std::optional<Wrong>& wrong);

/// Where no district is named: which one.
std::string district_page(const Setting& setting, const std::vector<Spot>& districts);

/// Something went wrong before there was a form.
std::string wrong_page(const Setting& setting, std::string_view text);

/// Of all pages; large and plain.
std::string_view style_sheet();

}  // namespace gewu::plain_pages
