// SPDX-License-Identifier: Apache-2.0
// Templates of api.hpp: each turns a typed handler into one of three untyped kinds.
#pragma once

#include "api/api.hpp"

namespace gewu::api {

/// A route before it is typed away: what OpenAPI shows and what the guard needs.
struct Api::Spec {
  http::Method method = http::Method::get;
  std::string pattern;
  Policy policy;
  Doc doc;
  RouteOptions options;
  boost::json::array query = {};                 ///< OpenAPI parameter objects
  std::optional<boost::json::value> body = {};   ///< schema of the request's JSON
  std::vector<std::string> media = {};           ///< accepted content types of the body
  std::optional<boost::json::value> reply = {};  ///< schema of the reply's JSON
  std::string reply_media = "application/json";
};

template <class IdType>
Result<IdType> Call::id(std::string_view name) const {
  const auto found = params.find(name);
  if (found != params.end()) {
    if (const auto parsed = parse_id_as<IdType>(found->second)) return *parsed;
  }
  return Error{Failure::not_found, "id_invalid", "There is nothing under this address.",
               "/" + std::string(name)};
}

template <class Out>
http::Response json_response(const Out& out) {
  return {200, "application/json", json::encode(out), {}};
}
template <class Out>
http::Response json_response(const WithHeaders<Out>& out) {
  return {200, "application/json", json::encode(out.body), out.headers};
}

template <class Query, class Out, class F>
void Api::get(std::string pattern, Policy policy, Doc doc, F handler, RouteOptions options) {
  Spec spec{http::Method::get, std::move(pattern), std::move(policy), std::move(doc), options};
  spec.query = json::query_parameters<Query>(components());
  spec.reply = json::schema<Out>(components());
  add_read(std::move(spec),
           [handler = std::move(handler)](db::ReadTx& tx, const Call& call,
                                          const http::Request& request) -> Result<http::Response> {
             GEWU_TRY(const Query query, json::decode_query<Query>(request.query));
             GEWU_TRY(const Out out, handler(tx, call, query));
             return json_response(out);
           });
}

template <class In, class Out, class F>
void Api::write_route(http::Method method, std::string pattern, Policy policy, Doc doc, F handler,
                      RouteOptions options) {
  Spec spec{method, std::move(pattern), std::move(policy), std::move(doc), options};
  spec.body = json::schema<In>(components());
  spec.media = {"application/json"};
  spec.reply = json::schema<Out>(components());
  const json::Limits limits{.bytes = options.body_limit};
  add_write(std::move(spec),
            [handler = std::move(handler), limits](const Call&,
                                                   const http::Request& request) -> Result<Unit> {
              // Not `? "{}" : request.body`: that would make a copy and leave a view of it.
              const auto body = request.body.empty() ? std::string_view("{}") : request.body;
              GEWU_TRY(In in, json::decode<In>(body, limits));
              return Unit([handler, in = std::move(in)](
                              db::WriteTx& tx, const Call& call) -> Result<http::Response> {
                GEWU_TRY(const auto out, handler(tx, call, in));  // Out or WithHeaders<Out>
                return json_response(out);
              });
            });
}

template <class Prepared, class Out>
void Api::upload(std::string pattern, Policy policy, Doc doc, std::vector<std::string> media,
                 std::function<Result<Prepared>(const Call&, std::string_view body)> prepare,
                 std::function<Result<Out>(db::WriteTx&, const Call&, const Prepared&)> store,
                 RouteOptions options) {
  Spec spec{http::Method::post, std::move(pattern), std::move(policy), std::move(doc), options};
  spec.media = std::move(media);
  spec.reply = json::schema<Out>(components());
  add_write(
      std::move(spec),
      [prepare = std::move(prepare), store = std::move(store)](
          const Call& call, const http::Request& request) -> Result<Unit> {
        GEWU_TRY(Prepared prepared, prepare(call, request.body));
        auto shared = std::make_shared<const Prepared>(std::move(prepared));
        return Unit([store, shared](db::WriteTx& tx, const Call& inner) -> Result<http::Response> {
          GEWU_TRY(const Out out, store(tx, inner, *shared));
          return json_response(out);
        });
      });
}

template <class In, class Out>
void Api::post_slow(
    std::string pattern, Policy policy, Doc doc,
    std::function<Result<WithHeaders<Out>>(db::Database&, const Call&, const In&)> handler,
    RouteOptions options) {
  Spec spec{http::Method::post, std::move(pattern), std::move(policy), std::move(doc), options};
  spec.body = json::schema<In>(components());
  spec.media = {"application/json"};
  spec.reply = json::schema<Out>(components());
  const json::Limits limits{.bytes = options.body_limit};
  add_slow(std::move(spec),
           [this, handler = std::move(handler), limits](
               const Call& call, const http::Request& request) -> Result<http::Response> {
             GEWU_TRY(const In in, json::decode<In>(request.body, limits));
             GEWU_TRY(const WithHeaders<Out> out, handler(database(), call, in));
             return json_response(out);
           });
}

}  // namespace gewu::api
