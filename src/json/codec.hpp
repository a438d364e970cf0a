// SPDX-License-Identifier: Apache-2.0
// JSON from and to described structs, with one source for validation and the OpenAPI schema.
//
//   struct PlaceIn { double lat; double lon; std::optional<Text<0,200>> address; };
//   BOOST_DESCRIBE_STRUCT(PlaceIn, (), (lat, lon, address))
//
// A member is required unless it is std::optional or has a json::Default. Unknown keys, repeated
// keys, wrong types, numbers out of range and texts out of bounds are refused with a JSON pointer
// to the place. Ids are strings, Instants RFC 3339, Days ISO dates, CodedEnums their code.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace gewu::json {

struct Limits {
  std::size_t bytes = 64 * 1024;
  std::size_t depth = 16;
  std::size_t array_items = 1000;
};

/// Parses and validates. Errors carry `field` as JSON pointer and codes json_malformed,
/// json_key_unknown, json_key_missing, json_key_repeated, json_type_wrong, json_number_out_of_range,
/// json_array_too_long, json_too_deep, code_unknown, id_invalid, or those of Text and time.
template <class T>
Result<T> decode(std::string_view body, const Limits& limits = {});

/// Compact, keys in order of declaration, absent optionals left out, doubles in shortest decimal
/// form that reads back the same ("2.5", never "2.5E0").
template <class T>
std::string encode(const T& value);

/// JSON Schema (2020-12) of T as used in OpenAPI 3.1, referring to "#/components/schemas/Name".
/// Adds T and all described structs it needs to `components`.
template <class T>
boost::json::value schema(boost::json::object& components);

}  // namespace gewu::json
