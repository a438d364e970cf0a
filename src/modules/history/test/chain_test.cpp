// SPDX-License-Identifier: Apache-2.0
#include "modules/history/chain.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <functional>
#include <vector>

namespace gewu::history {
namespace {

const DistrictId district{440311};
const Subject subject{"case", 42};

std::string random_code() {
  return *rc::gen::element<std::string>("report", "register", "dispatch", "rate", "reopen");
}

Event random_event(int seq, const Digest& previous) {
  Event e;
  e.seq = seq;
  e.action = random_code();
  e.from = *rc::gen::element<std::string>("", "reported", "handling");
  e.to = *rc::gen::element<std::string>("", "registered", "closed");
  e.actor_kind = *rc::gen::element(ActorKind::reporter, ActorKind::account, ActorKind::clock);
  e.actor_id = *rc::gen::inRange<std::int64_t>(0, 1000);
  e.done_at = instant(*rc::gen::inRange<std::int64_t>(0, 1LL << 41));
  e.recorded_at = instant(*rc::gen::inRange<std::int64_t>(0, 1LL << 41));
  e.data = *rc::gen::element<std::string>("{}", "{\"reason\":\"other_office\"}", "{\n}");
  if (*rc::gen::arbitrary<bool>()) {
    e.words = *rc::gen::nonEmpty<std::string>();
    e.words_salt = std::string(16, static_cast<char>(*rc::gen::inRange(1, 120)));
    e.words_digest = digest_of_words(e.words_salt, e.words);
  }
  e.hash = event_hash(previous, district, subject, e);
  return e;
}

std::vector<Event> random_chain(int least = 1) {
  const int length = *rc::gen::inRange(least, 8);
  std::vector<Event> out;
  Digest previous{};
  for (int seq = 1; seq <= length; ++seq) {
    out.push_back(random_event(seq, previous));
    previous = out.back().hash;
  }
  return out;
}

Head head_of(const std::vector<Event>& chain) { return {chain.back().seq, chain.back().hash}; }

/// Every field that tells something, each changed to something else.
const std::vector<std::function<void(Event&)>> alterations = {
    [](Event& e) { e.action += "x"; },
    [](Event& e) { e.from += "x"; },
    [](Event& e) { e.to += "x"; },
    [](Event& e) {
      e.actor_kind = e.actor_kind == ActorKind::clock ? ActorKind::system : ActorKind::clock;
    },
    [](Event& e) { e.actor_id += 1; },
    [](Event& e) { e.done_at += Duration(1); },
    [](Event& e) { e.recorded_at -= Duration(1); },
    [](Event& e) { e.data += " "; },
    [](Event& e) { e.words += "x"; },
    [](Event& e) { e.words_salt += "x"; },
    [](Event& e) { e.words_digest = digest_of_words("other", "words"); },
    [](Event& e) { e.hash[0] ^= std::byte{1}; },
};

TEST_CASE("a chain as it was appended is intact") {
  CHECK(rc::check([] {
    const auto chain = random_chain();
    RC_ASSERT(check_chain(district, subject, chain, head_of(chain)).intact);
  }));
}

TEST_CASE("any altered field is found at its event") {
  CHECK(rc::check([] {
    auto chain = random_chain();
    const auto at = *rc::gen::inRange<std::size_t>(0, chain.size());
    const auto which = *rc::gen::inRange<std::size_t>(0, alterations.size());
    const Head head = head_of(chain);
    alterations[which](chain[at]);
    const auto result = check_chain(district, subject, chain, head);
    RC_ASSERT(!result.intact);
    RC_ASSERT(result.first_broken == static_cast<int>(at) + 1);
  }));
}

TEST_CASE("a removed event is found, the last one too") {
  CHECK(rc::check([] {
    auto chain = random_chain();
    const Head head = head_of(chain);
    const auto at = *rc::gen::inRange<std::size_t>(0, chain.size());
    chain.erase(chain.begin() + static_cast<std::ptrdiff_t>(at));
    const auto result = check_chain(district, subject, chain, head);
    RC_ASSERT(!result.intact);
    RC_ASSERT(result.reason == "event_missing");
    RC_ASSERT(result.first_broken == static_cast<int>(at) + 1);
  }));
}

TEST_CASE("a removed event is found also when the ones after it are numbered anew") {
  CHECK(rc::check([] {
    auto chain = random_chain(2);
    const Head head = head_of(chain);
    const auto at = *rc::gen::inRange<std::size_t>(0, chain.size());
    chain.erase(chain.begin() + static_cast<std::ptrdiff_t>(at));
    for (std::size_t i = 0; i < chain.size(); ++i) chain[i].seq = static_cast<int>(i) + 1;
    RC_ASSERT(!check_chain(district, subject, chain, head).intact);
  }));
}

TEST_CASE("an inserted event is found") {
  CHECK(rc::check([] {
    auto chain = random_chain();
    const Head head = head_of(chain);
    const auto at = *rc::gen::inRange<std::size_t>(0, chain.size() + 1);
    const Digest before = at == 0 ? Digest{} : chain[at - 1].hash;
    chain.insert(chain.begin() + static_cast<std::ptrdiff_t>(at),
                 random_event(static_cast<int>(at) + 1, before));
    for (std::size_t i = 0; i < chain.size(); ++i) chain[i].seq = static_cast<int>(i) + 1;
    RC_ASSERT(!check_chain(district, subject, chain, head).intact);
  }));
}

TEST_CASE("two events that changed places are found") {
  CHECK(rc::check([] {
    auto chain = random_chain(2);
    const Head head = head_of(chain);
    const auto a = *rc::gen::inRange<std::size_t>(0, chain.size() - 1);
    const auto b = *rc::gen::inRange<std::size_t>(a + 1, chain.size());
    std::swap(chain[a], chain[b]);
    std::swap(chain[a].seq, chain[b].seq);
    RC_ASSERT(!check_chain(district, subject, chain, head).intact);
  }));
}

TEST_CASE("a chain computed anew from an altered event does not end in the subject's head") {
  CHECK(rc::check([] {
    auto chain = random_chain();
    const Head head = head_of(chain);
    chain.front().action += "x";
    Digest previous{};
    for (Event& event : chain) {
      event.hash = event_hash(previous, district, subject, event);
      previous = event.hash;
    }
    RC_ASSERT(check_chain(district, subject, chain).intact);
    RC_ASSERT(check_chain(district, subject, chain, head).reason == "head_differs");
  }));
}

TEST_CASE("erasing words leaves the chain intact, and putting others in their place is found") {
  CHECK(rc::check([] {
    auto chain = random_chain();
    const Head head = head_of(chain);
    for (Event& event : chain) event.words.clear(), event.words_salt.clear();
    RC_ASSERT(check_chain(district, subject, chain, head).intact);
    chain.front().words = "never said";
    RC_ASSERT(check_chain(district, subject, chain, head).reason == "words_altered");
  }));
}

TEST_CASE("events of one subject do not pass for those of another, nor of another district") {
  CHECK(rc::check([] {
    const auto chain = random_chain();
    RC_ASSERT(!check_chain(district, {"case", 43}, chain).intact);
    RC_ASSERT(!check_chain(district, {"round", 42}, chain).intact);
    RC_ASSERT(!check_chain(DistrictId{1}, subject, chain).intact);
  }));
}

TEST_CASE("the hashed text is what the reference page says") {
  Event e{.seq = 1,
          .action = "report",
          .from = "",
          .to = "reported",
          .actor_kind = ActorKind::reporter,
          .actor_id = 0,
          .done_at = instant(5),
          .recorded_at = instant(7),
          .data = "{\"channel\":\"web\"}",
          .words = "",
          .words_salt = "",
          .words_digest = std::nullopt};
  CHECK(event_body(district, subject, e) ==
        "gewu-event-1\n440311\ncase\n42\n1\nreport\n\nreported\nreporter\n0\n5\n7\n\n"
        "{\"channel\":\"web\"}");
  CHECK(event_hash(Digest{}, district, subject, e) ==
        sha256({std::string_view(std::string(32, '\0')), event_body(district, subject, e)}));
}

TEST_CASE("no events at all are missing events where the subject has a head") {
  CHECK(check_chain(district, subject, {}, Head{}).intact);
  CHECK(check_chain(district, subject, {}, Head{2, sha256("x")}).first_broken == 1);
}

}  // namespace
}  // namespace gewu::history
