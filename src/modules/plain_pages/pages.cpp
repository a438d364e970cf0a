// SPDX-License-Identifier: Apache-2.0
#include "modules/plain_pages/pages.hpp"

#include <array>
#include <cstdio>
#include <string_view>

namespace gewu::plain_pages {

namespace {

Html literal(std::string_view text) { return Html() << text; }

std::string_view code_of_language(Language language) {
  return language == Language::zh ? "zh-CN" : "en";
}
Language other(Language language) { return language == Language::zh ? Language::en : Language::zh; }

/// "2026-11-22 18:05", by the district's clock.
std::string local_time(Instant t, std::chrono::minutes offset) {
  const Day day = local_day(t, offset);
  const auto minutes = (t - start_of_day(day, offset)) / std::chrono::minutes(1);
  std::array<char, 8> clock{};
  std::snprintf(clock.data(), clock.size(), " %02d:%02d", static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return to_iso_date(day) + clock.data();
}

/// The address of a plain page of this district.
Html path_of(const Setting& s, std::string_view more = {}) {
  return Html() << "/plain/" << std::string_view(s.district) << more;
}

std::string whole(const Setting& s, Word title, const Html& body) {
  const Language l = s.language;
  Html out;
  out << "<!doctype html>\n<html lang=\"" << code_of_language(l) << "\">\n<head>\n"
      << "<meta charset=\"utf-8\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      << "<meta name=\"robots\" content=\"noindex\">\n<title>" << say(title, l);
  if (!s.district_name.empty()) out << " · " << s.district_name;
  out << "</title>\n<link rel=\"stylesheet\" "
         "href=\"/plain/style.css\">\n</head>\n<body>\n<header><p><strong>"
      << s.district_name << "</strong></p></header>\n"
      << "<main>\n<h1>" << say(title, l) << "</h1>\n"
      << body << "</main>\n</body>\n</html>\n";
  return out.str();
}

// ---- the form -----------------------------------------------------------------------------------

/// One labelled input, with its hint and what is wrong with it.
class Fields {
 public:
  Fields(Html& out, const Setting& setting, const std::optional<Wrong>& wrong)
      : out_(out), setting_(setting), wrong_(wrong) {}

  void begin(std::string_view id, Word label, std::optional<Word> hint) {
    id_ = id;
    hinted_ = hint.has_value();
    out_ << "<p class=\"field\">\n<label for=\"" << id << "\">" << say(label, setting_.language)
         << "</label>\n";
    if (hint) {
      out_ << R"(<span class="hint" id=")" << id << R"(-hint">)" << say(*hint, setting_.language)
           << "</span>\n";
    }
    if (is_wrong()) {
      out_ << R"(<span class="wrong" id=")" << id << R"(-wrong">)" << wrong_->text << "</span>\n";
    }
  }
  /// id, name and what describes it; the tag is the caller's.
  void attributes() {
    out_ << " id=\"" << id_ << "\" name=\"" << id_ << "\"";
    if (hinted_ || is_wrong()) {
      out_ << " aria-describedby=\"";
      if (hinted_) out_ << id_ << "-hint";
      if (hinted_ && is_wrong()) out_ << " ";
      if (is_wrong()) out_ << id_ << "-wrong";
      out_ << "\"";
    }
    if (is_wrong()) out_ << " aria-invalid=\"true\"";
  }
  void end() { out_ << "</p>\n"; }

 private:
  bool is_wrong() const { return wrong_ && wrong_->field == id_; }
  Html& out_;
  const Setting& setting_;
  const std::optional<Wrong>& wrong_;
  std::string id_;
  bool hinted_ = false;
};

void option(Html& out, const categories::Category& c, const Typed& typed, Language l, bool may) {
  out << "<option value=\"" << c.code << "\"";
  if (may && c.code == typed.category) out << " selected";
  out << ">" << (l == Language::zh ? c.name_zh : c.name_en) << "</option>\n";
}

/// The residents' short list first, then everything by class.
void choose_category(Html& out, const categories::Tree& tree, const Typed& typed, Language l) {
  out << "<option value=\"\">" << say(Word::category_unsure, l) << "</option>\n<optgroup label=\""
      << say(Word::usual, l) << "\">\n";
  for (const auto* c : tree.usual()) option(out, *c, typed, l, true);
  std::string group;
  for (const auto& c : tree.all()) {
    if (!c.active || c.code == categories::unclassified_code) continue;
    if (c.class_code != group) {
      group = c.class_code;
      out << "</optgroup>\n<optgroup label=\"" << (l == Language::zh ? c.class_zh : c.class_en)
          << "\">\n";
    }
    option(out, c, typed, l, !c.usual);
  }
  out << "</optgroup>\n";
}

void hidden(Html& out, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  out << R"(<input type="hidden" name=")" << name << R"(" value=")" << value << "\">\n";
}

void line(Html& out, Fields& fields, std::string_view id, Word label, std::optional<Word> hint,
          const std::string& value, std::string_view kind, std::string_view fill) {
  fields.begin(id, label, hint);
  out << "<input type=\"" << kind << "\" autocomplete=\"" << fill << "\"";
  fields.attributes();
  out << " value=\"" << value << "\">\n";
  fields.end();
}

void all_fields(Html& out, const Setting& s, const categories::Tree& tree, const Typed& typed,
                const std::optional<Spot>& spot, const std::optional<Wrong>& wrong) {
  const Language l = s.language;
  Fields fields(out, s, wrong);
  fields.begin("words", Word::words, Word::words_hint);
  out << R"(<textarea rows="5" maxlength="2000" required)";
  fields.attributes();
  // A line break right after the tag is not part of the text.
  out << ">\n" << typed.words << "</textarea>\n";
  fields.end();
  if (spot) out << "<p>" << say(Word::at, l) << ": <strong>" << spot->name << "</strong></p>\n";
  line(out, fields, "address", Word::address, Word::address_hint, typed.address, "text", "off");
  fields.begin("category", Word::category, std::nullopt);
  out << "<select";
  fields.attributes();
  out << ">\n";
  choose_category(out, tree, typed, l);
  out << "</select>\n";
  fields.end();
  if (typed.photo.empty()) {
    fields.begin("photo", Word::photo, Word::photo_hint);
    out << R"(<input type="file" accept="image/jpeg")";
    fields.attributes();
    out << ">\n";
    fields.end();
  } else {
    out << "<p>" << say(Word::photo_kept, l) << "</p>\n";
    hidden(out, "photo_kept", typed.photo);
    hidden(out, "photo_token", typed.photo_token);
  }
  line(out, fields, "name", Word::name, std::nullopt, typed.name, "text", "name");
  line(out, fields, "phone", Word::phone, Word::phone_hint, typed.phone, "tel", "tel");
}

/// Numbers that a phone dials by a touch.
Html emergency_line(Language l) {
  Html out;
  out << R"(<p class="emergency" role="note"><strong>)" << say(Word::emergency, l)
      << "</strong>\n<a href=\"tel:119\">119</a> <a href=\"tel:120\">120</a> "
         "<a href=\"tel:110\">110</a></p>\n";
  return out;
}

// ---- following ----------------------------------------------------------------------------------

void pair(Html& out, Word label, const Html& value, Language l) {
  out << "<dt>" << say(label, l) << "</dt>\n<dd>" << value << "</dd>\n";
}

std::string_view who(const std::string& by, Language l) {
  if (by == "reporter") return say(Word::by_reporter, l);
  return say(by == "clock" ? Word::by_clock : Word::by_staff, l);
}

void tell_steps(Html& out, const Setting& s, const cases::Progress& p) {
  const Language l = s.language;
  out << "<h2>" << say(Word::progress, l) << "</h2>\n<ol class=\"steps\">\n";
  for (const auto& step : p.steps) {
    out << "<li><time>" << local_time(step.at, s.utc_offset) << "</time> <strong>"
        << action_word(step.action, l) << "</strong> (" << who(step.by, l) << ")";
    if (!step.note.empty()) out << "<p class=\"said\">" << step.note << "</p>";
    out << "</li>\n";
  }
  out << "</ol>\n";
}

Html names_of(const std::vector<std::string>& names) {
  Html out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out << " › ";
    out << names[i];
  }
  return out;
}

void tell_progress(Html& out, const Setting& s, const cases::Progress& p) {
  const Language l = s.language;
  out << R"(<p class="state" role="status">)" << state_word(code_of(p.state), l) << "</p>\n";
  if (p.overdue) out << "<p class=\"wrong\">" << say(Word::overdue, l) << "</p>\n";
  if (p.withheld) out << "<p>" << say(Word::withheld, l) << "</p>\n";
  out << "<dl>\n";
  pair(out, Word::number, Html() << p.number, l);
  if (p.joined) pair(out, Word::joined, Html() << *p.joined, l);
  if (!p.holder.empty()) pair(out, Word::holder, literal(p.holder), l);
  const auto at = [&](Instant t) { return literal(local_time(t, s.utc_offset)); };
  if (p.due_at) pair(out, Word::due, at(*p.due_at), l);
  if (!p.answer.empty()) pair(out, Word::answer, literal(p.answer), l);
  if (p.reopen_until) pair(out, Word::reopen_until, at(*p.reopen_until), l);
  pair(out, Word::category, literal(l == Language::zh ? p.category_zh : p.category_en), l);
  pair(out, Word::place, names_of(p.area_names), l);
  if (!p.address.empty()) pair(out, Word::address, literal(p.address), l);
  pair(out, Word::reported, at(p.reported_at), l);
  pair(out, Word::what, literal(p.words), l);
  out << "</dl>\n";
  tell_steps(out, s, p);
}

void ask_for_code(Html& out, const Setting& s, const std::string& code,
                  const std::optional<Wrong>& wrong) {
  out << R"(<form method="get" action=")" << path_of(s, "/follow") << "\">\n";
  hidden(out, "lang", std::string(code_of(s.language)));
  Fields fields(out, s, wrong);
  line(out, fields, "code", Word::code, std::nullopt, code, "text", "off");
  out << "<p><button type=\"submit\">" << say(Word::follow_button, s.language)
      << "</button></p>\n</form>\n";
}

