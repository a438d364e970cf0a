// SPDX-License-Identifier: Apache-2.0
// What a type looks like in JSON, as data: the templates fill it, schema writing reads it.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

namespace gewu::json {

struct Shape;
using ShapeOf = const Shape& (*)();  ///< a function, so that a struct may contain itself

struct Field {
  std::string_view name;
  bool required = true;
  ShapeOf shape = nullptr;
  std::string default_json = {};  ///< empty: none
};

struct Shape {
  enum class Kind {
    boolean,
    integer,
    natural,
    number,
    string,
    text,
    id,
    instant,
    day,
    code,
    array,
    map,
    object,
    any,
    any_object
  };
  Kind kind = Kind::any;
  std::int64_t min = 0, max = 0;  ///< integer: range; text: lengths; array: exact length or 0
  std::uint64_t natural_max = 0;
  ShapeOf items = nullptr;               ///< array and map
  const std::type_info* type = nullptr;  ///< code and object: what it is named after
  std::vector<std::string_view> codes = {};
  std::vector<Field> fields = {};
};

void write_schema(const Shape& shape, boost::json::object& components, boost::json::value& out);
void write_query_parameters(const Shape& shape, boost::json::object& components,
                            boost::json::array& out);

}  // namespace gewu::json
