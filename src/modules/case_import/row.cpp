// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/row.hpp"

#include <charconv>
#include <map>
#include <string_view>

#include "base/text.hpp"

namespace gewu::case_import {

namespace {

constexpr std::size_t kReferenceMax = 120;
constexpr std::size_t kWordsMin = 2, kWordsMax = 2000;
constexpr std::size_t kAddressMax = 200;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD: a byte that meant nothing

/// Thrown nowhere: each step answers false once the row is refused.
class Judge {
 public:
  Judge(const Judgement& by, const Record& record)
      : by_(by), m_(by.mapping), fields_(record.fields), broken_(record.refused) {
    row_.line = record.line;
  }

  JudgedRow run() && {
    if (!sound() || leave_out()) return std::move(row_);
    if (texts() && times() && place()) choose();
    return std::move(row_);
  }

 private:
  bool refuse(std::string code, std::string detail) {
    row_.refused = Remark{std::move(code), std::move(detail)};
    return false;
  }
  void warn(std::string code, std::string detail) {
    row_.warnings.push_back({std::move(code), std::move(detail)});
  }

  bool sound() {
    if (!broken_.empty()) return refuse(broken_, broken_detail());
    if (fields_.size() != by_.columns) {
      const bool few = fields_.size() < by_.columns;
      return refuse(few ? "columns_too_few" : "columns_too_many",
                    "The row has " + std::to_string(fields_.size()) + " columns, the table " +
                        std::to_string(by_.columns) + ".");
    }
    return true;
  }

  std::string broken_detail() const {
    static const std::map<std::string, std::string, std::less<>> details{
        {"record_too_long", "More than 256 KiB without an end: a quote may be missing."},
        {"line_too_long", "The line is longer than 256 KiB."},
        {"quote_unclosed", "A quote opens and the file ends before it closes."},
        {"quote_misplaced", "Text follows a closing quote; a quote in a text must be doubled."},
        {"byte_zero", "The row holds a zero byte: it is no text, or in another encoding."}};
    const auto found = details.find(broken_);
    return found == details.end() ? broken_ : found->second;
  }

  bool leave_out() {
    for (const auto& condition : m_.leave_out) {
      if (condition.holds(fields_)) row_.left_out = true;
    }
    if (m_.status) {
      const std::string word = m_.status->from.fill(fields_);
      const auto known = m_.status->words.find(word);
      if (known != m_.status->words.end()) status_ = known->second;
      if (known == m_.status->words.end()) {
        warn("status_unknown", "The mapping does not know the status '" + word.substr(0, 60) +
                                   "': whether it has an end decides.");
      }
      if (status_ == Mapping::Status::leave_out) row_.left_out = true;
    }
    return row_.left_out;
  }

  /// False where the text is refused; cut to what fits, with a warning.
  bool text(const RowTemplate& from, const std::string& what, std::size_t min, std::size_t max,
            bool lines, std::string& out) {
    const std::string raw = from.fill(fields_);
    if (m_.encoding != "utf-8" && raw.find(kReplacement) != std::string::npos) {
      return refuse("text_not_in_encoding",
                    "The " + what + " holds bytes that mean nothing in " + m_.encoding + ".");
    }
    auto clean = clean_text(raw, min, raw.size() + min, lines);
    if (!clean) return refuse(clean.error().code, "The " + what + ": " + clean.error().detail);
    out = cut_code_points(*clean, max);
    if (out.size() == clean->size()) return true;
    out = cut_code_points(out, max - 1) + "…";
    warn(what + "_cut", "Longer than " + std::to_string(max) + " characters: the rest of the " +
                            what + " was left out.");
    return true;
  }

  bool texts() {
    const std::string raw = m_.reference.fill(fields_);
    const auto reference = clean_text(raw, 1, kReferenceMax, false);
    if (!reference)
      return refuse("reference_invalid", "The reference: " + reference.error().detail);
    row_.reference = *reference;
    return text(m_.words, "words", kWordsMin, kWordsMax, true, row_.words) &&
           text(m_.address, "address", 0, kAddressMax, false, row_.address);
  }

  std::optional<TimeReading> time(const RowTemplate& from, const std::string& what) {
    const std::string raw = from.fill(fields_);
    if (raw.empty()) return std::nullopt;
    const auto reading = m_.times.read(raw);
    if (!reading) {
      fault_ = Remark{reading.error().code, what + ": " + reading.error().detail};
      return std::nullopt;
    }
    return *reading;
  }

  void tell_kind(const TimeReading& reading, const std::string& what) {
    if (reading.kind == TimeReading::Kind::repeated) {
      warn("time_repeated", what +
                                ": clocks were put back and showed this time twice; the first "
                                "is taken, " +
                                to_rfc3339(reading.at) + ".");
    } else if (reading.kind == TimeReading::Kind::skipped) {
      warn("time_skipped", what +
                               ": clocks were put forward over this time; the offset before "
                               "the change is taken, " +
                               to_rfc3339(reading.at) + ".");
    }
  }

