// SPDX-License-Identifier: Apache-2.0
#include "modules/paper/reader.hpp"

#include <algorithm>
#include <cmath>

#include "modules/paper/perspective.hpp"
#include "modules/paper/square_code.hpp"

namespace gewu::paper {

namespace {

constexpr double kSearchMm = 16;     ///< around where a mark should be
constexpr double kCodeOffMm = 2.5;   ///< that the code may lie beside its place
constexpr double kContrastMin = 45;  ///< grey levels between paper and ink
// Shares of ink in a box: a stroke of a ballpoint through half of it is some 0.12.
constexpr double kEmptyMost = 0.035, kTickedLeast = 0.075;

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

struct Sheet {
  CardCode code;
  std::array<Point, 4> corners;
};

std::optional<Sheet> find_sheet(const Grey& photo, std::string_view district) {
  for (auto& found : find_codes(photo)) {
    if (auto code = read_card_url(district, found.text)) {
      return Sheet{std::move(*code), found.corners};
    }
  }
  return std::nullopt;
}

std::array<Perspective::Pair, 4> code_pairs(const Sheet& sheet) {
  const Spot& c = form_code;
  return {{{{c.x, c.y}, sheet.corners[0]},
           {{c.x + c.size, c.y}, sheet.corners[1]},
           {{c.x + c.size, c.y + c.size}, sheet.corners[2]},
           {{c.x, c.y + c.size}, sheet.corners[3]}}};
}

/// A filled square seen from anywhere not too flat fills half of its bounding box or more.
bool like_a_mark(const Blob& blob, double pixels_per_mm) {
  const double wanted = form_marks[0].size * pixels_per_mm;
  const double side = std::sqrt(blob.area);
  const double longer = std::max(blob.width, blob.height),
               shorter = std::min(blob.width, blob.height);
  return side > 0.5 * wanted && side < 1.7 * wanted && longer < 2.4 * shorter &&
         blob.area > 0.48 * longer * shorter;
}

/// Marks are sought from the code outward, each with what the ones before it taught: the code alone
/// says too little about the far end of the form.
std::optional<Perspective> lay_straight(const Grey& photo, const Sheet& sheet) {
  const auto near = code_pairs(sheet);
  auto seen = Perspective::from(near);
  if (!seen) return std::nullopt;
  const double scale = seen->scale_at(centre_of(form_code));
  if (!(scale > 2 && scale < 60)) return std::nullopt;
  const double mark = std::pow(form_marks[0].size * scale, 2);
  const auto blobs = dark_blobs(photo, static_cast<int>(1.6 * form_marks[0].size * scale), mark / 4,
                                mark * 4, 400);
  std::vector<Perspective::Pair> pairs(near.begin(), near.end()), marks;
  for (const std::size_t which : {1U, 3U, 0U, 2U}) {
    const Point form = centre_of(form_marks[which]);
    const Point wanted = seen->to_picture(form);
    const double here = seen->scale_at(form);
    const Blob* best = nullptr;
    for (const auto& blob : blobs) {
      const double off = distance(blob.centre, wanted);
      if (off > kSearchMm * here || !like_a_mark(blob, here)) continue;
      if (best == nullptr || off < distance(best->centre, wanted)) best = &blob;
    }
    if (best == nullptr) return std::nullopt;
    marks.push_back({form, best->centre});
    pairs.push_back(marks.back());
    seen = Perspective::from(pairs);
    if (!seen) return std::nullopt;
  }
  return Perspective::from(marks);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Grey levels of the paper beside a box, where nothing is printed.
double paper_at(const Grey& photo, const Perspective& seen, const Spot& box) {
  std::vector<double> levels;
  constexpr int kSteps = 10;
  for (int i = 0; i <= kSteps; ++i) {
    const double along = box.size * i / kSteps;
    for (const double beside : {1.0, 1.4}) {
      for (const Point p :
           {Point{box.x - beside, box.y + along}, Point{box.x + along, box.y - beside},
            Point{box.x + along, box.y + box.size + beside}}) {
        levels.push_back(photo.sample(seen.to_picture(p)));
      }
    }
  }
  return median(std::move(levels));
}

double ink_of(const Grey& photo, const Perspective& seen) {
  std::vector<double> levels;
  for (const auto& mark : form_marks) {
    constexpr int kSteps = 10;  // the outermost may be blurred
    for (int i = 2; i <= kSteps - 2; ++i) {
      for (int j = 2; j <= kSteps - 2; ++j) {
        const Point p{mark.x + mark.size * i / kSteps, mark.y + mark.size * j / kSteps};
        levels.push_back(photo.sample(seen.to_picture(p)));
      }
    }
  }
  return median(std::move(levels));
}

struct Box {
  double filled = 0;  ///< share of ink inside
  int sides = 0;      ///< printed sides that were seen where they should be
  double contrast = 0;
};

Box look_at(const Grey& photo, const Perspective& seen, const Spot& box, double ink) {
  constexpr double kInset = 0.6;
  const double paper = paper_at(photo, seen, box);
  Box out;
  out.contrast = paper - ink;
  const double span = std::max(1.0, out.contrast);
  const auto darkness = [&](double x, double y) {
    const double d = (paper - photo.sample(seen.to_picture({box.x + x, box.y + y}))) / span;
    return std::clamp(d, -0.3, 1.2);
  };
  constexpr int kInner = 20, kAlong = 17, kAcross = 5;
  const double inner = (box.size - 2 * kInset) / kInner;
  double sum = 0;
  for (int i = 0; i <= kInner; ++i) {
    for (int j = 0; j <= kInner; ++j) sum += darkness(kInset + inner * i, kInset + inner * j);
  }
  out.filled = sum / ((kInner + 1) * (kInner + 1));
  for (int side = 0; side < 4; ++side) {
    double strongest = 0;
    for (int off = -kAcross; off <= kAcross; ++off) {
      const double at = (side % 2 == 0 ? 0 : box.size) + 0.5 * off / kAcross;
      double line = 0;
      for (int i = 0; i <= kAlong; ++i) {
        const double along = 0.3 + (box.size - 0.6) * i / kAlong;
        line += side < 2 ? darkness(at, along) : darkness(along, at);
      }
      strongest = std::max(strongest, line / (kAlong + 1));
    }
    out.sides += strongest > 0.12 ? 1 : 0;
  }
  return out;
}

void read_boxes(const Grey& photo, const Perspective& seen, const CardCode& code, Reading& out) {
  const double ink = ink_of(photo, seen);
  bool unclear = false;
  for (std::size_t i = 0; i < code.categories.size() && i < form_boxes.size(); ++i) {
    const Box box = look_at(photo, seen, form_boxes[i], ink);
    if (box.contrast < kContrastMin) {
      out.doubt = Doubt::photo_too_faint;
      return;
    }
    if (box.sides < 3) {
      out.doubt = Doubt::form_bent;
      return;
    }
    if (box.filled >= kTickedLeast) {
      out.ticked.push_back(code.categories[i]);
    } else if (box.filled > kEmptyMost) {
      unclear = true;
    }
  }
  if (unclear) out.doubt = Doubt::tick_unclear;
  if (!unclear && out.ticked.empty()) out.doubt = Doubt::nothing_ticked;
}

}  // namespace

Reading read_form(const Grey& photo, std::string_view district) {
  Reading out;
  const auto sheet = find_sheet(photo, district);
  if (!sheet) {
    out.doubt = Doubt::no_form;
    return out;
  }
  out.card = sheet->code.card;
  out.area = area_of_card(district, sheet->code.card);
  if (!out.area) {
    out.doubt = Doubt::card_unknown;
    return out;
  }
  const auto seen = lay_straight(photo, *sheet);
  if (!seen) {
    out.doubt = Doubt::form_incomplete;
    return out;
  }
  for (const auto& pair : code_pairs(*sheet)) {
    const double off = distance(seen->to_picture(pair.form), pair.picture);
    if (off > kCodeOffMm * seen->scale_at(pair.form)) {
      out.doubt = Doubt::form_bent;
      return out;
    }
  }
  read_boxes(photo, *seen, sheet->code, out);
  if (out.doubt) out.ticked.clear();
  return out;
}

}  // namespace gewu::paper
