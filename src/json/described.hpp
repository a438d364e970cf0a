// SPDX-License-Identifier: Apache-2.0
// The typed half of the codec: from a C++ type to reading, writing and shape. Included by
// codec.hpp.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "json/reader.hpp"
#include "json/shape.hpp"
#include "json/writer.hpp"

namespace gewu::json {

/// A member that may be left out: `json::Default<int, 50> limit;` reads as an int.
template <class T, T Value>
struct Default {
  T value = Value;
  constexpr operator const T&() const { return value; }
  friend auto operator<=>(const Default&, const Default&) = default;
};

namespace detail {

namespace bd = boost::describe;
namespace mp = boost::mp11;

template <class T>
struct Is {
  static constexpr bool text = false, id = false, optional = false, vector = false, array = false,
                        map = false, defaulted = false;
};
template <std::size_t A, std::size_t B, bool M>
struct Is<Text<A, B, M>> : Is<void> {
  static constexpr bool text = true;
};
template <class Tag>
struct Is<Id<Tag>> : Is<void> {
  static constexpr bool id = true;
  using tag = Tag;
};
template <class T>
struct Is<std::optional<T>> : Is<void> {
  static constexpr bool optional = true;
  using inner = T;
};
template <class T, T V>
struct Is<Default<T, V>> : Is<void> {
  static constexpr bool defaulted = true;
  using inner = T;
};
template <class T>
struct Is<std::vector<T>> : Is<void> {
  static constexpr bool vector = true;
};
template <class T, std::size_t N>
struct Is<std::array<T, N>> : Is<void> {
  static constexpr bool array = true;
  static constexpr std::size_t size = N;
};
template <class T, class Less>
struct Is<std::map<std::string, T, Less>> : Is<void> {
  static constexpr bool map = true;
};

template <class T>
inline constexpr bool is_any = std::is_same_v<T, boost::json::value>;
template <class T>
inline constexpr bool is_any_object = std::is_same_v<T, boost::json::object>;
template <class T>
inline constexpr bool is_described =
    bd::has_describe_members<T>::value && !std::is_enum_v<T> && !Is<T>::id;
template <class T>
inline constexpr bool is_whole = std::is_integral_v<T> && !std::is_same_v<T, bool>;
/// Everything that JSON holds in a string.
template <class T>
inline constexpr bool is_stringy =
    Is<T>::text || Is<T>::id || CodedEnum<T> || std::is_same_v<T, Instant> ||
    std::is_same_v<T, Day> || std::is_same_v<T, std::string>;
template <class T>
inline constexpr bool unknown_type = false;
/// boost::json::value by a dependent name: complete only where a caller uses such a member.
template <class T>
using AnyValue = std::conditional_t<unknown_type<T>, T, boost::json::value>;

template <class T>
using Members = bd::describe_members<T, bd::mod_any_access | bd::mod_inherited>;
template <class T>
using OwnMembers = bd::describe_members<T, bd::mod_any_access>;
template <class D>
struct MemberType;
template <class C, class M>
struct MemberType<M C::*> {
  using type = M;
};
template <class D>
using TypeOf = typename MemberType<std::remove_cv_t<decltype(D::pointer)>>::type;

template <class T>
const std::vector<std::string_view>& member_names() {
  static const auto names = [] {
    std::vector<std::string_view> out;
    mp::mp_for_each<Members<T>>([&](auto d) { out.emplace_back(d.name); });
    return out;
  }();
  return names;
}

// ---- reading

template <class T>
Result<T> from_text(std::string_view text) {
  if constexpr (Is<T>::text) {
    return T::parse(text);
  } else if constexpr (Is<T>::id) {
    auto id = text.empty() ? std::nullopt : parse_id<typename Is<T>::tag>(text);
    if (!id) return id_refusal();
    return *id;
  } else if constexpr (CodedEnum<T>) {
    if (auto value = from_code<T>(text)) return *value;
    return code_refusal(all_codes<T>());
  } else if constexpr (std::is_same_v<T, Instant>) {
    return parse_rfc3339(text);
  } else if constexpr (std::is_same_v<T, Day>) {
    return parse_iso_date(text);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return plain_string_of(text);
  } else {
    static_assert(unknown_type<T>, "this type has no text form");
  }
}

template <class T>
std::optional<T> read(Node node, const Path& at, Reader& reader);

template <class T>
std::optional<T> read_whole(Node node, const Path& at, Reader& reader) {
  using Range = std::numeric_limits<T>;
  if constexpr (std::is_signed_v<T>) {
    const auto value = read_signed(node, Range::min(), Range::max(), at, reader);
    if (!value) return std::nullopt;
    return static_cast<T>(*value);
  } else {
    const auto value = read_unsigned(node, Range::max(), at, reader);
    if (!value) return std::nullopt;
    return static_cast<T>(*value);
  }
}

template <class T>
std::optional<T> read_stringy(Node node, const Path& at, Reader& reader) {
  const auto text = read_string(node, at, reader);
  if (!text) return std::nullopt;
  auto value = from_text<T>(*text);
  if (value.ok()) return std::move(value).value();
  auto error = std::move(value).error();
  error.field = at.pointer();
  reader.fail(std::move(error));
  return std::nullopt;
}

template <class T>
std::optional<T> read_list(Node node, const Path& at, Reader& reader) {
  const auto size = read_array(node, at, reader);
  if (!size) return std::nullopt;
  T out;
  if constexpr (Is<T>::array) {
    if (*size != Is<T>::size) {
      reader.fail("json_type_wrong", "Give exactly " + std::to_string(Is<T>::size) + " items.", at);
      return std::nullopt;
    }
  } else {
    out.reserve(*size);
  }
  for (std::size_t i = 0; i < *size; ++i) {
    auto value = read<typename T::value_type>(item(node, i), Path(at, i), reader);
    if (!value) return std::nullopt;
    if constexpr (Is<T>::array) {
      out[i] = std::move(*value);
    } else {
      out.push_back(std::move(*value));
    }
  }
  return out;
}

template <class T>
std::optional<T> read_map(Node node, const Path& at, Reader& reader) {
  if (!read_object(node, at, reader)) return std::nullopt;
  T out;
  for (std::size_t i = 0; i < member_count(node); ++i) {
    const auto [name, held] = member_at(node, i);
    auto value = read<typename T::mapped_type>(held, Path(at, name), reader);
    if (!value) return std::nullopt;
    out.emplace(name, std::move(*value));
  }
  return out;
}

/// What a member is when it is not given; nothing when it is required.
template <class M>
constexpr bool may_be_absent = Is<M>::optional || Is<M>::defaulted;

template <class M>
std::optional<M> read_member(Node object, std::string_view name, const Path& at, Reader& reader) {
  const Path here(at, name);
  const Node node = member(object, name);
  if constexpr (may_be_absent<M>) {
    if (!node || node.is_null()) return std::optional<M>(std::in_place);
    auto inner = read<typename Is<M>::inner>(node, here, reader);
    if (!inner) return std::nullopt;
    return std::optional<M>(M{std::move(*inner)});
  } else {
    if (!node) {
      reader.fail("json_key_missing", "Add the member \"" + std::string(name) + "\".", here);
      return std::nullopt;
    }
    return read<M>(node, here, reader);
  }
}

template <class L>
struct SlotsOf;
template <template <class...> class L, class... D>
struct SlotsOf<L<D...>> {
  using type = std::tuple<std::optional<TypeOf<D>>...>;
};
template <class T>
using Slots = typename SlotsOf<Members<T>>::type;

/// Aggregate initialisation from flattened members: bases first, then own.
template <class T, std::size_t Offset, class S>
T build(S& slots) {
  using Bases = bd::describe_bases<T, bd::mod_any_access>;
  return [&]<class... B, std::size_t... O, std::size_t... I>(
             mp::mp_list<B...>, std::index_sequence<O...>, std::index_sequence<I...>) {
    constexpr std::size_t sizes[] = {mp::mp_size<Members<typename B::type>>::value..., 0};
    constexpr auto before = [](const std::size_t* size, std::size_t count) {
      std::size_t sum = 0;
      for (std::size_t i = 0; i < count; ++i) sum += size[i];
      return sum;
    };
    constexpr std::size_t own = Offset + before(sizes, sizeof...(B));
    return T{build<typename B::type, Offset + before(sizes, O)>(slots)...,
             std::move(*std::get<own + I>(slots))...};
  }(mp::mp_rename<Bases, mp::mp_list>{}, std::make_index_sequence<mp::mp_size<Bases>::value>{},
         std::make_index_sequence<mp::mp_size<OwnMembers<T>>::value>{});
}

/// `read_one(descriptor)` gives each member, or nothing after a refusal.
template <class T, class ReadOne>
std::optional<T> assemble(ReadOne read_one) {
  using List = Members<T>;
  constexpr std::size_t count = mp::mp_size<List>::value;
  Slots<T> slots;
  const bool complete = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return ((std::get<I>(slots) = read_one(mp::mp_at_c<List, I>{})).has_value() && ...);
  }
  (std::make_index_sequence<count>{});
  if (!complete) return std::nullopt;
  if constexpr (std::is_default_constructible_v<T>) {
    T out{};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((out.*(mp::mp_at_c<List, I>::pointer) = std::move(*std::get<I>(slots))), ...);
    }
    (std::make_index_sequence<count>{});
    return out;
  } else {
    return build<T, 0>(slots);
  }
}

