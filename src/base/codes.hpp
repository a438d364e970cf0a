// SPDX-License-Identifier: Apache-2.0
// Enumerations whose names are their codes: identical in C++, SQL, JSON and translations.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace gewu {

template <class E>
concept CodedEnum = std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value;

namespace detail {
/// C++ keywords take a trailing underscore as enumerators (`register_`); the code is without it.
constexpr std::string_view code_from_enumerator(std::string_view name) {
  return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}
}  // namespace detail

/// The enumerator's own name: code_of(State::reported) == "reported", code_of(State::void_) ==
/// "void".
template <CodedEnum E>
constexpr std::string_view code_of(E value) {
  std::string_view name = "";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (d.value == value) name = detail::code_from_enumerator(d.name);
  });
  return name;
}

/// The enumerator of that name, if there is one.
template <CodedEnum E>
std::optional<E> from_code(std::type_identity<E>, std::string_view code) {
  std::optional<E> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (code == detail::code_from_enumerator(d.name)) found = d.value;
  });
  return found;
}
template <CodedEnum E>
std::optional<E> from_code(std::string_view code) {
  return from_code(std::type_identity<E>{}, code);
}

/// All names in order of declaration.
template <CodedEnum E>
std::vector<std::string_view> all_codes() {
  std::vector<std::string_view> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto d) { out.emplace_back(detail::code_from_enumerator(d.name)); });
  return out;
}

}  // namespace gewu
