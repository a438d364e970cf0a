// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace gewu {

/// Why an expected refusal happened. The HTTP layer maps each to one status; nothing else does.
enum class Failure {
  invalid,            ///< the input breaks a rule that the caller can mend (400/422)
  unauthenticated,    ///< nobody is logged in, or the login has ended (401)
  forbidden,          ///< known caller, no right to this (403)
  not_found,          ///< no such thing, or not within the caller's areas (404)
  conflict,           ///< the state of things does not allow it (409)
  stale,              ///< the caller saw an older version (409)
  gone,               ///< it was there and has ended (410)
  too_large,          ///< over a stated limit (413)
  unsupported_media,  ///< not a kind of content we read (415)
  too_many,           ///< rate limit (429)
  unavailable         ///< a dependency or a full queue; try again (503)
};

/// An expected refusal. `code` is stable and is the translation key; `field` is a JSON pointer
/// ("/place/lat") or empty; `detail` says in English what happened and what to do.
struct Error {
  Failure kind = Failure::invalid;
  std::string code;
  std::string detail;
  std::string field = {};
};

/// A value or an expected refusal. Infrastructure failures are exceptions, never this.
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// The value; throws std::logic_error with the refusal's code when there is none.
  T& value() & { return need(), std::get<0>(state_); }
  const T& value() const& { return need(), std::get<0>(state_); }
  T&& value() && { return need(), std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  void need() const {
    if (!ok())
      throw std::logic_error("Result holds a refusal: " + error().code + ": " + error().detail);
  }
  std::variant<T, Error> state_;
};

struct Nothing {};

/// Success without a value, or a refusal: `return done();`
using Done = Result<Nothing>;
inline Done done() { return Nothing{}; }

inline Error invalid(std::string code, std::string detail, std::string field = {}) {
  return {Failure::invalid, std::move(code), std::move(detail), std::move(field)};
}
inline Error not_found(std::string code, std::string detail) {
  return {Failure::not_found, std::move(code), std::move(detail), {}};
}
inline Error forbidden(std::string code, std::string detail) {
  return {Failure::forbidden, std::move(code), std::move(detail), {}};
}
inline Error conflict(std::string code, std::string detail) {
  return {Failure::conflict, std::move(code), std::move(detail), {}};
}

}  // namespace gewu

#define GEWU_CONCAT_INNER(a, b) a##b
#define GEWU_CONCAT(a, b) GEWU_CONCAT_INNER(a, b)

/// `GEWU_TRY(auto place, locate(point));` declares `place`, or returns the refusal from the
/// enclosing function.
#define GEWU_TRY(declaration, expression)                       \
  auto GEWU_CONCAT(gewu_try_, __LINE__) = (expression);         \
  if (!GEWU_CONCAT(gewu_try_, __LINE__).ok())                   \
    return std::move(GEWU_CONCAT(gewu_try_, __LINE__)).error(); \
  declaration = std::move(GEWU_CONCAT(gewu_try_, __LINE__)).value()

/// The same for a result without a value: `GEWU_CHECK(may(caller, action));`
#define GEWU_CHECK(expression) \
  if (auto gewu_check = (expression); !gewu_check.ok()) return std::move(gewu_check).error()
