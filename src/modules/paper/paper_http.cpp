// SPDX-License-Identifier: Apache-2.0
#include <turbojpeg.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>

#include "api/api.hpp"
#include "modules/accounts/accounts.hpp"
#include "modules/areas/areas.hpp"
#include "modules/cases/cases.hpp"
#include "modules/categories/categories.hpp"
#include "modules/paper/form.hpp"
#include "modules/paper/paper.hpp"
#include "modules/paper/paper_policy.hpp"
#include "modules/paper/square_code.hpp"
#include "modules/photos/photos.hpp"
#include "modules/places/places.hpp"

namespace gewu::paper {

namespace {

using areas::TerritorySnapshot;
using cases::views::CaseArea;

constexpr int kPageMost = 200;
constexpr std::size_t kHoldersMost = 6;
constexpr std::size_t kUploadMost = 12 * 1024 * 1024;

// ---- out ----------------------------------------------------------------------------------------

struct CardHolder {
  api::Role role{};
  std::string name, phone, hours;  ///< as published for the post; empty where not
};
BOOST_DESCRIBE_STRUCT(CardHolder, (), (role, name, phone, hours))

struct CardCategory {
  std::string code, name_zh, name_en;
};
BOOST_DESCRIBE_STRUCT(CardCategory, (), (code, name_zh, name_en))

struct QrPath {
  int size = 0;   ///< modules
  std::string d;  ///< of the dark ones, for an SVG path
};
BOOST_DESCRIBE_STRUCT(QrPath, (), (size, d))

struct FormBox {
  std::string category;
  double x = 0, y = 0, size = 0;
};
BOOST_DESCRIBE_STRUCT(FormBox, (), (category, x, y, size))

/// Millimetres from the form's top left.
struct FormGeometry {
  double width_mm = form_width_mm, height_mm = form_height_mm;
  std::vector<Spot> marks{form_marks.begin(), form_marks.end()};
  Spot qr = form_code;
  std::vector<FormBox> boxes;
  Frame words = form_words;
  Frame contact = form_contact;
};
BOOST_DESCRIBE_STRUCT(FormGeometry, (), (width_mm, height_mm, marks, qr, boxes, words, contact))

struct DoorCard {
  CaseArea area;
  std::vector<std::string> area_names;  ///< from the district down
  std::string district_name;
  std::vector<CardHolder> holders;  ///< the nearest first
  std::string report_url, card_code;
  std::vector<CardCategory> categories;  ///< in the order of the boxes
  QrPath qr_path;
  FormGeometry form;
};
BOOST_DESCRIBE_STRUCT(DoorCard, (),
                      (area, area_names, district_name, holders, report_url, card_code, categories,
                       qr_path, form))

struct DoorCardPage {
  std::vector<DoorCard> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(DoorCardPage, (), (items, next))

struct DoorCardQuery {
  std::optional<AreaId> cursor;  ///< the last one of the page before
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(DoorCardQuery, (), (cursor, limit))

struct CardPlace {
  double lat = 0, lon = 0;
};
BOOST_DESCRIBE_STRUCT(CardPlace, (), (lat, lon))

struct ScannedIn {
  std::optional<Text<0, 128>> t;  ///< the boxes, as the card's address packs them
};
BOOST_DESCRIBE_STRUCT(ScannedIn, (), (t))

/// What a scanned card says to the page that it opens.
struct ScannedCard {
  CaseArea area;
  std::vector<std::string> area_names;  ///< from the district down
  std::optional<CardPlace> place;       ///< the middle of it; none where it has no outline
  std::vector<CardCategory> categories;
};
BOOST_DESCRIBE_STRUCT(ScannedCard, (), (area, area_names, place, categories))

struct PaperPhoto {
  PhotoId photo;
  std::string token;
};
BOOST_DESCRIBE_STRUCT(PaperPhoto, (), (photo, token))

struct PaperFormOut {
  std::optional<CaseArea> area;
  std::optional<std::string> card_code;
  std::vector<std::string> ticked;  ///< categories; empty unless sure
  PaperPhoto photo;                 ///< to be claimed by the report
  bool sure = false;
  std::optional<Doubt> why;
};
BOOST_DESCRIBE_STRUCT(PaperFormOut, (), (area, card_code, ticked, photo, sure, why))

// ---- cards --------------------------------------------------------------------------------------

CaseArea shown(const areas::Area& area) { return {area.id, area.code, area.name, area.level}; }

std::vector<const categories::Category*> boxed(const categories::Tree& tree) {
  std::vector<const categories::Category*> out;
  for (const auto* category : tree.usual()) {
    if (out.size() < form_boxes.size() && can_be_packed(category->code)) out.push_back(category);
  }
  return out;
}

/// What all cards of one answer have in common.
struct Printer {
  db::ReadTx& tx;
  const api::Call& call;
  const TerritorySnapshot& territory;
  std::vector<const categories::Category*> categories;

