// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace gewu::json {

/// Appends JSON to a string; commas come by themselves.
class Writer {
 public:
  void open(char bracket);
  void close(char bracket);
  void key(std::string_view name);
  void boolean(bool value);
  void integer(std::int64_t value);
  void natural(std::uint64_t value);
  /// Throws std::logic_error on NaN and infinity.
  void number(double value);
  void string(std::string_view utf8);
  void value(const boost::json::value& value);
  void value(const boost::json::object& value);
  std::string&& text() && { return std::move(out_); }

 private:
  void comma();
  std::string out_;
  bool first_ = true;  ///< nothing written yet since the last opening bracket or key
};

}  // namespace gewu::json
