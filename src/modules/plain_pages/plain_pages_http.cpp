// SPDX-License-Identifier: Apache-2.0
// The form without script: the same use case as the residents' page, HTML in and out.
#include <sodium.h>

#include <cmath>
#include <map>

#include "api/api.hpp"
#include "api/idempotency.hpp"
#include "base/bytes.hpp"
#include "modules/areas/areas.hpp"
#include "modules/cases/cases.hpp"
#include "modules/photos/photos.hpp"
#include "modules/plain_pages/form_data.hpp"
#include "modules/plain_pages/pages.hpp"
#include "modules/plain_pages/plain_pages.hpp"

namespace gewu::plain_pages {

namespace {

using api::Call;

constexpr std::size_t kPhotoMax = 12 * 1024 * 1024;
constexpr std::size_t kFieldMax =
    64 * 1024;  ///< of one text, far above any limit: it is shown again
constexpr std::size_t kBodyMax = kPhotoMax + 8 * kFieldMax;

// ---- around every page --------------------------------------------------------------------------

/// No script, nothing foreign, nothing inline; sent nowhere but here; kept by nobody.
http::Response html(int status, std::string body) {
  http::Response out{status, "text/html; charset=utf-8", std::move(body), {}};
  out.headers = {
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
       "frame-ancestors 'none'"},
      {"Cache-Control", "no-store"},
      {"Vary", "Accept-Language"},
  };
  if (status == 429) out.headers.emplace_back("Retry-After", "60");
  if (status == 503) out.headers.emplace_back("Retry-After", "5");
  return out;
}

/// As asked for, else the first of the two languages that the browser names, else Chinese.
Language language_of(std::string_view asked, std::string_view accepted) {
  if (const auto l = from_code<Language>(asked)) return *l;
  const auto en = accepted.find("en"), zh = accepted.find("zh");
  return en < zh ? Language::en : Language::zh;
}

std::string_view query_of(const http::Request& request, std::string_view name) {
  const auto at = request.query.find(name);
  return at == request.query.end() ? std::string_view() : std::string_view(at->second);
}

/// Told also where the district is not known or the body was not read.
http::Response refused(const http::Request& request, int status, const Error& error) {
  Setting s;
  // Before the route is chosen for good, the code stands in the path only.
  std::string_view path = request.path;
  path.remove_prefix(std::min(path.size(), std::string_view("/plain/").size()));
  s.district = std::string(path.substr(0, path.find('/')));
  s.language = language_of(query_of(request, "lang"), request.header("accept-language"));
  return html(status, wrong_page(s, refusal_words(error, s.language)));
}

/// What a page needs of its district, in one snapshot.
struct Place {
  Setting setting;
  std::shared_ptr<const areas::TerritorySnapshot> territory;
  std::shared_ptr<const categories::Tree> tree;
};

Place place_of(const Services& s, const Call& call, Language language) {
  return s.database.read([&](db::ReadTx& tx) {
    Place out;
    out.territory = s.cases.services().territories.current(tx, call.district);
    out.tree = s.cases.services().categories.of(tx, call.district, call.now);
    const auto& district = out.territory->district();
    const bool english = language == Language::en && !district.name_en.empty();
    out.setting = {district.code, english ? district.name_en : district.name, language,
                   district.utc_offset()};
    return out;
  });
}

std::string new_key(Random& random) { return to_hex(random.bytes<16>()); }

// ---- a door card's place ------------------------------------------------------------------------

/// Only an area so small that its middle is as good as the place itself.
const areas::Area* spot_of(const areas::TerritorySnapshot& territory, std::string_view code) {
  const auto* area = code.empty() ? nullptr : territory.find_code(code);
  if (area == nullptr || !area->label) return nullptr;
  switch (area->level) {
    case areas::Level::building:
    case areas::Level::micro_grid:
    case areas::Level::dedicated_grid:
      return area;
    default:
      return nullptr;
  }
}

std::optional<Spot> told_spot(const areas::Area* area) {
  return area ? std::optional(Spot{area->code, area->name}) : std::nullopt;
}

// ---- what was sent ------------------------------------------------------------------------------

struct Form {
  Typed typed;
  std::string language;
  std::string_view photo;  ///< of the request's body
};

void put(Form& form, std::string_view name, std::string_view value) {
  const std::pair<std::string_view, std::string Typed::*> texts[] = {
      {"words", &Typed::words},
      {"category", &Typed::category},
      {"address", &Typed::address},
      {"name", &Typed::name},
      {"phone", &Typed::phone},
      {"at", &Typed::at},
      {"key", &Typed::key},
      {"photo_kept", &Typed::photo},
      {"photo_token", &Typed::photo_token}};
  value = value.substr(0, kFieldMax);
  for (const auto& [known, member] : texts) {
    if (known == name) form.typed.*member = std::string(value);
  }
  if (name == "lang") form.language = std::string(value.substr(0, 8));
}

Result<Form> read_form(const http::Request& request) {
  Form form;
  const auto type = request.header("content-type");
  if (const std::string boundary = boundary_of(type); !boundary.empty()) {
    GEWU_TRY(const auto parts, read_multipart(boundary, request.body));
    for (const auto& part : parts) {
      if (part.is_file && part.name == "photo") form.photo = part.body;
      if (!part.is_file) put(form, part.name, part.body);
    }
    return form;
  }
  GEWU_TRY(const auto fields, read_urlencoded(request.body));
  for (const auto& field : fields) put(form, field.name, field.value);
  return form;
}

/// Everything that makes it this report and no other, whatever boundary a browser drew for it.
std::string contents_of(const Typed& t, std::string_view photo_hash) {
  std::string out;
  for (const auto* text : {&t.words, &t.category, &t.address, &t.name, &t.phone, &t.at, &t.photo}) {
    out += std::to_string(text->size()) + ':' + *text;
  }
  return out.append(photo_hash);
}

/// Which input a refusal of the use case is about.
Wrong wrong_of(const Error& error, Language language) {
  static const std::map<std::string_view, std::string_view> ids{
      {"/words", "words"},       {"/address", "address"},     {"/category", "category"},
      {"/contact/name", "name"}, {"/contact/phone", "phone"}, {"/photos/0", "photo"},
      {"/photo", "photo"}};
  const auto id = ids.find(error.field);
  return {id == ids.end() ? std::string() : std::string(id->second),
          std::string(refusal_words(error, language))};
}

// ---- one report ---------------------------------------------------------------------------------

class Sending {
 public:
  Sending(const Services& services, const Call& call, const http::Request& request)
      : s_(services), call_(call), request_(request) {}

