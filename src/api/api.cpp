// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"

#include <sodium.h>

#include <array>

#include "api/broadcast_hub.hpp"
#include "api/idempotency.hpp"
#include "api/openapi.hpp"
#include "api/rate_limiter.hpp"
#include "base/bytes.hpp"

namespace gewu::api {

namespace {

/// What a broken database means to the client. Everything else is a 500 raised by the server.
std::optional<Error> as_refusal(const db::DbError& e) {
  switch (e.fault()) {
    case db::Fault::busy:
      return Error{Failure::unavailable, "database_busy",
                   "Too much work is waiting. Nothing was stored; try again in a moment.", ""};
    case db::Fault::disk_full:
      return Error{Failure::unavailable, "database_full",
                   "The server has no room to store this. Nothing was stored; try again later.",
                   ""};
    case db::Fault::unavailable:
      return Error{Failure::unavailable, "database_unavailable",
                   "The database cannot be reached. Nothing was stored; try again later.", ""};
    case db::Fault::serialization:
      return Error{Failure::unavailable, "database_contended",
                   "Others were changing the same thing. Nothing was stored; try again.", ""};
    case db::Fault::unknown_outcome:
      return Error{Failure::unavailable, "outcome_unknown",
                   "The connection broke while storing. Repeat with the same Idempotency-Key: it "
                   "will not be stored twice.",
                   ""};
    default:
      return std::nullopt;
  }
}

std::string login_detail(std::string_view code) {
  if (code == "session_expired") return "Your login has ended. Log in again.";
  if (code == "account_disabled") return "This account was disabled. Ask your administrator.";
  if (code == "device_revoked") {
    return "This device was signed out by an administrator. Log in again, or ask them.";
  }
  return "Log in first.";
}

std::string origin_of(const http::Request& request) {
  const auto forwarded = request.header("x-forwarded-proto");
  return std::string(forwarded == "https" ? "https" : "http") + "://" +
         std::string(request.header("host"));
}

}  // namespace

class Api::Impl {
 public:
  Impl(http::Router& r, db::Database& d, const Clock& c, Authenticator& a, DistrictLookup& l)
      : router(r), database(d), clock(c), authenticator(a), districts(l) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  }

  struct Guarded {
    Call call;
    std::string csrf_token;  ///< of the login, empty without one
  };

  static std::string rate_key(const Spec& spec, const http::Request& request) {
    return spec.pattern + "|" + network_of(request.remote);
  }

  /// District, caller, rights: everything that is decided before a handler sees the request.
  Result<Guarded> guard(const Spec& spec, const http::Request& request) {
    Guarded out;
    Call& call = out.call;
    call.now = clock.now();
    call.remote = request.remote;
    call.request_id = request.id;
    call.params = request.params;
    call.cookie = request.header("cookie");
    call.media = request.header("content-type");
    call.origin = origin_of(request);
    if (!limiter.allow(rate_key(spec, request), spec.options.rate, call.now)) {
      return Error{Failure::too_many, "rate_limited", "Too many at once. Wait a minute.", ""};
    }
    if (const auto code = request.params.find("district"); code != request.params.end()) {
      const auto district = districts.find(code->second);
      if (!district) return not_found("district_unknown", "There is no district of this code.");
      call.district = *district;
    }
    GEWU_CHECK(identify(spec.policy, out));
    return out;
  }

  Done identify(const Policy& policy, Guarded& out) {
    Call& call = out.call;
    std::string refusal = "login_needed";
    if (call.cookie.find("gewu_session=") != std::string::npos && call.district) {
      auto found = database.read([&](db::ReadTx& tx) {
        auto live = authenticator.authenticate(tx, call.district, call.cookie, call.now);
        if (!live && !policy.open) {
          refusal = authenticator.why_not(tx, call.district, call.cookie);
        }
        return live;
      });
      if (found) {
        call.caller = std::move(found->caller);
        out.csrf_token = std::move(found->csrf_token);
      }
    }
    if (policy.open) return done();
    if (!call.caller) {
      return Error{Failure::unauthenticated, refusal, login_detail(refusal), ""};
    }
    if (!policy.roles.empty() && !call.caller->has_any(policy.roles)) {
      return forbidden("role_missing", "Your roles do not include this.");
    }
    return done();
  }

  /// Asks again, later and without a request, who listens to a stream and to what.
  BroadcastHub::Listener listener(
      const Call& opened, std::function<std::vector<AreaId>(db::ReadTx&, const Call&)> areas_of) {
    return [this, opened,
            areas_of = std::move(areas_of)](Instant now) -> std::optional<std::vector<AreaId>> {
      try {
        return database.read([&](db::ReadTx& tx) -> std::optional<std::vector<AreaId>> {
          auto found = authenticator.still_stands(tx, opened.district, opened.cookie, now);
          if (!found) return std::nullopt;
          Call call = opened;
          call.now = now;
          call.caller = std::move(found->caller);
          return areas_of(tx, call);
        });
      } catch (const db::DbError&) {
        return std::nullopt;  // Told nothing for lack of knowledge; the page opens it anew.
      }
    };
  }

