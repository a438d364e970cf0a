// SPDX-License-Identifier: Apache-2.0
#include "http/router.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "http/target.hpp"

namespace gewu::http {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
  }
  return "";
}

std::string_view Request::header(std::string_view lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto pair : split_list(header("cookie"), ';')) {
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
    auto value = trim(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return value;
  }
  return {};
}

namespace {

using Parts = std::vector<std::string_view>;

/// "/a/b" → {"a", "b"}, "/a/" → {"a", ""}, "/" → {""}.
Parts segments_of(std::string_view path) {
  Parts out;
  for (std::size_t at = 1; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    out.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }
bool is_rest(std::string_view segment) { return segment.ends_with("*}"); }

std::string_view parameter_name(std::string_view segment) {
  return segment.substr(1, segment.size() - (is_rest(segment) ? 3 : 2));
}

void check_pattern(const std::string& pattern) {
  const auto fail = [&](const char* why) {
    throw std::logic_error("route pattern " + pattern + ": " + why);
  };
  if (!pattern.starts_with('/')) fail("must start with /");
  const auto segments = segments_of(pattern);
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto segment = segments[i];
    const bool braces = segment.find_first_of("{}") != std::string_view::npos;
    if (!braces) continue;
    const bool whole = segment.starts_with('{') && segment.ends_with('}') &&
                       segment.find_first_of("{}", 1) == segment.size() - 1;
    if (!whole) fail("a parameter must be a whole segment");
    const auto name = parameter_name(segment);
    if (name.empty()) fail("a parameter needs a name");
    if (!names.insert(name).second) fail("a parameter name occurs twice");
    if (is_rest(segment) && i + 1 < segments.size()) fail("{…*} must come last");
  }
}

}  // namespace

/// One segment of all patterns; a path walks down from the root.
struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
  std::unique_ptr<Node> parameter;
  std::map<Method, const Route*> here;
  std::map<Method, const Route*> rest;

  /// The methods at `segments[at…]`, most specific first, or null. `taken` says whether by rest.
  const std::map<Method, const Route*>* find(const Parts& segments, std::size_t at) const {
    if (at == segments.size()) return here.empty() ? nullptr : &here;
    if (const auto next = literal.find(segments[at]); next != literal.end())
      if (const auto* found = next->second->find(segments, at + 1)) return found;
    if (parameter && !segments[at].empty())
      if (const auto* found = parameter->find(segments, at + 1)) return found;
    return rest.empty() ? nullptr : &rest;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(Route route) {
  check_pattern(route.pattern);
  auto held = std::make_unique<Route>(std::move(route));
  Node* node = root_.get();
  auto* methods = &node->here;
  for (const auto segment : segments_of(held->pattern)) {
    if (is_parameter(segment) && is_rest(segment)) {
      methods = &node->rest;
      break;
    }
    auto& next = is_parameter(segment) ? node->parameter : node->literal[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
    methods = &node->here;
  }
  const auto [place, fresh] = methods->emplace(held->method, held.get());
  if (!fresh) {
    throw std::logic_error("route " + std::string(name_of(held->method)) + ' ' + held->pattern +
                           " clashes with " + place->second->pattern);
  }
  routes_.push_back(std::move(held));
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match out;
  if (!path.starts_with('/')) return out;
  const auto segments = segments_of(path);
  const auto* methods = root_->find(segments, 0);
  if (!methods) return out;
  auto found = methods->find(method);
  if (found == methods->end() && method == Method::head) found = methods->find(Method::get);
  if (found == methods->end()) {
    out.method_not_allowed = true;
    for (const auto& entry : *methods) out.allowed.push_back(entry.first);
    if (methods->contains(Method::get) && !methods->contains(Method::head))
      out.allowed.insert(out.allowed.begin() + 1, Method::head);
    return out;
  }
  out.route = found->second;
  const auto wanted = segments_of(out.route->pattern);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!is_parameter(wanted[i])) continue;
    auto& value = out.params[std::string(parameter_name(wanted[i]))];
    if (is_rest(wanted[i])) {
      const auto from = i < segments.size() ? segments[i].data() - path.data() : path.size();
      value = path.substr(static_cast<std::size_t>(from));
    } else {
      value = segments[i];
    }
  }
  return out;
}

}  // namespace gewu::http
