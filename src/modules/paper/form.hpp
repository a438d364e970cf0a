// SPDX-License-Identifier: Apache-2.0
// The tear-off form: where everything is printed, and what its square code says. Pure. The console
// prints from this table and the reader measures by it, so the two cannot drift apart.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gewu::paper {

/// Millimetres from the form's top left corner; a spot is a square.
struct Spot {
  double x = 0, y = 0, size = 0;
};
BOOST_DESCRIBE_STRUCT(Spot, (), (x, y, size))
struct Frame {
  double x = 0, y = 0, width = 0, height = 0;
};
BOOST_DESCRIBE_STRUCT(Frame, (), (x, y, width, height))
struct Point {
  double x = 0, y = 0;
};
constexpr Point centre_of(const Spot& s) { return {s.x + s.size / 2, s.y + s.size / 2}; }

inline constexpr double form_width_mm = 180, form_height_mm = 88;
/// Filled squares: top left, top right, bottom left, bottom right.
inline constexpr std::array<Spot, 4> form_marks{{{0, 0, 5}, {175, 0, 5}, {0, 83, 5}, {175, 83, 5}}};
inline constexpr Spot form_code{144, 9, 28};
/// Two columns of six.
inline constexpr std::array<Spot, 12> form_boxes{{{8, 16, 4},
                                                  {8, 23.5, 4},
                                                  {8, 31, 4},
                                                  {8, 38.5, 4},
                                                  {8, 46, 4},
                                                  {8, 53.5, 4},
                                                  {76, 16, 4},
                                                  {76, 23.5, 4},
                                                  {76, 31, 4},
                                                  {76, 38.5, 4},
                                                  {76, 46, 4},
                                                  {76, 53.5, 4}}};
inline constexpr Frame form_words{8, 61, 130, 18};
inline constexpr Frame form_contact{8, 80, 130, 6};

/// What the square code of a card says: an address that opens the report page, for the phone that
/// scans it, with the card's code and the categories behind the boxes, for whoever reads the form.
struct CardCode {
  std::string card;                     ///< "440311001001001001-K7Q2"
  std::vector<std::string> categories;  ///< codes, in the order of the boxes
};

/// The code of an area with four characters that catch a misread one.
std::string card_code(std::string_view district, std::string_view area);
/// The area's code; nothing where the check does not fit. Case and blanks do not matter.
std::optional<std::string> area_of_card(std::string_view district, std::string_view card);

/// "https://host/440311/report?card=…&t=…". `categories` that cannot be packed are left out, and so
/// are those for which there is no box.
std::string card_url(std::string_view origin, std::string_view district, const CardCode& code);
/// Reads such an address of this district, whatever host it names; nothing where it is none.
std::optional<CardCode> read_card_url(std::string_view district, std::string_view url);
/// The categories behind the boxes as the address packs them; nothing where it is not so packed.
std::optional<std::vector<std::string>> unpack_categories(std::string_view packed);
/// Whether a code fits into the address: "event-05-02", all numbers below 100.
bool can_be_packed(std::string_view category);

}  // namespace gewu::paper
