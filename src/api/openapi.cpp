// SPDX-License-Identifier: Apache-2.0
#include "api/openapi.hpp"

#include <algorithm>
#include <map>

namespace gewu::api {

namespace {

namespace js = boost::json;

std::string_view key_of(http::Method m) {
  switch (m) {
    case http::Method::get:
      return "get";
    case http::Method::head:
      return "head";
    case http::Method::post:
      return "post";
    case http::Method::put:
      return "put";
    case http::Method::patch:
      return "patch";
    case http::Method::del:
      return "delete";
    case http::Method::options:
      return "options";
  }
  return "";
}

void print(const js::value& v, std::string& out, int indent) {
  const auto line = [&](int depth) {
    out.append("\n").append(static_cast<std::size_t>(depth) * 2, ' ');
  };
  if (const auto* object = v.if_object(); object && !object->empty()) {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : *object) {
      if (!std::exchange(first, false)) out += ',';
      line(indent + 1);
      out.append(js::serialize(js::string(key))).append(": ");
      print(value, out, indent + 1);
    }
    line(indent);
    out += '}';
  } else if (const auto* array = v.if_array(); array && !array->empty()) {
    out += '[';
    bool first = true;
    for (const auto& value : *array) {
      if (!std::exchange(first, false)) out += ',';
      line(indent + 1);
      print(value, out, indent + 1);
    }
    line(indent);
    out += ']';
  } else if (const auto* number = v.if_double()) {
    out += json::encode(*number);
  } else {
    out += js::serialize(v);
  }
}

js::array path_parameters(std::string_view pattern) {
  js::array out;
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
       at = pattern.find('{', at + 1)) {
    const auto name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
    out.push_back({{"name", js::string(name)},
                   {"in", "path"},
                   {"required", true},
                   {"schema", {{"type", "string"}}}});
  }
  return out;
}

js::object operation(const Api::Spec& route) {
  js::object op;
  op["summary"] = route.doc.summary;
  op["tags"] = {route.doc.tag};
  op["x-policy"] = route.policy.name;
  if (!route.policy.open) op["security"] = js::array{js::object{{"session", js::array{}}}};
  js::array parameters = path_parameters(route.pattern);
  for (const auto& p : route.query) parameters.push_back(p);
  if (route.method != http::Method::get) {
    parameters.push_back({{"name", "Idempotency-Key"},
                          {"in", "header"},
                          {"required", false},
                          {"schema", {{"type", "string"}, {"minLength", 8}, {"maxLength", 128}}}});
  }
  if (!parameters.empty()) op["parameters"] = parameters;
  if (!route.media.empty()) {
    js::object content;
    for (const auto& media : route.media) {
      content[media] = route.body ? js::object{{"schema", *route.body}} : js::object{};
    }
    op["requestBody"] = {{"required", true}, {"content", content}};
  }
  js::object good{{"description", "OK"}};
  good["content"] = {
      {route.reply_media, route.reply ? js::object{{"schema", *route.reply}} : js::object{}}};
  op["responses"] = {{"200", good},
                     {"default", js::object{{"$ref", "#/components/responses/Problem"}}}};
  if (route.options.watched) {
    op["responses"].as_object()["304"] = {{"description", "Unchanged since If-None-Match"}};
  }
  return op;
}

js::object problem_response() {
  const js::object text{{"type", "string"}};
  js::object properties{
      {"type", text},      {"title", text},  {"status", js::object{{"type", "integer"}}},
      {"code", text},      {"detail", text}, {"field", text},
      {"request_id", text}};
  const js::object schema{{"type", "object"},
                          {"required", js::array{"type", "title", "status", "code"}},
                          {"properties", properties}};
  return {{"description", "A refusal (RFC 9457). `code` is stable and is the translation key."},
          {"content", js::object{{"application/problem+json", js::object{{"schema", schema}}}}}};
}

}  // namespace

std::string openapi_document(const std::vector<Api::Spec>& routes, const js::object& components) {
  std::map<std::string, js::object> paths;
  for (const auto& route : routes) {
    std::string path = route.pattern;
    std::erase(path, '*');
    paths[path][key_of(route.method)] = operation(route);
  }
  std::map<std::string, js::value> sorted;
  for (const auto& [name, schema] : components) sorted.emplace(name, schema);

  js::object document;
  document["openapi"] = "3.1.0";
  document["info"] = {{"title", "Gewu"},
                      {"version", "1"},
                      {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  js::object& out = document["paths"].emplace_object();
  for (auto& [path, operations] : paths) out[path] = std::move(operations);
  js::object& parts = document["components"].emplace_object();
  js::object& schemas = parts["schemas"].emplace_object();
  for (auto& [name, schema] : sorted) schemas[name] = std::move(schema);
  parts["responses"] = {{"Problem", problem_response()}};
  parts["securitySchemes"] = {
      {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "gewu_session"}}}};
  std::string text;
  print(document, text, 0);
  return text + "\n";
}

}  // namespace gewu::api
