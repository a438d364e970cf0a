// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/login.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "base/text.hpp"

namespace gewu::accounts {

namespace {

constexpr std::size_t kLoginMin = 2, kLoginMax = 40;
constexpr std::size_t kPasswordMin = 12, kPasswordBytesMax = 1024;
constexpr int kClassesMin = 3;
/// Characters that no list, run or year explains. "Password2024!" has one: the "!".
constexpr int kUnexplainedMin = 4;

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

/// Chinese input methods type "ｗａｎｇ": U+FF01–FF5E are ASCII 0x21–0x7E written wide.
std::string narrowed(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    if (i + 2 < text.size() && at(i) == 0xEF && (at(i + 1) == 0xBC || at(i + 1) == 0xBD)) {
      const int point = ((at(i) & 0x0F) << 12) | ((at(i + 1) & 0x3F) << 6) | (at(i + 2) & 0x3F);
      if (point >= 0xFF01 && point <= 0xFF5E) {
        out += static_cast<char>(point - 0xFEE0);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

// ---- how guessable ------------

/// What attackers try first, in lower case and without the usual disguises (see plain()).
constexpr std::array kCommon = {
    "password",   "passwort", "passwd",   "qwertyuiop", "qwerty",        "asdfghjkl", "asdfgh",
    "asdf",       "zxcvbnm",  "zxcvbn",   "zxcv",       "qwer",          "qazwsxedc", "qazwsx",
    "1qaz2wsx",   "2wsx3edc", "3edc4rfv", "1qaz",       "2wsx",          "3edc",      "4rfv",
    "qaz",        "wsx",      "edc",      "rfv",        "tgb",           "abcdefgh",  "abcdef",
    "abcde",      "abcd",     "abc",      "admin",      "administrator", "root",      "welcome",
    "letmein",    "iloveyou", "woaini",   "wodemima",   "mima",          "gewu",      "wangge",
    "wanggeyuan", "jiedao",   "shequ",    "guest",      "test",          "user",      "master",
    "login",      "changeme", "default",  "china",      "zhongguo",      "hello",     "dragon",
    "monkey",     "sunshine", "princess", "football",   "secret",        "superman",  "huawei",
    "system",     "manager",  "server",   "pass",       "aaaa",
};

/// Undoes "P@ssw0rd".
char plain(char c) {
  switch (c) {
    case '@':
      return 'a';
    case '0':
      return 'o';
    case '$':
      return 's';
    case '3':
      return 'e';
    case '!':
      return 'i';
    default:
      return c;
  }
}

class Guess {
 public:
  explicit Guess(std::string text) : text_(std::move(text)), known_(text_.size(), false) {
    mark_words(text_);
    std::string undone = text_;
    std::transform(undone.begin(), undone.end(), undone.begin(), plain);
    mark_words(undone);
    mark_runs();
    mark_years();
  }
  void mark_word(std::string_view haystack, std::string_view word) {
    for (auto at = haystack.find(word); at != std::string_view::npos;
         at = haystack.find(word, at + 1)) {
      mark(at, word.size());
    }
  }
  /// Different unexplained characters; the bytes of one non-ASCII character count once.
  int unexplained() const {
    std::vector<char> seen;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const bool continues = (static_cast<unsigned char>(text_[i]) & 0xC0) == 0x80;
      if (!known_[i] && !continues) seen.push_back(text_[i]);
      // Ideographs share lead bytes: tell them apart by their last byte.
      if (!known_[i] && continues && !seen.empty()) seen.back() = text_[i];
    }
    std::sort(seen.begin(), seen.end());
    return static_cast<int>(std::unique(seen.begin(), seen.end()) - seen.begin());
  }

 private:
  void mark(std::size_t from, std::size_t count) {
    std::fill_n(known_.begin() + static_cast<std::ptrdiff_t>(from), count, true);
  }
  void mark_words(std::string_view haystack) {
    for (const std::string_view word : kCommon) mark_word(haystack, word);
  }
  /// The step from one character to the next, with 0 after 9 as on a keyboard.
  int step(std::size_t at) const {
    const char a = text_[at], b = text_[at + 1];
    if (a == '9' && b == '0') return 1;
    if (a == '0' && b == '9') return -1;
    return b - a;
  }
  /// 1234, dcba, 8888: three or more with one and the same step of -1, 0 or 1.
  void mark_runs() {
    for (std::size_t from = 0; from + 2 < text_.size(); ++from) {
      const int first = step(from);
      if (first < -1 || first > 1) continue;
      std::size_t to = from + 1;
      while (to + 1 < text_.size() && step(to) == first) ++to;
      if (to - from >= 2) mark(from, to - from + 1);
    }
  }
  void mark_years() {
    for (std::size_t i = 0; i + 3 < text_.size(); ++i) {
      const std::string_view four = std::string_view(text_).substr(i, 4);
      const bool century = four.starts_with("19") || four.starts_with("20");
      if (century && is_digit(four[2]) && is_digit(four[3])) mark(i, 4);
    }
  }
  std::string text_;
  std::vector<bool> known_;
};

int classes_of(std::string_view password) {
  bool small = false, large = false, digit = false, other = false;
  for (const char c : password) {
    if (is_letter(c))
      small = true;
    else if (is_letter(lower(c)))
      large = true;
    else if (is_digit(c))
      digit = true;
    else
      other = true;
  }
  return int{small} + int{large} + int{digit} + int{other};
}

}  // namespace

Result<LoginName> LoginName::parse(std::string_view typed) {
  if (typed.size() <= 4 * kLoginMax) {
    const auto begin = typed.find_first_not_of(" \t");
    const auto end = typed.find_last_not_of(" \t");
    std::string name;
    if (begin != typed.npos) name = lowered(narrowed(typed.substr(begin, end - begin + 1)));
    const auto is_core = [](char c) { return is_letter(c) || is_digit(c); };
    const bool good = name.size() >= kLoginMin && name.size() <= kLoginMax &&
                      is_core(name.front()) && is_core(name.back()) &&
                      std::all_of(name.begin(), name.end(), [&](char c) {
                        return is_core(c) || c == '.' || c == '_' || c == '-';
                      });
    if (good) return LoginName(std::move(name));
  }
  return invalid("login_invalid",
                 "A login is 2 to 40 of a-z, 0-9, dot, underscore and hyphen, and begins and ends "
                 "with a letter or digit.");
}

Done check_password(std::string_view password, const LoginName& login) {
  if (password.size() > kPasswordBytesMax) {
    return invalid("password_too_long", "A password has at most 1024 bytes.");
  }
  GEWU_TRY(const auto clean, clean_text(password, 0, kPasswordBytesMax, false));
  if (clean != password) {
    return invalid("password_blank_at_end",
                   "The password begins or ends with a blank. Leave it out.");
  }
  if (count_code_points(password).value_or(0) < kPasswordMin) {
    return invalid("password_too_short", "A password has at least 12 characters.");
  }
  if (classes_of(password) < kClassesMin) {
    return invalid("password_too_simple",
                   "Use at least three of: small letters, capital letters, digits, others.");
  }
  const std::string folded = lowered(password);
  if (folded.find(login.str()) != folded.npos && login.str().size() >= 4) {
    return invalid("password_contains_login", "The password must not contain the login.");
  }
  Guess guess(folded);
  guess.mark_word(folded, login.str());
  if (guess.unexplained() < kUnexplainedMin) {
    return invalid("password_too_common",
                   "This password is among the first that anyone would try. Choose another.");
  }
  return done();
}

}  // namespace gewu::accounts