  std::vector<CardHolder> holders(const std::vector<const areas::Area*>& chain) const {
    std::vector<AreaId> areas;
    for (const auto* area : chain) areas.push_back(area->id);
    const auto posts = places::posts_at(tx, call.district, areas, call.now);
    const auto people = accounts::standing_at(tx, call.district, card_roles(), areas, call.now);
    std::vector<CardHolder> out;
    const auto put = [&](CardHolder holder) {
      if (out.size() < kHoldersMost) out.push_back(std::move(holder));
    };
    for (const auto* area : chain) {
      for (const auto& post : posts) {
        if (post.area != area->id) continue;
        put({post.role, post.shown.name, post.shown.phone, post.shown.hours});
      }
      // A card hangs where everybody reads it: who is not published is named by the post alone.
      for (const api::Role role : card_roles()) {
        const bool held = std::any_of(people.begin(), people.end(), [&](const auto& p) {
          return p.area == area->id && p.role == role;
        });
        const bool told = std::any_of(posts.begin(), posts.end(), [&](const auto& p) {
          return p.area == area->id && p.role == role;
        });
        if (held && !told) put({role, "", "", ""});
      }
    }
    return out;
  }

  DoorCard card(const areas::Area& area) const {
    const auto chain = territory.chain(area.id);
    const auto& district = territory.district();
    DoorCard out;
    out.area = shown(area);
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) out.area_names.push_back((*at)->name);
    out.district_name = district.name;
    out.holders = holders(chain);
    CardCode code{card_code(district.code, area.code), {}};
    for (std::size_t i = 0; i < categories.size(); ++i) {
      const auto& c = *categories[i];
      code.categories.push_back(c.code);
      out.categories.push_back({c.code, c.name_zh, c.name_en});
      const Spot& box = form_boxes[i];
      out.form.boxes.push_back({c.code, box.x, box.y, box.size});
    }
    out.card_code = code.card;
    out.report_url = card_url(call.origin, district.code, code);
    const SquareCode square = make_code(out.report_url);
    out.qr_path = {square.size, path_of(square)};
    return out;
  }
};

Result<const areas::Area*> asked_area(const api::Call& call, const TerritorySnapshot& territory) {
  GEWU_TRY(const AreaId id, call.id<AreaId>("area"));
  const auto scope = areas::scope_of(territory, accounts::scope_areas(call.who(), paper_roles()));
  const auto* area = territory.find(id);
  if (area == nullptr || !areas::in_scope(territory, scope, id)) {
    return not_found("area_unknown", "There is no such area among yours.");
  }
  return area;
}

/// The buildings below, or the deepest areas where there are none.
std::vector<const areas::Area*> doors_of(const TerritorySnapshot& territory, AreaId under) {
  std::vector<const areas::Area*> buildings, leaves;
  for (const auto& area : territory.subtree(under)) {
    if (area.level == areas::Level::building) buildings.push_back(&area);
    if (territory.is_leaf(area.id)) leaves.push_back(&area);
  }
  return buildings.empty() ? leaves : buildings;
}

Result<DoorCardPage> door_cards(db::ReadTx& tx, const api::Call& call, const Services& services,
                                const DoorCardQuery& query) {
  const int limit = query.limit.value_or(50);
  if (limit < 1 || limit > kPageMost) {
    return invalid("limit_out_of_range", "Ask for 1 to 200 cards.", "?limit");
  }
  const auto territory = services.territories.current(tx, call.district);
  GEWU_TRY(const auto* area, asked_area(call, *territory));
  const auto tree = services.categories.of(tx, call.district, call.now);
  const Printer printer{tx, call, *territory, boxed(*tree)};
  const auto doors = doors_of(*territory, area->id);
  auto at = doors.begin();
  if (query.cursor) {
    at = std::find_if(doors.begin(), doors.end(),
                      [&](const areas::Area* a) { return a->id == *query.cursor; });
    if (at == doors.end())
      return invalid("cursor_invalid", "Go back to the first page.", "?cursor");
    ++at;
  }
  DoorCardPage out;
  for (; at != doors.end() && out.items.size() < static_cast<std::size_t>(limit); ++at) {
    out.items.push_back(printer.card(**at));
  }
  if (at != doors.end()) out.next = to_string(out.items.back().area.id);
  return out;
}

/// Categories that are no more are left out, and so are boxes that cannot be read: the place alone
/// is worth having.
Result<ScannedCard> scanned(db::ReadTx& tx, const api::Call& call, const Services& services,
                            const ScannedIn& in) {
  const auto territory = services.territories.current(tx, call.district);
  const auto code = area_of_card(territory->district().code, call.params.at("card"));
  const auto* area = code ? territory->find_code(*code) : nullptr;
  if (area == nullptr) {
    return not_found("card_unknown", "No such card. Choose the place on the map.");
  }
  ScannedCard out;
  out.area = shown(*area);
  const auto chain = territory->chain(area->id);
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) out.area_names.push_back((*at)->name);
  if (area->label) out.place = CardPlace{area->label->lat, area->label->lon};
  const auto tree = services.categories.of(tx, call.district, call.now);
  const auto boxes = in.t ? unpack_categories(in.t->str()) : std::nullopt;
  for (const auto& box : boxes.value_or(std::vector<std::string>{})) {
    const auto* known = tree->find(box);
    if (known != nullptr && known->active) {
      out.categories.push_back({known->code, known->name_zh, known->name_en});
    }
  }
  return out;
}

// ---- forms --------------------------------------------------------------------------------------

struct Photographed {
  photos::Prepared photo;
  std::string token;
  Reading reading;
};

Result<Photographed> photographed(const Services& services, const api::Call& call,
                                  std::string_view body) {
  GEWU_TRY(photos::Prepared prepared, services.photos.prepare(call.district, body));
  const auto jpeg =
      services.photos.load(call.district, prepared.content_hash, photos::PhotoSize::full);
  const auto grey = jpeg ? decode_grey(*jpeg) : std::nullopt;
  Photographed out{std::move(prepared), photos::make_token(services.random), {}};
  out.reading.doubt = Doubt::no_form;
  if (!grey) return out;
  const std::string& district = call.params.at("district");
  out.reading = read_form(*grey, district);
  if (out.reading.doubt == Doubt::no_form && services.other) {
    out.reading = services.other(*grey, district);
  }
  return out;
}

PaperFormOut file_form(db::WriteTx& tx, const api::Call& call, const Services& services,
                       const Photographed& in) {
  const auto ticket = photos::store(tx, call.district, in.photo,
                                    services.ids.next<PhotoTag>(call.now), in.token, call.now);
  PaperFormOut out;
  out.photo = {ticket.photo, ticket.token};
  out.card_code = in.reading.card;
  out.why = in.reading.doubt;
  const auto territory = services.territories.current(tx, call.district);
  const auto* area = in.reading.area ? territory->find_code(*in.reading.area) : nullptr;
  if (area != nullptr) out.area = shown(*area);
  if (in.reading.area && area == nullptr) out.why = Doubt::card_unknown;
  out.sure = !out.why;
  if (out.sure) out.ticked = in.reading.ticked;
  return out;
}

}  // namespace

std::optional<Grey> decode_grey(std::string_view jpeg) {
  const std::unique_ptr<void, int (*)(tjhandle)> handle(tjInitDecompress(), tjDestroy);
  const auto* bytes = reinterpret_cast<const unsigned char*>(jpeg.data());
  Grey out;
  int subsampling = 0, colours = 0;
  if (!handle || tjDecompressHeader3(handle.get(), bytes, jpeg.size(), &out.width, &out.height,
                                     &subsampling, &colours) != 0) {
    return std::nullopt;
  }
  constexpr int kSideMost = 4096;
  if (out.width < 2 || out.height < 2 || out.width > kSideMost || out.height > kSideMost) {
    return std::nullopt;
  }
  out.levels.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
  if (tjDecompress2(handle.get(), bytes, jpeg.size(), out.levels.data(), out.width, 0, out.height,
                    TJPF_GRAY, 0) != 0) {
    return std::nullopt;
  }
  return out;
}

void append_paper_routes(api::Api& api, const Services& services) {
  api.get<api::NoQuery, DoorCard>(
      "/api/v1/{district}/areas/{area}/door-card", print_policy(),
      {"What is printed for one door", "paper"},
      [services](db::ReadTx& tx, const api::Call& call, const api::NoQuery&) -> Result<DoorCard> {
        const auto territory = services.territories.current(tx, call.district);
        GEWU_TRY(const auto* area, asked_area(call, *territory));
        const auto tree = services.categories.of(tx, call.district, call.now);
        return Printer{tx, call, *territory, boxed(*tree)}.card(*area);
      });
  api.get<DoorCardQuery, DoorCardPage>(
      "/api/v1/{district}/areas/{area}/door-cards", print_policy(),
      {"What is printed for every door below", "paper"},
      [services](db::ReadTx& tx, const api::Call& call, const DoorCardQuery& query) {
        return door_cards(tx, call, services, query);
      });
  api.get<ScannedIn, ScannedCard>(
      "/api/v1/{district}/door-cards/{card}", scan_policy(),
      {"The place and the categories of a scanned card", "paper"},
      [services](db::ReadTx& tx, const api::Call& call, const ScannedIn& in) {
        return scanned(tx, call, services, in);
      },
      {.rate = {60, std::chrono::seconds(2)}});
  api.upload<Photographed, PaperFormOut>(
      "/api/v1/{district}/paper-forms", read_policy(),
      {"Read a photographed form; its photo waits for the report", "paper"}, {"image/jpeg"},
      [services](const api::Call& call, std::string_view body) {
        return photographed(services, call, body);
      },
      [services](db::WriteTx& tx, const api::Call& call, const Photographed& in)
          -> Result<PaperFormOut> { return file_form(tx, call, services, in); },
      {.body_limit = kUploadMost, .rate = {.burst = 60, .per = std::chrono::seconds(5)}});
}

}  // namespace gewu::paper
