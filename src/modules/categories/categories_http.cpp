// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"
#include "modules/categories/categories.hpp"

namespace gewu::categories {

namespace {

struct CategoryOut {
  CategoryId id;
  std::string code;
  std::string name_zh, name_en;
  std::vector<std::string> limits;
  std::string limit;
  Nature nature{};
  bool self_handling = false;
  std::optional<std::string> emergency;
  std::optional<std::int32_t> usual;
  bool active = true;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CategoryOut, (),
                      (id, code, name_zh, name_en, limits, limit, nature, self_handling, emergency,
                       usual, active, version))

struct CategoryClassOut {
  std::string code;
  Domain domain{};
  std::string name_zh, name_en;
  std::vector<CategoryOut> categories;
};
BOOST_DESCRIBE_STRUCT(CategoryClassOut, (), (code, domain, name_zh, name_en, categories))

/// Classes in order of the catalogue; retired categories stay in their class, switched off, so
/// that old cases can still be named.
struct CategoriesOut {
  std::vector<CategoryClassOut> classes;
  std::vector<Emergency> emergencies;
};
BOOST_DESCRIBE_STRUCT(CategoriesOut, (), (classes, emergencies))

CategoryOut shown(const Category& c) {
  CategoryOut out;
  out.id = c.id;
  out.code = c.code;
  out.name_zh = c.name_zh;
  out.name_en = c.name_en;
  out.limits = c.limits;
  out.limit = c.limit();
  out.nature = c.nature;
  out.self_handling = c.self_handling;
  if (!c.emergency.empty()) out.emergency = c.emergency;
  out.usual = c.usual;
  out.active = c.active;
  out.version = c.version;
  return out;
}

CategoriesOut shown(const Tree& tree) {
  CategoriesOut out;
  std::map<std::string_view, std::size_t> places;
  for (const auto& category : tree.all()) {
    const auto [place, is_new] = places.emplace(category.class_code, out.classes.size());
    if (is_new) {
      out.classes.push_back(
          {category.class_code, category.domain, category.class_zh, category.class_en, {}});
    }
    out.classes[place->second].categories.push_back(shown(category));
  }
  out.emergencies = shipped_emergencies();
  return out;
}

Result<CategoryOut> change(Categories& categories, db::WriteTx& tx, const api::Call& call,
                           const CategoryChange& in) {
  GEWU_TRY(const CategoryId id, call.id<CategoryId>("category"));
  GEWU_CHECK(change_category(tx, call.district, id, in, call.now));
  tx.after_commit([&categories, district = call.district] { categories.forget(district); });
  return shown(find_category(tx, call.district, id).value());
}

}  // namespace

void append_categories_routes(api::Api& api, Categories& categories) {
  // Raw for the sake of the ETag: residents' phones ask for it at every report.
  api.get_raw("/api/v1/{district}/categories", api::open_to_all("categories.read"),
              {"All categories by class, with limits and emergency advice", "categories"},
              "application/json",
              [&categories](db::ReadTx& tx, const api::Call& call,
                            const http::Request& request) -> Result<http::Response> {
                const auto tree = categories.of(tx, call.district, call.now);
                http::Response out;
                out.headers = {{"ETag", tree->etag()}, {"Cache-Control", "no-cache"}};
                if (request.header("if-none-match") == tree->etag()) {
                  out.status = 304;
                } else {
                  out.body = json::encode(shown(*tree));
                }
                return out;
              });

  api.put<CategoryChange, CategoryOut>(
      "/api/v1/{district}/categories/{category}",
      api::only("categories.change", {api::Role::system_administrator}),
      {"Switch a category on or off, or choose its limit", "categories"},
      [&categories](db::WriteTx& tx, const api::Call& call, const CategoryChange& in) {
        return change(categories, tx, call, in);
      });
}

}  // namespace gewu::categories