  bool times() {
    const auto reported = time(m_.reported_at, "reported_at");
    if (fault_) return refuse(fault_->code, fault_->detail);
    if (!reported)
      return refuse("reported_at_missing", "The row does not say when it was reported.");
    if (reported->at > by_.now) {
      return refuse("reported_at_in_future", "The row's time lies in the future.");
    }
    tell_kind(*reported, "reported_at");
    row_.reported_at = reported->at;
    end_time(*reported);
    if (const auto due = time(m_.due_at, "due_at")) row_.due_at = due->at;
    if (fault_) warn(fault_->code, fault_->detail + " Taken without it.");
    fault_.reset();
    const bool finished = status_ == Mapping::Status::finished || row_.closed_at.has_value();
    row_.open = m_.enter == Enter::open && !finished;
    finished_ = finished;
    return true;
  }

  /// An end that cannot be right costs the end, not the row.
  void end_time(const TimeReading& reported) {
    if (status_ == Mapping::Status::open) return;
    const auto closed = time(m_.closed_at, "closed_at");
    if (fault_) {
      warn(fault_->code, fault_->detail + " Taken without it.");
      fault_.reset();
      return;
    }
    if (!closed) {
      if (status_ == Mapping::Status::finished) {
        warn("closed_at_missing", "The row is finished and does not say when.");
      }
      return;
    }
    Instant end = closed->at;
    // Both in the hour that clocks showed twice: the end is the second showing.
    if (end < reported.at && closed->kind == TimeReading::Kind::repeated) end = closed->later;
    if (end < reported.at) {
      warn("closed_before_reported", "The end lies before the report. Taken without it.");
    } else if (end > by_.now) {
      warn("closed_at_in_future", "The end lies in the future. Taken without it.");
    } else {
      if (end == closed->at) tell_kind(*closed, "closed_at");
      row_.closed_at = end;
    }
  }

  static std::optional<double> degrees(std::string_view text) {
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
  }

  /// Why there is no usable place; nothing where there is one.
  std::optional<Remark> find_place() {
    if (!m_.place) return Remark{"place_missing", "The file holds no places."};
    for (const auto& rule : m_.place->not_a_place) {
      if (rule.holds(fields_)) {
        return Remark{"place_not_real", rule.reason.empty() ? "The mapping says that this is no "
                                                              "place."
                                                            : rule.reason};
      }
    }
    const std::string lat = m_.place->lat.fill(fields_), lon = m_.place->lon.fill(fields_);
    if (lat.empty() || lon.empty()) return Remark{"place_missing", "The row has no coordinates."};
    const auto y = degrees(lat), x = degrees(lon);
    const geo::LatLon given{y.value_or(999), x.value_or(999)};
    if (!given.on_earth()) {
      return Remark{"place_not_on_earth", "'" + lat.substr(0, 40) + "', '" + lon.substr(0, 40) +
                                              "' are no latitude and longitude in degrees."};
    }
    row_.point = geo::to_wgs84(given, m_.place->crs);
    switch (by_.locate(*row_.point)) {
      case Whereabouts::area:
        return std::nullopt;
      case Whereabouts::no_area:
        return Remark{"place_in_no_area", "The point lies in none of the district's areas."};
      case Whereabouts::outside:
        break;
    }
    return Remark{"place_outside", "The point lies outside the district."};
  }

  /// Never instead of coordinates, right or wrong: only where there are none.
  bool place_by_address() {
    if (row_.address.empty() || !by_.find_address) return false;
    const auto point = by_.find_address(row_.address);
    if (!point || by_.locate(*point) != Whereabouts::area) return false;
    row_.point = point;
    return row_.by_address = true;
  }

  bool place() {
    const auto why = find_place();
    row_.placed = !why || (why->code == "place_missing" && place_by_address());
    if (row_.placed) return true;
    if (m_.without_place == WithoutPlace::refuse) return refuse(why->code, why->detail);
    if (m_.without_place == WithoutPlace::tray && !finished_) row_.open = true;
    if (!m_.place && row_.open) return true;  // of a file without places that is no news
    warn(why->code, why->detail + (row_.open ? " Put in the tray."
                                             : " Taken as history of the whole district."));
    return true;
  }

  void choose() {
    const std::string type = m_.category.word(fields_);
    const auto* code = m_.category.find(type);
    row_.category = code != nullptr ? *code : m_.category.otherwise();
    if (code == nullptr) row_.unmapped = cut_code_points(type, 120);
    const auto* channel = m_.channel.find(m_.channel.word(fields_));
    row_.channel = channel != nullptr ? *channel : m_.channel.otherwise();
  }

  const Judgement& by_;
  const Mapping& m_;
  const std::vector<std::string>& fields_;
  const std::string& broken_;
  std::optional<int> status_;
  std::optional<Remark> fault_;
  bool finished_ = false;
  JudgedRow row_;
};

}  // namespace

JudgedRow judge(const Judgement& by, const Record& record) { return Judge(by, record).run(); }

}  // namespace gewu::case_import