void links(Html& out, const Setting& s, bool to_form) {
  const Language l = s.language;
  out << "<p>";
  if (to_form) {
    out << "<a href=\"" << path_of(s) << "?lang=" << code_of(l) << "\">" << say(Word::back, l)
        << "</a> · ";
  }
  out << "<a href=\"/" << s.district << "/\">" << say(Word::scripted, l) << "</a></p>\n";
}

}  // namespace

std::string form_page(const Setting& s, const categories::Tree& tree, const Typed& typed,
                      const std::optional<Spot>& spot, const std::optional<Wrong>& wrong) {
  const Language l = s.language;
  Html out;
  out << R"(<p class="languages"><a lang=")" << code_of_language(other(l)) << R"(" href=")"
      << path_of(s) << "?lang=" << code_of(other(l)) << "\">" << say(Word::other_language, l)
      << "</a></p>\n"
      << emergency_line(l) << "<p>" << say(Word::intro, l) << "</p>\n";
  if (wrong) {
    out << "<div class=\"summary\" role=\"alert\">\n<p>" << say(Word::wrong, l) << "</p>\n<ul><li>";
    if (!wrong->field.empty()) out << "<a href=\"#" << wrong->field << "\">";
    out << wrong->text;
    if (!wrong->field.empty()) out << "</a>";
    out << "</li></ul>\n</div>\n";
  }
  out << R"(<form method="post" enctype="multipart/form-data" accept-charset="utf-8" action=")"
      << path_of(s) << "\">\n";
  hidden(out, "lang", std::string(code_of(l)));
  hidden(out, "key", typed.key);
  if (spot) hidden(out, "at", spot->code);
  all_fields(out, s, tree, typed, spot, wrong);
  out << "<p><button type=\"submit\">" << say(Word::send, l) << "</button> <span class=\"hint\">"
      << say(Word::once, l) << "</span></p>\n</form>\n<h2>" << say(Word::follow_title, l)
      << "</h2>\n";
  ask_for_code(out, s, "", std::nullopt);
  links(out, s, false);
  return whole(s, Word::title, out);
}

