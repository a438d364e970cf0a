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

/// The enumerator's own name: code_of(CaseState::reported) == "reported".
template <CodedEnum E>
std::string_view code_of(E value) {
  std::string_view name = "";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (d.value == value) name = d.name;
  });
  return name;
}

/// The enumerator of that name, if there is one.
template <CodedEnum E>
std::optional<E> from_code(std::type_identity<E>, std::string_view code) {
  std::optional<E> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (code == d.name) found = d.value;
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
      [&](auto d) { out.emplace_back(d.name); });
  return out;
}

}  // namespace gewu