  /// A signed-in browser must prove that the page, not another site, sent this.
  Done check_csrf(const Spec& spec, const Guarded& guarded, const http::Request& request) {
    // What is open to all gives a signed-in browser no right that a forger has not himself. And
    // the residents' pages, opened beside the console, know no token.
    if (!guarded.call.caller || !spec.options.csrf || spec.policy.open) return done();
    const auto sent = request.header("x-csrf-token");
    const auto& kept = guarded.csrf_token;
    if (sent.size() == kept.size() && !kept.empty() &&
        sodium_memcmp(sent.data(), kept.data(), kept.size()) == 0) {
      return done();
    }
    return forbidden("csrf_token_wrong", "Reload the page and try again.");
  }

  void run_read(const Spec& spec, const RawRead& handler, const http::Request& request,
                const http::Reply& reply) {
    const auto guarded = guard(spec, request);
    if (!guarded) return reply(guarded.error());
    const auto response =
        database.read([&](db::ReadTx& tx) { return handler(tx, guarded->call, request); });
    if (!response) return reply(response.error());
    reply(spec.options.watched ? unless_known(spec, *response, request) : *response);
  }

  /// The same, or that the page has it already. The tag is made of the whole answer: nothing that
  /// shows in it can be forgotten. What this costs is the making of it, some tenths of a
  /// millisecond; what it saves is the line, which a phone pays for.
  http::Response unless_known(const Spec& spec, http::Response response,
                              const http::Request& request) {
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(response.body.data()),
                       response.body.size(), nullptr, 0);
    const std::string_view bytes(reinterpret_cast<const char*>(hash.data()), hash.size());
    const std::string tag = "W/\"" + to_hex(as_bytes(bytes)) + "\"";
    response.headers.emplace_back("ETag", tag);
    if (request.header("if-none-match") != tag) return response;
    limiter.give_back(rate_key(spec, request), spec.options.rate);
    return {304, "", "", response.headers};
  }

  void run_write(const Spec& spec, const Parse& parse, const http::Request& request,
                 const http::Reply& reply) {
    const auto guarded = guard(spec, request);
    if (!guarded) return reply(guarded.error());
    if (const auto c = check_csrf(spec, *guarded, request); !c) return reply(c.error());
    const auto unit = parse(guarded->call, request);
    if (!unit) return reply(unit.error());
    auto work = std::make_shared<Work>(Work{*unit, guarded->call, {}, std::nullopt, reply, 0});
    const auto header = request.header("idempotency-key");
    if (spec.options.replays && !header.empty()) {
      const std::string who = work->call.caller ? to_string(work->call.caller->account) : "public";
      auto key = IdempotencyKey::make(header, who, request);
      if (!key) return reply(key.error());
      work->key = std::move(*key);
    }
    submit(work);
  }

  struct Work {
    Unit unit;
    Call call;
    std::optional<IdempotencyKey> key;
    std::optional<Result<http::Response>> answer;
    http::Reply reply;
    int attempts = 0;
  };

  static bool attempt(Work& work, db::WriteTx& tx) {
    if (work.key) {
      auto earlier = work.key->find(tx, work.call.district);
      if (!earlier) return work.answer = std::move(earlier).error(), false;
      if (*earlier) return work.answer = **std::move(earlier), false;
    }
    work.answer = work.unit(tx, work.call);
    if (!work.answer->ok()) return false;
    if (work.key) work.key->keep(tx, work.call.district, **work.answer, work.call.now);
    return true;
  }

  void submit(const std::shared_ptr<Work>& work) {
    database.submit([work](db::WriteTx& tx) { return attempt(*work, tx); },
                    [this, work](std::exception_ptr failed) { finish(work, failed); });
  }

  void finish(const std::shared_ptr<Work>& work, const std::exception_ptr& failed) {
    if (!failed) {
      work->answer->ok() ? work->reply(**work->answer) : work->reply(work->answer->error());
      return;
    }
    try {
      std::rethrow_exception(failed);
    } catch (const db::DbError& e) {
      // Two requests with one key at the same moment: the second finds the first's answer.
      if (e.fault() == db::Fault::unique_violation && work->key && ++work->attempts < 3) {
        return submit(work);
      }
      if (const auto refusal = as_refusal(e)) return work->reply(*refusal);
      note_error(work->call.request_id, e.what());
    } catch (const std::exception& e) {
      note_error(work->call.request_id, e.what());
    }
    work->reply(internal_error());
  }

  static http::Response internal_error() {
    return {500,
            "application/problem+json",
            R"({"type":"about:blank","title":"Internal Server Error","status":500,)"
            R"("code":"internal_error","detail":"Something broke on the server. It was logged."})",
            {}};
  }

  void note_error(const std::string& request_id, const std::string& what) {
    if (on_error) on_error(request_id, what);
  }

  /// Adds the route with the shared catch of infrastructure failures around `run`.
  template <class Run>
  void add(Spec spec, Run run, http::Refusal refused = {}) {
    specs.push_back(spec);
    const auto shared = std::make_shared<const Spec>(std::move(spec));
    http::Route route;
    route.method = shared->method;
    route.pattern = shared->pattern;
    route.policy = shared->policy.name;
    route.body_limit = shared->options.body_limit;
    if (!shared->media.empty()) route.media = shared->media;
    route.refused = std::move(refused);
    route.handler = [this, shared, run](const http::Request& request, http::Reply reply) {
      try {
        run(*shared, request, reply);
      } catch (const db::DbError& e) {
        if (const auto refusal = as_refusal(e)) return reply(*refusal);
        note_error(request.id, e.what());
        reply(internal_error());
      }
    };
    router.add(std::move(route));
  }

  http::Router& router;
  db::Database& database;
  const Clock& clock;
  Authenticator& authenticator;
  DistrictLookup& districts;
  RateLimiter limiter;
  BroadcastHub hub{clock};
  boost::json::object components;
  std::vector<Spec> specs;
  std::function<void(const std::string&, const std::string&)> on_error;
};