  http::Response run() {
    auto form = read_form(request_);
    const auto asked = form ? std::string_view(form->language) : query_of(request_, "lang");
    language_ = language_of(asked, request_.header("accept-language"));
    place_ = place_of(s_, call_, language_);
    if (!form) return again({}, form.error());
    typed_ = std::move(form->typed);
    spot_ = spot_of(*place_.territory, typed_.at);
    if (!form->photo.empty()) {
      auto prepared = s_.photos.prepare(call_.district, form->photo);
      if (!prepared) {
        Error error = std::move(prepared).error();
        error.field = "/photo";
        return again(typed_, error);
      }
      photo_ = std::move(*prepared);
    }
    return send();
  }

 private:
  http::Response send() {
    // The key is the form's, so pressing twice, a slow line and a reload are one report.
    http::Request same;
    same.method = http::Method::post;
    same.path = request_.path;
    same.body = contents_of(typed_, photo_ ? photo_->content_hash : "");
    auto key = api::IdempotencyKey::make(typed_.key, "plain", same);
    if (!key) {
      typed_.key.clear();
      return again(typed_, Error{Failure::invalid, "form_malformed", "Send it once more.", ""});
    }
    try {
      auto out = s_.database.write([&](db::WriteTx& tx) -> Result<http::Response> {
        GEWU_TRY(const auto earlier, key->find(tx, call_.district));
        if (earlier) return html(200, earlier->body);
        GEWU_TRY(const Sent sent, report(tx));
        auto page = html(200, sent_page(place_.setting, sent));
        key->keep(tx, call_.district, page, call_.now);
        return page;
      });
      return out ? *out : not_sent(out.error());
    } catch (const db::DbError& e) {
      // Two of one key at the same moment: the other's answer is there now.
      if (e.fault() != db::Fault::unique_violation) throw;
      const auto earlier =
          s_.database.read([&](db::ReadTx& tx) { return key->find(tx, call_.district); });
      if (earlier && *earlier) return html(200, (*earlier)->body);
      throw;
    }
  }

  Result<Sent> report(db::WriteTx& tx) {
    cases::NewReport in;
    in.words = typed_.words;
    in.address = typed_.address;
    in.category = typed_.category;
    in.language = language_ == Language::zh ? "zh-CN" : "en";
    if (!typed_.name.empty() || !typed_.phone.empty()) {
      in.contact = cases::Contact{typed_.name, typed_.phone};
    }
    if (spot_ != nullptr) {
      in.channel = cases::Channel::door_card;
      in.point = spot_->label;
      in.accuracy_m = std::sqrt(std::max(spot_->area_m2, 100.0) / 3.14159);
    }
    if (photo_) {
      const auto ticket =
          photos::store(tx, call_.district, *photo_, s_.ids.next<PhotoTag>(call_.now),
                        photos::make_token(s_.random), call_.now);
      in.photos = {{ticket.photo, ticket.token}};
    } else if (const auto kept = parse_id_as<PhotoId>(typed_.photo)) {
      in.photos = {{*kept, typed_.photo_token}};
    }
    GEWU_TRY(const auto done, s_.cases.report(tx, call_.district, in, nullptr, call_.now));
    Sent sent{done.number, done.follow_code, to_hex(done.receipt), "", "", ""};
    if (const auto* emergency = categories::emergency(done.emergency)) {
      sent.emergency_number = emergency->number;
      sent.advice_zh = emergency->advice_zh;
      sent.advice_en = emergency->advice_en;
    }
    return sent;
  }