std::string sent_page(const Setting& s, const Sent& sent) {
  const Language l = s.language;
  Html out;
  if (!sent.emergency_number.empty()) {
    out << R"(<p class="emergency" role="alert"><strong>)"
        << (l == Language::zh ? sent.advice_zh : sent.advice_en)
        << "</strong> <a href=\"tel:" << sent.emergency_number << "\">" << sent.emergency_number
        << "</a></p>\n";
  }
  out << "<p>" << say(Word::code, l) << "</p>\n<p class=\"code\">" << sent.code << "</p>\n<p>"
      << say(Word::code_hint, l) << "</p>\n<dl>\n";
  pair(out, Word::number, Html() << sent.number, l);
  pair(out, Word::receipt, Html() << "<span class=\"receipt\">" << sent.receipt << "</span>", l);
  out << "</dl>\n<ul>\n<li><a href=\"" << path_of(s, "/follow") << "?lang=" << code_of(l)
      << "&amp;code=" << sent.code << "\">" << say(Word::follow_plain, l) << "</a></li>\n"
      << "<li><a href=\"/" << s.district << "/follow/" << sent.code << "\">"
      << say(Word::follow_link, l) << "</a></li>\n<li><a href=\"" << path_of(s)
      << "?lang=" << code_of(l) << "\">" << say(Word::another, l) << "</a></li>\n</ul>\n";
  return whole(s, Word::thanks, out);
}

