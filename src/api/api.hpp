// SPDX-License-Identifier: Apache-2.0
// Typed routes: one declaration gives the handler, its validation, its policy and its OpenAPI
// entry. Here, and only here, meet HTTP, JSON, transactions, the caller, idempotency and rate
// limits.
//
//   api.get<CaseQuery, CaseList>("/api/v1/{district}/cases", staff_policy, {"List cases", "cases"},
//       [=](db::ReadTx& tx, const api::Call& call, const CaseQuery& query) -> Result<CaseList>
//       {…});
//   api.post<ReportIn, ReportOut>("/api/v1/{district}/reports", open_policy, {"Report", "cases"},
//       [=](db::WriteTx& tx, const api::Call& call, const ReportIn& in) -> Result<ReportOut> {…});
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/caller.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "db/db.hpp"
#include "http/router.hpp"
#include "json/codec.hpp"

namespace gewu::api {

/// One request on its way through a module. Copied into write closures, so it owns what it holds.
struct Call {
  DistrictId district;           ///< from {district} in the path; none for routes without one
  std::optional<Caller> caller;  ///< set when signed in; always set behind a non-open policy
  Instant now;
  std::string remote;
  std::string request_id;
  std::map<std::string, std::string, std::less<>> params;
  std::string cookie;  ///< the raw Cookie header
  std::string media;   ///< content type of the body
  std::string origin;  ///< scheme and host as the client named them, for links

  /// A path parameter as an id; refusal `id_invalid` naming it otherwise.
  template <class IdType>
  Result<IdType> id(std::string_view name) const;
  const Caller& who() const { return *caller; }
};

struct NoQuery {};
BOOST_DESCRIBE_STRUCT(NoQuery, (), ())

struct Doc {
  std::string summary;  ///< one English line
  std::string tag;      ///< the module
};

/// A refusal at most every `per` after `burst`, counted per key in this process.
struct RateLimit {
  int burst = 0;  ///< 0: none
  std::chrono::seconds per{60};
};

struct RouteOptions {
  std::size_t body_limit = 64 * 1024;
  RateLimit rate = {};  ///< per client address
  bool csrf = true;     ///< signed-in writes need X-CSRF-Token; login itself does not
  /// Whether an answer is kept to be given again under its Idempotency-Key. Not where each asking
  /// is a deed of its own, and not where the answer must not be kept.
  bool replays = true;
  /// Open pages ask again and again: the answer carries an ETag, an unchanged one is an empty 304,
  /// and that one gives back what it took of the rate. Neighbours behind one address who all have
  /// their page open must not lock each other out; whoever guesses addresses never gets a 304.
  bool watched = false;
};

/// A reply that is not JSON of a described struct: a photo, GeoJSON, an attachment, a cookie.
using RawRead =
    std::function<Result<http::Response>(db::ReadTx&, const Call&, const http::Request&)>;

/// Lets a handler add headers (Set-Cookie) to a typed reply.
template <class Out>
struct WithHeaders {
  Out body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Who is asking, from the session cookie. Implemented by the accounts module.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  struct Found {
    Caller caller;
    std::string csrf_token;
  };
  /// Nothing where there is no live login of that district; may note activity afterwards.
  virtual std::optional<Found> authenticate(db::ReadTx& tx, DistrictId district,
                                            std::string_view cookie_header, Instant now) = 0;
  /// Code of the 401 for a cookie that is worth nothing (any more). It tells a phone what to do
  /// with the work it still has to send: `session_expired` keeps it for the next login.
  virtual std::string_view why_not(db::ReadTx&, DistrictId, std::string_view /*cookie_header*/) {
    return "session_expired";
  }
  /// The same, asked by the server on its own and not by somebody who does something: it keeps no
  /// idle login alive.
  virtual std::optional<Found> still_stands(db::ReadTx& tx, DistrictId district,
                                            std::string_view cookie_header, Instant now) {
    return authenticate(tx, district, cookie_header, now);
  }
};

/// District code in the path → id. Implemented by the areas module.
class DistrictLookup {
 public:
  virtual ~DistrictLookup() = default;
  virtual std::optional<DistrictId> find(std::string_view code) = 0;
};

/// Live hints to open pages: "case 42 of area 7 changed". Never carries personal data.
class Broadcast {
 public:
  virtual ~Broadcast() = default;
  /// Reaches every subscriber one of whose areas is in `chain` (the area and all above it).
  virtual void publish(DistrictId district, const std::vector<AreaId>& chain,
                       std::string_view event, std::string_view data) = 0;
};

/// The composition's services, handed to every module's `Append…Routes(api, …)`.
class Api {
 public:
  Api(http::Router& router, db::Database& database, const Clock& clock,
      Authenticator& authenticator, DistrictLookup& districts);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// Query (described struct; all members optional or defaulted) → Out, in one read snapshot.
  template <class Query, class Out, class F>
  void get(std::string pattern, Policy policy, Doc doc, F handler, RouteOptions options = {});

