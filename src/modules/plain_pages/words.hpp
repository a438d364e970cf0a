// SPDX-License-Identifier: Apache-2.0
// Every word of the plain pages, in Chinese and English. Pure.
#pragma once

#include <boost/describe.hpp>
#include <string_view>

#include "base/codes.hpp"
#include "base/result.hpp"

namespace gewu::plain_pages {

enum class Language { zh, en };
BOOST_DESCRIBE_ENUM(Language, zh, en)

/// Each is a sentence or a label of a page.
enum class Word {
  title,
  intro,
  emergency,
  scripted,
  other_language,
  wrong,
  words,
  words_hint,
  category,
  category_unsure,
  usual,
  address,
  address_hint,
  at,
  photo,
  photo_hint,
  photo_kept,
  name,
  phone,
  phone_hint,
  send,
  once,
  fresh_key,
  thanks,
  code,
  code_hint,
  number,
  follow_link,
  follow_plain,
  receipt,
  another,
  progress,
  follow_title,
  follow_button,
  state,
  holder,
  due,
  overdue,
  reported,
  place,
  what,
  answer,
  joined,
  withheld,
  reopen_until,
  by_reporter,
  by_clock,
  by_staff,
  act_on_page,
  choose,
  back
};
BOOST_DESCRIBE_ENUM(Word, title, intro, emergency, scripted, other_language, wrong, words,
                    words_hint, category, category_unsure, usual, address, address_hint, at, photo,
                    photo_hint, photo_kept, name, phone, phone_hint, send, once, fresh_key, thanks,
                    code, code_hint, number, follow_link, follow_plain, receipt, another, progress,
                    follow_title, follow_button, state, holder, due, overdue, reported, place, what,
                    answer, joined, withheld, reopen_until, by_reporter, by_clock, by_staff,
                    act_on_page, choose, back)

std::string_view say(Word word, Language language);

/// What a case's state and what an action is called; empty for a code without a word.
std::string_view state_word(std::string_view state, Language language);
std::string_view action_word(std::string_view action, Language language);

/// What a refusal means and what to do; the server's own English where nobody wrote better.
std::string_view refusal_words(const Error& error, Language language);

}  // namespace gewu::plain_pages
