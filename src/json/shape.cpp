// SPDX-License-Identifier: Apache-2.0
#include "json/shape.hpp"

#include <boost/core/demangle.hpp>
#include <boost/json.hpp>
#include <cctype>
#include <limits>
#include <set>
#include <stdexcept>
#include <typeindex>

namespace gewu::json {

namespace bj = boost::json;

namespace {

/// "gewu::api::Page<gewu::cases::Row>" → "Page_Row": what OpenAPI allows as a component's name.
std::string short_name(const std::type_info& type) {
  std::string full = boost::core::demangle(type.name());
  for (std::string hidden = "(anonymous namespace)";;) {
    const auto at = full.find(hidden);
    if (at == std::string::npos) break;
    full.replace(at, hidden.size(), "anonymous");
  }
  std::string out, word;
  const auto end_word = [&] {
    if (word.empty()) return;
    if (!out.empty()) out += '_';
    out += word;
    word.clear();
  };
  for (std::size_t i = 0; i < full.size(); ++i) {
    const char c = full[i];
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') {
      word += c;
    } else if (c == ':') {
      word.clear();
    } else if (c == '(') {  // a struct inside a function: "f()::S"
      word.clear();
    } else {
      end_word();
    }
  }
  end_word();
  return out;
}

class SchemaWriter {
 public:
  explicit SchemaWriter(bj::object& components) : components_(components) {}
  bj::value of(const Shape& shape);
  bj::value of(const Field& field);

 private:
  bj::value named(const Shape& shape);
  bj::object body(const Shape& shape, const std::string& name);

  bj::object& components_;
  std::set<std::type_index> written_;
};

bj::object integer_schema(const Shape& shape) {
  bj::object out{{"type", "integer"}};
  if (shape.kind == Shape::Kind::natural) {
    out["minimum"] = 0;
    if (shape.natural_max <= std::numeric_limits<std::uint32_t>::max())
      out["maximum"] = shape.natural_max;
    return out;
  }
  const bool wide = shape.max == std::numeric_limits<std::int64_t>::max();
  out["format"] = wide ? "int64" : "int32";
  if (shape.max < std::numeric_limits<std::int32_t>::max()) {
    out["minimum"] = shape.min;
    out["maximum"] = shape.max;
  }
  return out;
}

bj::value SchemaWriter::of(const Shape& shape) {
  using Kind = Shape::Kind;
  switch (shape.kind) {
    case Kind::boolean:
      return bj::object{{"type", "boolean"}};
    case Kind::integer:
    case Kind::natural:
      return integer_schema(shape);
    case Kind::number:
      return bj::object{{"type", "number"}};
    case Kind::string:
      return bj::object{{"type", "string"}};
    case Kind::text: {
      bj::object out{{"type", "string"}};
      if (shape.min > 0) out["minLength"] = shape.min;
      out["maxLength"] = shape.max;
      return out;
    }
    case Kind::id:
      return bj::object{{"type", "string"}, {"pattern", "^[1-9][0-9]{0,18}$"}};
    case Kind::instant:
      return bj::object{{"type", "string"}, {"format", "date-time"}};
    case Kind::day:
      return bj::object{{"type", "string"}, {"format", "date"}};
    case Kind::array: {
      bj::object out{{"type", "array"}, {"items", of(shape.items())}};
      if (shape.max > 0) out["minItems"] = out["maxItems"] = shape.max;
      return out;
    }
    case Kind::map:
      return bj::object{{"type", "object"}, {"additionalProperties", of(shape.items())}};
    case Kind::any_object:
      return bj::object{{"type", "object"}};
    case Kind::any:
      return bj::object{};
    case Kind::code:
    case Kind::object:
      break;
  }
  return named(shape);
}

bj::value SchemaWriter::of(const Field& field) {
  bj::value out = of(field.shape());
  if (!field.default_json.empty()) out.as_object()["default"] = bj::parse(field.default_json);
  return out;
}

bj::value SchemaWriter::named(const Shape& shape) {
  const std::string name = short_name(*shape.type);
  if (written_.insert(*shape.type).second) {
    bj::object made = body(shape, name);
    const auto* there = components_.if_contains(name);
    // Equal text is as good as the same type; the OpenAPI document cannot tell them apart.
    if (there && *there != bj::value(made)) {
      throw std::logic_error("two different types are both called " + name +
                             " in the OpenAPI document; rename one");
    }
    if (!there) components_[name] = std::move(made);
  }
  return bj::object{{"$ref", "#/components/schemas/" + name}};
}

bj::object SchemaWriter::body(const Shape& shape, const std::string& name) {
  if (shape.kind == Shape::Kind::code) {
    bj::array codes;
    for (const auto code : shape.codes)
      codes.emplace_back(bj::string_view(code.data(), code.size()));
    return bj::object{{"title", name}, {"type", "string"}, {"enum", std::move(codes)}};
  }
  bj::object properties;
  bj::array required;
  for (const Field& field : shape.fields) {
    const bj::string_view key(field.name.data(), field.name.size());
    properties[key] = of(field);
    if (field.required) required.emplace_back(key);
  }
  bj::object out{{"title", name}, {"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) out["required"] = std::move(required);
  out["additionalProperties"] = false;
  return out;
}

}  // namespace

void write_schema(const Shape& shape, bj::object& components, bj::value& out) {
  out = SchemaWriter(components).of(shape);
}

void write_query_parameters(const Shape& shape, bj::object& components, bj::array& out) {
  SchemaWriter writer(components);
  for (const Field& field : shape.fields) {
    bj::object parameter{{"name", bj::string_view(field.name.data(), field.name.size())},
                         {"in", "query"},
                         {"required", field.required},
                         {"schema", writer.of(field)}};
    if (field.shape().kind == Shape::Kind::array) {
      parameter["style"] = "form";
      parameter["explode"] = false;  // "a,b,c"
    }
    out.push_back(std::move(parameter));
  }
}

}  // namespace gewu::json