std::string follow_page(const Setting& s, const std::string& code,
                        const std::optional<cases::Progress>& progress,
                        const std::optional<Wrong>& wrong) {
  Html out;
  if (progress) {
    tell_progress(out, s, *progress);
    out << "<p><a href=\"/" << s.district << "/follow/" << code << "\">"
        << say(Word::act_on_page, s.language) << "</a></p>\n";
  } else {
    ask_for_code(out, s, code, wrong);
  }
  links(out, s, true);
  return whole(s, Word::follow_title, out);
}

std::string district_page(const Setting& s, const std::vector<Spot>& districts) {
  Html out;
  out << emergency_line(s.language) << "<ul>\n";
  for (const auto& d : districts) {
    out << "<li><a href=\"/plain/" << d.code << "?lang=" << code_of(s.language) << "\">" << d.name
        << "</a></li>\n";
  }
  out << "</ul>\n";
  return whole(s, Word::choose, out);
}

std::string wrong_page(const Setting& s, std::string_view text) {
  Html out;
  out << R"(<p class="summary" role="alert">)" << text << "</p>\n";
  links(out, s, true);
  return whole(s, Word::title, out);
}

std::string_view style_sheet() {
  return R"(:root { color-scheme: light dark; }
body { font: 1.25rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; padding: 1rem; }
h1 { font-size: 1.8rem; line-height: 1.3; } h2 { font-size: 1.4rem; }
label { display: block; font-weight: bold; }
.hint { display: block; }
input, textarea, select, button { font: inherit; box-sizing: border-box; max-width: 100%; }
input[type=text], input[type=tel], textarea, select { width: 100%; padding: 0.6rem; }
input[type=text], input[type=tel], select, button { min-height: 3.75rem; }
button { padding: 0.6rem 2.5rem; font-weight: bold; }
a { display: inline-block; padding: 0.3rem 0; }
.summary a { display: inline; }
.emergency, .summary { border: 0.2rem solid #b3261e; padding: 0.8rem; }
.wrong { display: block; font-weight: bold; border-left: 0.4rem solid #b3261e; }
.wrong { padding-left: 0.6rem; }
.state { font-size: 1.5rem; font-weight: bold; }
.code { font: bold 2rem/1.4 ui-monospace, monospace; letter-spacing: 0.05em; }
.receipt { font: 1rem ui-monospace, monospace; overflow-wrap: anywhere; }
dt { font-weight: bold; } dd { margin: 0 0 0.8rem; white-space: pre-line; overflow-wrap: anywhere; }
.said { white-space: pre-line; margin: 0.2rem 0 0; overflow-wrap: anywhere; }
.steps li { margin-bottom: 0.6rem; }
)";
}

}  // namespace gewu::plain_pages