  /// Body In → Out in one WriteTx. Honours Idempotency-Key: the key is kept 60 days with a digest
  /// of the request; the same key with the same request returns the first answer, with another
  /// request it is refused (idempotency_key_reused). A refusal is never kept.
  template <class In, class Out, class F>
  void post(std::string pattern, Policy policy, Doc doc, F handler, RouteOptions options = {}) {
    write_route<In, Out>(http::Method::post, std::move(pattern), std::move(policy), std::move(doc),
                         std::move(handler), std::move(options));
  }
  template <class In, class Out, class F>
  void put(std::string pattern, Policy policy, Doc doc, F handler, RouteOptions options = {}) {
    write_route<In, Out>(http::Method::put, std::move(pattern), std::move(policy), std::move(doc),
                         std::move(handler), std::move(options));
  }
  template <class In, class Out, class F>
  void del(std::string pattern, Policy policy, Doc doc, F handler, RouteOptions options = {}) {
    write_route<In, Out>(http::Method::del, std::move(pattern), std::move(policy), std::move(doc),
                         std::move(handler), std::move(options));
  }

  /// A body that is not JSON (a photo): `prepare` runs on a worker thread without a transaction
  /// (decode, shrink), its result is given to `store` inside the WriteTx.
  template <class Prepared, class Out>
  void upload(std::string pattern, Policy policy, Doc doc, std::vector<std::string> media,
              std::function<Result<Prepared>(const Call&, std::string_view body)> prepare,
              std::function<Result<Out>(db::WriteTx&, const Call&, const Prepared&)> store,
              RouteOptions options = {});

  /// A login needs slow work (argon2) between a read and a write: the handler gets the database.
  template <class In, class Out>
  void post_slow(
      std::string pattern, Policy policy, Doc doc,
      std::function<Result<WithHeaders<Out>>(db::Database&, const Call&, const In&)> handler,
      RouteOptions options = {});

  void get_raw(std::string pattern, Policy policy, Doc doc, std::string media, RawRead handler,
               RouteOptions options = {});

  /// A page of HTML for people whose browser runs no script. The handler answers by itself, on a
  /// worker thread without a transaction; whatever is refused before it (the rate, the district, a
  /// body too large or of another kind, a broken database) is told by `refused`, as a page.
  void page(http::Method method, std::string pattern, Policy policy, Doc doc,
            std::vector<std::string> media,
            std::function<http::Response(const Call&, const http::Request&)> handler,
            http::Refusal refused, RouteOptions options = {});

  /// Server-sent events: `areas_of(tx, call)` says which areas this caller may hear.
  void events(std::string pattern, Policy policy, Doc doc,
              std::function<std::vector<AreaId>(db::ReadTx&, const Call&)> areas_of);
  Broadcast& broadcast();

  /// Where unexpected failures are logged: request id and what was thrown.
  void on_error(std::function<void(const std::string&, const std::string&)> log);

  /// The OpenAPI 3.1 document of every route added so far, stable in order and layout.
  std::string openapi() const;

  /// What every route is reduced to; see api.cpp.
  struct Spec;
  using Unit = std::function<Result<http::Response>(db::WriteTx&, const Call&)>;
  using Parse = std::function<Result<Unit>(const Call&, const http::Request&)>;
  using Slow = std::function<Result<http::Response>(const Call&, const http::Request&)>;

 private:
  template <class In, class Out, class F>
  void write_route(http::Method method, std::string pattern, Policy policy, Doc doc, F handler,
                   RouteOptions options);
  void add_read(Spec spec, RawRead handler);
  void add_write(Spec spec, Parse parse);
  void add_slow(Spec spec, Slow handler);
  boost::json::object& components();
  db::Database& database();

  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gewu::api

#include "api/api_impl.hpp"
