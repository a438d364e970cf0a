// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"
#include "modules/tiles/tiles.hpp"
#include "modules/tiles/tiles_service.hpp"

namespace gewu::tiles {

namespace {

using api::Call;

constexpr const char* kMedia = "application/vnd.mapbox-vector-tile";

/// The filters of the list of cases that a map has, too. Below zoom 14 those that counts are kept
/// by: state, category and area.
struct CaseTileQuery {
  std::optional<cases::State> state;
  std::optional<AreaId> area;
  std::optional<Text<1, 32>> category;
  std::optional<bool> emergency;
};
BOOST_DESCRIBE_STRUCT(CaseTileQuery, (), (state, area, category, emergency))

Result<Tile> tile_named(const Call& call) {
  const auto tile = parse_tile(call.params.at("z"), call.params.at("x"), call.params.at("y"));
  if (tile) return *tile;
  return not_found("tile_unknown", "There is no such tile: zoom is 0 to 18.");
}

Result<cases::MapFilter> filter_of(cases::CaseService& service, db::ReadTx& tx, const Call& call,
                                   const CaseTileQuery& query) {
  cases::MapFilter out;
  out.state = query.state;
  out.area = query.area;
  out.emergency = query.emergency.value_or(false);
  if (query.category) {
    const auto tree = service.services().categories.of(tx, call.district, call.now);
    const auto* known = tree->find(query.category->str());
    if (known == nullptr) return invalid("category_unknown", "No such category.", "?category");
    out.category = known->id;
  }
  return out;
}

Result<http::Response> area_tile(AreaTiles& tiles, db::ReadTx& tx, const Call& call,
                                 const http::Request& request) {
  GEWU_TRY(const Tile tile, tile_named(call));
  const auto etag = tiles.etag(tx, call.district);
  if (!etag) return not_found("district_unknown", "There is no such district.");
  http::Response out;
  out.content_type = kMedia;
  // Asked again each time, and answered in a word until boundaries change.
  out.headers = {{"ETag", *etag}, {"Cache-Control", "no-cache"}};
  if (request.header("if-none-match") == *etag) {
    out.status = 304;
    return out;
  }
  out.body = *tiles.tile(tx, call.district, tile);
  return out;
}

}  // namespace

void append_tiles_routes(api::Api& api, cases::CaseService& service) {
  auto areas = std::make_shared<AreaTiles>(service.services().territories);
  auto counts = std::make_shared<OpenCounts>();
  api.get_raw("/api/v1/{district}/tiles/areas/{z}/{x}/{y}", api::open_to_all("areas.read"),
              {"A vector tile of areas and their labels", "tiles"}, kMedia,
              [areas](db::ReadTx& tx, const Call& call, const http::Request& request) {
                return area_tile(*areas, tx, call, request);
              });
  api.get_raw("/api/v1/{district}/tiles/cases/{z}/{x}/{y}", api::signed_in("cases.see"),
              {"A vector tile of open cases: counts by area, from zoom 14 on each one", "tiles"},
              kMedia,
              [&service, counts](db::ReadTx& tx, const Call& call,
                                 const http::Request& request) -> Result<http::Response> {
                GEWU_TRY(const Tile tile, tile_named(call));
                GEWU_TRY(const auto query, json::decode_query<CaseTileQuery>(request.query));
                GEWU_TRY(const auto filter, filter_of(service, tx, call, query));
                http::Response out;
                out.content_type = kMedia;
                // Of this caller alone, and soon old.
                out.headers = {{"Cache-Control", "private, no-store"}};
                GEWU_TRY(out.body, case_tile(tx, service, *counts, call.district, call.who(), tile,
                                             filter, call.now));
                return out;
              });
}

}  // namespace gewu::tiles
