// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/stage_settings.hpp"

#include <algorithm>
#include <charconv>

namespace gewu::cases {

std::string StageSetting::text_of(const StageLimits& limits) const {
  return limit ? calendar::to_text(limits.*limit) : std::to_string(limits.*number);
}

Done StageSetting::set(StageLimits& limits, std::string_view text) const {
  if (limit) {
    auto read = calendar::parse_limit(text);
    if (!read.ok()) {
      Error error = std::move(read).error();
      error.field = "/value";
      return error;
    }
    limits.*limit = *read;
    return done();
  }
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) {
    return invalid("number_invalid", "This is no whole number.", "/value");
  }
  if (value < least || value > most) {
    return invalid(
        "number_out_of_range",
        "Give a number from " + std::to_string(least) + " to " + std::to_string(most) + ".",
        "/value");
  }
  limits.*number = value;
  return done();
}

const std::vector<StageSetting>& stage_settings() {
  using L = StageLimits;
  static const std::vector<StageSetting> all{
      {"register", &L::register_},
      {"verify", &L::verify},
      {"dispatch", &L::dispatch},
      {"accept", &L::accept},
      {"accept_urgent", &L::accept_urgent},
      {"handle", &L::handle},
      {"check", &L::check},
      {"follow_up", &L::follow_up},
      {"reopening", &L::reopening},
      {"objection", &L::objection},
      {"restoring", &L::restoring},
      {"drawing", &L::drawing},
      {"sampling", &L::sampling},
      {"shelving_max", &L::shelving_max},
      {"sample_percent", nullptr, &L::sample_percent, 0, 100},
      {"extensions_max", nullptr, &L::extensions_max, 0, 10},
      // A warning at the end, or at once, warns of nothing.
      {"warning_percent", nullptr, &L::warning_percent, 10, 99},
  };
  return all;
}

const StageSetting* find_stage_setting(std::string_view name) {
  const auto& all = stage_settings();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const StageSetting& setting) { return setting.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace gewu::cases