  /// The same form with everything that was typed; a photo that arrived need not be sent again.
  http::Response not_sent(const Error& error) {
    if (error.code == "idempotency_key_reused") {
      typed_.key.clear();
      return again(typed_, error, say(Word::fresh_key, language_));
    }
    if (error.field.starts_with("/photos")) {
      typed_.photo.clear();
      typed_.photo_token.clear();
    } else if (photo_) {
      const auto ticket = s_.database.write([&](db::WriteTx& tx) {
        return photos::store(tx, call_.district, *photo_, s_.ids.next<PhotoTag>(call_.now),
                             photos::make_token(s_.random), call_.now);
      });
      typed_.photo = to_string(ticket.photo);
      typed_.photo_token = ticket.token;
    }
    return again(typed_, error);
  }

  http::Response again(Typed typed, const Error& error, std::string_view words = {}) {
    if (typed.key.empty()) typed.key = new_key(s_.random);
    Wrong wrong = wrong_of(error, language_);
    if (!words.empty()) wrong = {"", std::string(words)};
    return html(http::status_of(error.kind),
                form_page(place_.setting, *place_.tree, typed, told_spot(spot_), wrong));
  }

  const Services& s_;
  const Call& call_;
  const http::Request& request_;
  Language language_ = Language::zh;
  Place place_;
  Typed typed_;
  const areas::Area* spot_ = nullptr;
  std::optional<photos::Prepared> photo_;
};

// ---- routes -------------------------------------------------------------------------------------

http::Response show_form(const Services& s, const Call& call, const http::Request& request) {
  const auto language = language_of(query_of(request, "lang"), request.header("accept-language"));
  const auto place = place_of(s, call, language);
  Typed typed;
  typed.key = new_key(s.random);
  const auto spot = told_spot(spot_of(*place.territory, query_of(request, "at")));
  return html(200, form_page(place.setting, *place.tree, typed, spot, std::nullopt));
}

http::Response show_progress(const Services& s, const Call& call, const http::Request& request) {
  const auto language = language_of(query_of(request, "lang"), request.header("accept-language"));
  const auto place = place_of(s, call, language);
  const std::string code(query_of(request, "code").substr(0, 40));
  if (code.empty()) {
    return html(200, follow_page(place.setting, "", std::nullopt, std::nullopt));
  }
  const auto found = s.database.read([&](db::ReadTx& tx) {
    return cases::progress_of(s.cases, tx, call.district, code, call.now);
  });
  if (!found) {
    const Wrong wrong{"code", std::string(refusal_words(found.error(), language))};
    return html(404, follow_page(place.setting, code, std::nullopt, wrong));
  }
  return html(200, follow_page(place.setting, code, *found, std::nullopt));
}

/// The page of one district where there is only one, else the question which.
http::Response choose_district(const Services& s, const http::Request& request) {
  const auto all = s.database.read([](db::ReadTx& tx) { return areas::list_districts(tx); });
  Setting setting;
  setting.language = language_of(query_of(request, "lang"), request.header("accept-language"));
  if (all.size() == 1) {
    auto out = html(303, "");
    out.headers.emplace_back("Location", "/plain/" + all.front().code);
    return out;
  }
  std::vector<Spot> districts;
  for (const auto& d : all) {
    const bool english = setting.language == Language::en && !d.name_en.empty();
    districts.push_back({d.code, english ? d.name_en : d.name});
  }
  return html(200, district_page(setting, districts));
}

http::Response show_style() {
  http::Response out = html(200, std::string(style_sheet()));
  out.content_type = "text/css; charset=utf-8";
  for (auto& [name, value] : out.headers) {
    if (name == "Cache-Control") value = "public, max-age=3600";
  }
  return out;
}

}  // namespace

void append_plain_pages_routes(api::Api& api, Services services) {
  const auto s = std::make_shared<const Services>(services);
  const api::Policy open = api::open_to_all("plain_pages.use");
  using Minute = std::chrono::seconds;
  api.page(http::Method::get, "/plain/{district}", open, {"The form without script", "plain_pages"},
           {}, [s](const Call& call, const http::Request& r) { return show_form(*s, call, r); },
           refused, {.rate = {60, Minute(1)}});
  api.page(http::Method::post, "/plain/{district}", open, {"Report by that form", "plain_pages"},
           {"multipart/form-data", "application/x-www-form-urlencoded"},
           [s](const Call& call, const http::Request& r) { return Sending(*s, call, r).run(); },
           refused, {.body_limit = kBodyMax, .rate = {30, Minute(20)}});
  api.page(http::Method::get, "/plain/{district}/follow", open,
           {"Follow a report without script", "plain_pages"}, {},
           [s](const Call& call, const http::Request& r) { return show_progress(*s, call, r); },
           refused, {.rate = {60, Minute(2)}});
  api.page(http::Method::get, "/plain", open, {"Which district", "plain_pages"}, {},
           [s](const Call&, const http::Request& r) { return choose_district(*s, r); }, refused,
           {.rate = {60, Minute(1)}});
  api.page(
      http::Method::get, "/plain/style.css", open, {"How the plain pages look", "plain_pages"}, {},
      [](const Call&, const http::Request&) { return show_style(); }, refused);
}

}  // namespace gewu::plain_pages
