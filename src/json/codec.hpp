// SPDX-License-Identifier: Apache-2.0
// JSON from and to described structs, with one source for validation and the OpenAPI schema.
//
//   struct PlaceIn { double lat; double lon; std::optional<Text<0,200>> address; };
//   BOOST_DESCRIBE_STRUCT(PlaceIn, (), (lat, lon, address))
//
// A member is required unless it is std::optional or json::Default. Unknown keys, repeated keys,
// wrong types, numbers out of range and texts out of bounds are refused with a JSON pointer to the
// place. `null` for an optional or defaulted member counts as absent, and an absent optional is
// left out when writing, so `null` never appears in what we send.
//
//   C++                       JSON
//   bool, double              boolean, finite number
//   (u)int8_t … (u)int64_t    whole number within the type's range ("3.0" is whole)
//   std::string               string: valid UTF-8 without NUL, at most 4 KiB when read
//   Text<a,b>, Lines<a,b>     string, cleaned and bounded as Text::parse says
//   Id<Tag>                   string of a positive decimal; never a number
//   Instant, Day              RFC 3339 string, "2026-11-22"
//   a CodedEnum               its code
//   std::vector, std::array   array (std::array: of exactly that length)
//   std::map<std::string, T>  object of any keys
//   a described struct        object; described bases come first, flattened
//   boost::json::object/value a documented open `fields` object, bounded by Limits only
//
// A struct needs a default constructor, or else to be an aggregate whose members are all described
// in order of declaration: that way a Text<1,80> may be a member and never exists empty.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "json/described.hpp"

namespace gewu::json {

/// Parses and validates. Errors carry `field` as JSON pointer and codes json_malformed,
/// json_too_large (more than limits.bytes), json_key_unknown, json_key_missing, json_key_repeated,
/// json_type_wrong, json_number_out_of_range, json_array_too_long (objects count too),
/// json_too_deep, code_unknown, id_invalid, or those of Text (text_…) and time (time_invalid,
/// date_invalid). The first fault found is the one told.
template <class T>
Result<T> decode(std::string_view body, const Limits& limits = {}) {
  GEWU_TRY(const Document document, Document::parse(body, limits));
  Reader reader;
  auto value = detail::read<T>(document.root(), Path{}, reader);
  if (!value) return std::move(reader).error();
  return std::move(*value);
}

/// Compact, keys in order of declaration, absent optionals left out, doubles in shortest decimal
/// form that reads back the same ("2.5", never "2.5E0"). `<` is written as \u003c, so the text may
/// stand inside a <script>. Invalid UTF-8 becomes U+FFFD; a double that is not finite or an enum
/// value without a name throws std::logic_error.
template <class T>
std::string encode(const T& value) {
  Writer writer;
  detail::write(writer, value);
  return std::move(writer).text();
}

/// JSON Schema (2020-12) of T as used in OpenAPI 3.1, referring to "#/components/schemas/Name".
/// Adds T and all described structs and enumerations it needs to `components` under their
/// unqualified names; throws std::logic_error where two different types share a name.
/// Callers include <boost/json.hpp>.
template <class T, class Value = boost::json::value>
Value schema(boost::json::object& components) {
  Value out;
  write_schema(detail::shape_of<T>(), components, out);
  return out;
}

using QueryMap = std::map<std::string, std::string, std::less<>>;

/// A flat struct of optional or defaulted scalars from query parameters. The same codes as decode,
/// with `field` "?name". Numbers and booleans ("true", "false") are read from text, a std::vector
/// of scalars from "a,b,c"; an empty value counts as absent.
template <class T>
Result<T> decode_query(const QueryMap& query) {
  Reader reader;
  auto value = detail::read_query<T>(query, reader);
  if (!value) return std::move(reader).error();
  return std::move(*value);
}

/// The OpenAPI parameter objects ("in": "query") of such a struct. Callers include
/// <boost/json.hpp>.
template <class T, class Array = boost::json::array>
Array query_parameters(boost::json::object& components) {
  Array out;
  write_query_parameters(detail::shape_of<T>(), components, out);
  return out;
}

}  // namespace gewu::json
