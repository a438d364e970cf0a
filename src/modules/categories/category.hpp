// SPDX-License-Identifier: Apache-2.0
// What a case is about: the shipped catalogue and a district's tree made of it. Pure.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

namespace gewu::categories {

/// component: a fixed public thing; event: something happening in public space (both from the
/// urban-management tree); demand: what residents ask for beyond that.
enum class Domain { component, event, demand };
BOOST_DESCRIBE_ENUM(Domain, component, event, demand)

/// What the resident wants. Belongs to the case; a category has only its usual one.
enum class Nature { solve, complain, ask, suggest, thank, other };
BOOST_DESCRIBE_ENUM(Nature, solve, complain, ask, suggest, thank, other)

/// Told before anything else: ring this number, say this.
struct Emergency {
  std::string code;    ///< "gas", "fire", "injury", "crime", "collapse", "electric"
  std::string number;  ///< "119"
  std::string advice_zh, advice_en;
};
BOOST_DESCRIBE_STRUCT(Emergency, (), (code, number, advice_zh, advice_en))

struct Category {
  CategoryId id;     ///< none in the catalogue, set in a district
  std::string code;  ///< "event-05-02": domain, class, category; never given to another matter
  Domain domain{};
  std::string class_code;  ///< "event-05"
  std::string class_zh, class_en;
  std::string name_zh, name_en;
  std::vector<std::string> limits;  ///< "work_hour:4"; the usual one first; a dispatcher may choose
  std::string own_limit;            ///< the district's choice, or empty
  /// What holds unless a dispatcher chooses another.
  const std::string& limit() const { return own_limit.empty() ? limits.front() : own_limit; }
  Nature nature = Nature::solve;  ///< usual
  bool self_handling = false;     ///< sensible to put right on the spot (发现即办)
  std::string emergency;          ///< code of an Emergency, or empty
  std::optional<int> usual;       ///< place in the short list residents see first
  bool active = true;             ///< offered for new cases; old ones keep it
  bool retired = false;           ///< no longer in the catalogue; never active
  std::int64_t version = 0;       ///< of the row in the district
};

/// The unclassified category, target of imports whose words fit nothing.
inline constexpr std::string_view unclassified_code = "demand-00-00";

/// Reads catalogue lines (columns: README.md). Throws std::logic_error naming the line: the files
/// are ours.
std::vector<Category> read_catalogue(std::string_view tsv);
std::vector<Emergency> read_emergencies(std::string_view tsv);

/// The catalogue shipped with this binary, in order of domain and file; parsed once.
const std::vector<Category>& shipped_catalogue();
const std::vector<Emergency>& shipped_emergencies();
/// Null where the code is unknown or empty.
const Emergency* emergency(std::string_view code);

/// "work_hour:4": a known unit and 1–10,000.
bool is_limit(std::string_view text);

/// All categories of one district as they were at one moment. Immutable.
class Tree {
 public:
  explicit Tree(std::vector<Category> categories);
  const std::vector<Category>& all() const { return all_; }  ///< in catalogue order
  const Category* find(CategoryId id) const;
  const Category* find(std::string_view code) const;
  /// The short list for residents: active ones with a rank, in order of rank.
  std::vector<const Category*> usual() const;
  const std::string& etag() const { return etag_; }  ///< quoted, of the contents

 private:
  std::vector<Category> all_;
  std::unordered_map<std::int64_t, std::size_t> by_id_;
  std::map<std::string, std::size_t, std::less<>> by_code_;
  std::string etag_;
};

}  // namespace gewu::categories
