// SPDX-License-Identifier: Apache-2.0
#include "modules/history/chain.hpp"

namespace gewu::history {

Digest digest_of_words(std::string_view salt, std::string_view words) {
  return sha256({salt, words});
}

std::string event_body(DistrictId district, const Subject& subject, const Event& event) {
  std::string out = "gewu-event-1\n";
  out.reserve(256 + event.data.size());
  const auto line = [&out](std::string_view text) { out.append(text).push_back('\n'); };
  line(to_string(district));
  line(subject.kind);
  line(std::to_string(subject.id));
  line(std::to_string(event.seq));
  line(event.action);
  line(event.from);
  line(event.to);
  line(code_of(event.actor_kind));
  line(std::to_string(event.actor_id));
  line(std::to_string(to_ms(event.done_at)));
  line(std::to_string(to_ms(event.recorded_at)));
  line(event.words_digest ? to_hex(*event.words_digest) : std::string());
  return out += event.data;
}

Digest event_hash(const Digest& previous, DistrictId district, const Subject& subject,
                  const Event& event) {
  return sha256({as_text(previous), event_body(district, subject, event)});
}

namespace {

bool words_fit(const Event& event) {
  if (!event.words_digest) return event.words.empty() && event.words_salt.empty();
  if (event.words_erased()) return event.words.empty();
  return digest_of_words(event.words_salt, event.words) == *event.words_digest;
}

}  // namespace

void ChainWalk::broken(int seq, std::string reason) {
  if (result_.intact) result_ = {false, seq, std::move(reason)};
}

void ChainWalk::next(const Event& event) {
  const int expected = head_.seq + 1;
  if (event.seq != expected) {
    broken(expected, "event_missing");
  } else if (event_hash(head_.hash, district_, subject_, event) != event.hash) {
    broken(event.seq, "event_altered");
  } else if (!words_fit(event)) {
    broken(event.seq, "words_altered");
  }
  head_ = {event.seq, event.hash};
}

void ChainWalk::finish(const std::optional<Head>& expected) {
  if (!expected || *expected == head_) return;
  if (expected->seq > head_.seq) {
    broken(head_.seq + 1, "event_missing");
  } else if (expected->seq < head_.seq) {
    broken(expected->seq + 1, "events_after_head");
  } else {
    broken(head_.seq, "head_differs");
  }
}

ChainCheck check_chain(DistrictId district, const Subject& subject, std::span<const Event> events,
                       const std::optional<Head>& expected) {
  ChainWalk walk(district, subject);
  for (const Event& event : events) walk.next(event);
  walk.finish(expected);
  return walk.result();
}

}  // namespace gewu::history