Api::Api(http::Router& router, db::Database& database, const Clock& clock,
         Authenticator& authenticator, DistrictLookup& districts)
    : impl_(std::make_unique<Impl>(router, database, clock, authenticator, districts)) {}
Api::~Api() = default;

void Api::add_read(Spec spec, RawRead handler) {
  impl_->add(std::move(spec),
             [impl = impl_.get(), handler = std::move(handler)](
                 const Spec& s, const http::Request& request, const http::Reply& reply) {
               impl->run_read(s, handler, request, reply);
             });
}

void Api::add_write(Spec spec, Parse parse) {
  impl_->add(std::move(spec),
             [impl = impl_.get(), parse = std::move(parse)](
                 const Spec& s, const http::Request& request, const http::Reply& reply) {
               impl->run_write(s, parse, request, reply);
             });
}

void Api::add_slow(Spec spec, Slow handler) {
  impl_->add(std::move(spec),
             [impl = impl_.get(), handler = std::move(handler)](
                 const Spec& s, const http::Request& request, const http::Reply& reply) {
               const auto guarded = impl->guard(s, request);
               if (!guarded) return reply(guarded.error());
               if (const auto c = impl->check_csrf(s, *guarded, request); !c)
                 return reply(c.error());
               const auto response = handler(guarded->call, request);
               response ? reply(*response) : reply(response.error());
             });
}

void Api::page(http::Method method, std::string pattern, Policy policy, Doc doc,
               std::vector<std::string> media,
               std::function<http::Response(const Call&, const http::Request&)> handler,
               http::Refusal refused, RouteOptions options) {
  Spec spec{method, std::move(pattern), std::move(policy), std::move(doc), std::move(options)};
  spec.media = std::move(media);
  spec.reply_media = "text/html";
  const auto run = [impl = impl_.get(), handler = std::move(handler), refused](
                       const Spec& s, const http::Request& request) {
    const auto tell = [&](const Error& error) {
      return refused(request, http::status_of(error.kind), error);
    };
    try {
      const auto guarded = impl->guard(s, request);
      return guarded ? handler(guarded->call, request) : tell(guarded.error());
    } catch (const db::DbError& e) {
      if (const auto refusal = as_refusal(e)) return tell(*refusal);
      impl->note_error(request.id, e.what());
    } catch (const std::exception& e) {
      impl->note_error(request.id, e.what());
    }
    return refused(request, 500,
                   Error{Failure::unavailable, "internal_error",
                         "Something broke on the server. It was logged."});
  };
  impl_->add(
      std::move(spec),
      [run](const Spec& s, const http::Request& request, const http::Reply& reply) {
        reply(run(s, request));
      },
      std::move(refused));
}

void Api::get_raw(std::string pattern, Policy policy, Doc doc, std::string media, RawRead handler,
                  RouteOptions options) {
  Spec spec{http::Method::get, std::move(pattern), std::move(policy), std::move(doc), options};
  spec.reply_media = std::move(media);
  add_read(std::move(spec), std::move(handler));
}

void Api::events(std::string pattern, Policy policy, Doc doc,
                 std::function<std::vector<AreaId>(db::ReadTx&, const Call&)> areas_of) {
  Spec spec{http::Method::get, std::move(pattern), std::move(policy), std::move(doc), {}};
  spec.reply_media = "text/event-stream";
  impl_->add(std::move(spec),
             [impl = impl_.get(), areas_of = std::move(areas_of)](
                 const Spec& s, const http::Request& request, const http::Reply& reply) {
               const auto guarded = impl->guard(s, request);
               if (!guarded) return reply(guarded.error());
               const auto areas =
                   impl->database.read([&](db::ReadTx& tx) { return areas_of(tx, guarded->call); });
               impl->hub.subscribe(guarded->call.district, areas,
                                   impl->listener(guarded->call, areas_of), reply.sink());
             });
}

Broadcast& Api::broadcast() { return impl_->hub; }
boost::json::object& Api::components() { return impl_->components; }
db::Database& Api::database() { return impl_->database; }
void Api::on_error(std::function<void(const std::string&, const std::string&)> log) {
  impl_->on_error = std::move(log);
}
std::string Api::openapi() const { return openapi_document(impl_->specs, impl_->components); }

}  // namespace gewu::api