template <class T>
std::optional<T> read_struct(Node node, const Path& at, Reader& reader) {
  if (!read_object(node, at, reader)) return std::nullopt;
  if (!check_keys(node, member_names<T>(), at, reader)) return std::nullopt;
  return assemble<T>(
      [&](auto d) { return read_member<TypeOf<decltype(d)>>(node, d.name, at, reader); });
}

template <class T>
std::optional<T> read(Node node, const Path& at, Reader& reader) {
  static_assert(!Is<T>::optional, "std::optional and Default are for members of structs only");
  if constexpr (std::is_same_v<T, bool>) {
    return read_boolean(node, at, reader);
  } else if constexpr (is_whole<T>) {
    return read_whole<T>(node, at, reader);
  } else if constexpr (std::is_floating_point_v<T>) {
    return read_number(node, at, reader);
  } else if constexpr (is_stringy<T>) {
    return read_stringy<T>(node, at, reader);
  } else if constexpr (Is<T>::vector || Is<T>::array) {
    return read_list<T>(node, at, reader);
  } else if constexpr (Is<T>::map) {
    return read_map<T>(node, at, reader);
  } else if constexpr (is_any<T>) {
    return std::optional<T>(std::in_place, node.raw());
  } else if constexpr (is_any_object<T>) {
    if (!read_object(node, at, reader)) return std::nullopt;
    return static_cast<const AnyValue<T>&>(node.raw()).as_object();
  } else if constexpr (is_described<T>) {
    return read_struct<T>(node, at, reader);
  } else {
    static_assert(unknown_type<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
  }
}

// ---- query parameters

template <class T>
Result<T> query_value(std::string_view text) {
  if constexpr (std::is_same_v<T, bool>) {
    return boolean_of(text);
  } else if constexpr (is_whole<T> && std::is_signed_v<T>) {
    using Range = std::numeric_limits<T>;
    GEWU_TRY(const auto value, signed_of(text, Range::min(), Range::max()));
    return static_cast<T>(value);
  } else if constexpr (is_whole<T>) {
    GEWU_TRY(const auto value, unsigned_of(text, std::numeric_limits<T>::max()));
    return static_cast<T>(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    return number_of(text);
  } else if constexpr (Is<T>::vector) {
    T out;
    for (const auto part : split_commas(text)) {
      GEWU_TRY(auto value, query_value<typename T::value_type>(part));
      out.push_back(std::move(value));
    }
    return out;
  } else {
    return from_text<T>(text);
  }
}

template <class M, class Query>
std::optional<M> read_query_member(const Query& query, std::string_view name, Reader& reader) {
  const auto found = query.find(name);
  const bool given = found != query.end() && !found->second.empty();
  const auto take = [&]<class V>(std::type_identity<V>) -> std::optional<V> {
    auto value = query_value<V>(found->second);
    if (value.ok()) return std::move(value).value();
    auto error = std::move(value).error();
    error.field = "?" + std::string(name);
    reader.fail(std::move(error));
    return std::nullopt;
  };
  if constexpr (may_be_absent<M>) {
    if (!given) return std::optional<M>(std::in_place);
    auto inner = take(std::type_identity<typename Is<M>::inner>{});
    if (!inner) return std::nullopt;
    return std::optional<M>(M{std::move(*inner)});
  } else {
    if (given) return take(std::type_identity<M>{});
    reader.fail(invalid("json_key_missing", "Add the query parameter " + std::string(name) + ".",
                        "?" + std::string(name)));
    return std::nullopt;
  }
}

template <class T, class Query>
std::optional<T> read_query(const Query& query, Reader& reader) {
  const auto& names = member_names<T>();
  for (const auto& entry : query) {
    bool known = false;
    for (const auto name : names) known = known || name == entry.first;
    if (known) continue;
    reader.fail(invalid("json_key_unknown", "Leave out this query parameter or correct its name.",
                        "?" + entry.first));
    return std::nullopt;
  }
  return assemble<T>(
      [&](auto d) { return read_query_member<TypeOf<decltype(d)>>(query, d.name, reader); });
}

// ---- writing

template <class T>
void write(Writer& out, const T& value);

template <class T>
void write_struct(Writer& out, const T& value) {
  out.open('{');
  mp::mp_for_each<Members<T>>([&](auto d) {
    const auto& held = value.*d.pointer;
    using M = TypeOf<decltype(d)>;
    if constexpr (Is<M>::optional) {
      if (!held) return;
      out.key(d.name);
      write(out, *held);
    } else {
      out.key(d.name);
      write(out, held);
    }
  });
  out.close('}');
}

template <class T>
void write_stringy(Writer& out, const T& value) {
  if constexpr (Is<T>::text) {
    out.string(value.str());
  } else if constexpr (Is<T>::id) {
    out.string(to_string(value));
  } else if constexpr (CodedEnum<T>) {
    const auto code = code_of(value);
    if (code.empty()) throw std::logic_error("an enumeration holds a value that has no code");
    out.string(code);
  } else if constexpr (std::is_same_v<T, Instant>) {
    out.string(to_rfc3339(value));
  } else if constexpr (std::is_same_v<T, Day>) {
    out.string(to_iso_date(value));
  } else {
    out.string(value);
  }
}

template <class T>
void write(Writer& out, const T& value) {
  static_assert(!Is<T>::optional, "std::optional is for members of structs only");
  if constexpr (std::is_same_v<T, bool>) {
    out.boolean(value);
  } else if constexpr (is_whole<T>) {
    if constexpr (std::is_signed_v<T>) {
      out.integer(value);
    } else {
      out.natural(value);
    }
  } else if constexpr (std::is_floating_point_v<T>) {
    out.number(value);
  } else if constexpr (is_stringy<T> || std::is_same_v<T, std::string_view>) {
    write_stringy(out, value);
  } else if constexpr (Is<T>::vector || Is<T>::array) {
    out.open('[');
    for (const auto& held : value) write<typename T::value_type>(out, held);
    out.close(']');
  } else if constexpr (Is<T>::map) {
    out.open('{');
    for (const auto& [key, held] : value) {
      out.key(key);
      write(out, held);
    }
    out.close('}');
  } else if constexpr (is_any<T> || is_any_object<T>) {
    out.value(value);
  } else if constexpr (Is<T>::defaulted) {
    write(out, value.value);
  } else if constexpr (std::is_same_v<T, Nothing>) {
    out.open('{');
    out.close('}');
  } else if constexpr (is_described<T>) {
    write_struct(out, value);
  } else {
    static_assert(unknown_type<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
  }
}

// ---- shape

template <class T>
const Shape& shape_of();

template <class M>
Field field_of(std::string_view name) {
  if constexpr (Is<M>::optional) {
    return {name, false, &shape_of<typename Is<M>::inner>};
  } else if constexpr (Is<M>::defaulted) {
    Writer writer;
    write(writer, M{});
    return {name, false, &shape_of<typename Is<M>::inner>, std::move(writer).text()};
  } else {
    return {name, true, &shape_of<M>};
  }
}

template <class T>
Shape stringy_shape() {
  using Kind = Shape::Kind;
  Shape out;
  if constexpr (Is<T>::text) {
    out.kind = Kind::text;
    out.min = T::min_length;
    out.max = T::max_length;
  } else if constexpr (CodedEnum<T>) {
    out.kind = Kind::code;
    out.type = &typeid(T);
    out.codes = all_codes<T>();
  } else {
    out.kind = Is<T>::id                    ? Kind::id
               : std::is_same_v<T, Instant> ? Kind::instant
               : std::is_same_v<T, Day>     ? Kind::day
                                            : Kind::string;
  }
  return out;
}

template <class T>
Shape whole_shape() {
  Shape out;
  out.kind = std::is_signed_v<T> ? Shape::Kind::integer : Shape::Kind::natural;
  if constexpr (std::is_signed_v<T>) {
    out.min = std::numeric_limits<T>::min();
    out.max = std::numeric_limits<T>::max();
  } else {
    out.natural_max = std::numeric_limits<T>::max();
  }
  return out;
}

template <class T>
Shape make_shape() {
  using Kind = Shape::Kind;
  Shape out;
  if constexpr (std::is_same_v<T, bool>) {
    out.kind = Kind::boolean;
  } else if constexpr (is_whole<T>) {
    out = whole_shape<T>();
  } else if constexpr (std::is_floating_point_v<T>) {
    out.kind = Kind::number;
  } else if constexpr (is_stringy<T> || std::is_same_v<T, std::string_view>) {
    out = stringy_shape<T>();
  } else if constexpr (Is<T>::vector || Is<T>::array) {
    out.kind = Kind::array;
    out.items = &shape_of<typename T::value_type>;
    if constexpr (Is<T>::array) out.max = Is<T>::size;
  } else if constexpr (Is<T>::map) {
    out.kind = Kind::map;
    out.items = &shape_of<typename T::mapped_type>;
  } else if constexpr (is_any_object<T>) {
    out.kind = Kind::any_object;
  } else if constexpr (is_any<T>) {
    out.kind = Kind::any;
  } else if constexpr (std::is_same_v<T, Nothing>) {
    out.kind = Kind::object;
    out.type = &typeid(T);
  } else {
    static_assert(is_described<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    out.kind = Kind::object;
    out.type = &typeid(T);
    mp::mp_for_each<Members<T>>(
        [&](auto d) { out.fields.push_back(field_of<TypeOf<decltype(d)>>(d.name)); });
  }
  return out;
}

template <class T>
const Shape& shape_of() {
  static const Shape shape = make_shape<T>();
  return shape;
}

}  // namespace detail
}  // namespace gewu::json
