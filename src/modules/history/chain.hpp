// SPDX-License-Identifier: Apache-2.0
// The chain of one subject's events: what is hashed, and how a chain is checked. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

namespace gewu::history {

/// Who made an event: the reporter (by follow code), somebody logged in, a clock that ran out, or
/// the system itself (an import, a rule).
enum class ActorKind { reporter, account, clock, system };
BOOST_DESCRIBE_ENUM(ActorKind, reporter, account, clock, system)

/// What a chain belongs to. The id alone is unique in the district; the kind is a code ("case").
struct Subject {
  std::string kind;
  std::int64_t id = 0;
};

/// The end of a chain. The subject's own row keeps it, so that a cut tail is noticed.
struct Head {
  int seq = 0;    ///< 0: no event yet
  Digest hash{};  ///< 32 zero bytes before the first event
  friend bool operator==(const Head&, const Head&) = default;
};

/// An event about to be appended. Codes hold no line break and no control character.
struct Draft {
  std::string action;
  std::string from;  ///< state before; empty: none
  std::string to;    ///< state after; empty: none
  ActorKind actor_kind = ActorKind::system;
  std::int64_t actor_id = 0;  ///< an account, or 0
  Instant done_at;            ///< when it was done (offline work: earlier than recorded)
  Instant recorded_at;        ///< when we learned of it; decides its day's root
  std::string data = "{}";    ///< JSON object of codes and ids, nothing personal: never erased
  std::string words = {};     ///< what a person typed; empty: none. Erasable.
};

struct Event {
  int seq = 0;
  std::string action, from, to;
  ActorKind actor_kind{};
  std::int64_t actor_id = 0;
  Instant done_at, recorded_at;
  std::string data;
  std::string words;                   ///< empty when there were none or they were erased
  std::string words_salt;              ///< bytes; empty likewise
  std::optional<Digest> words_digest;  ///< stays when the words are erased
  Digest hash{};
  bool words_erased() const { return words_digest && words_salt.empty(); }
};

/// SHA-256 of salt and words.
Digest digest_of_words(std::string_view salt, std::string_view words);

/// The text that is hashed after the previous hash, version 1: lines ended by "\n" of the literal
/// "gewu-event-1", district, subject kind, subject id, seq, action, from, to, actor kind, actor id
/// (0: none), done_at and recorded_at in milliseconds, words digest in hexadecimal (or nothing),
/// and at the end, without a line break after it, the data as it was given.
std::string event_body(DistrictId district, const Subject& subject, const Event& event);

/// SHA-256 of the 32 bytes of the previous hash and the body.
Digest event_hash(const Digest& previous, DistrictId district, const Subject& subject,
                  const Event& event);

struct ChainCheck {
  bool intact = true;
  int first_broken = 0;     ///< seq of the first event that does not fit; 0 when intact
  std::string reason = {};  ///< code: event_missing, event_altered, words_altered,
                            ///< head_differs, events_after_head
};

/// Checks one event after another, so that a chain of any length needs no memory.
class ChainWalk {
 public:
  ChainWalk(DistrictId district, Subject subject)
      : district_(district), subject_(std::move(subject)) {}
  void next(const Event& event);
  /// After the last event, against what the subject's own row says.
  void finish(const std::optional<Head>& expected);
  const ChainCheck& result() const { return result_; }
  const Subject& subject() const { return subject_; }
  const Head& head() const { return head_; }

 private:
  void broken(int seq, std::string reason);
  DistrictId district_;
  Subject subject_;
  Head head_;
  ChainCheck result_;
};

ChainCheck check_chain(DistrictId district, const Subject& subject, std::span<const Event> events,
                       const std::optional<Head>& expected = std::nullopt);

}  // namespace gewu::history
