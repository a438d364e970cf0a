// SPDX-License-Identifier: Apache-2.0
#include "worker.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "api/idempotency.hpp"
#include "db/nodes.hpp"
#include "db/outbox.hpp"

namespace gewu::app {

namespace {

constexpr auto kPause = std::chrono::milliseconds(500);
/// Between two deliveries: under load many changes go out at once, and an idle node hears at once.
constexpr auto kGather = std::chrono::milliseconds(50);
constexpr Duration kSeldom = std::chrono::minutes(1);
constexpr Duration kDaily = std::chrono::hours(24);
constexpr Duration kDeliveryLease = std::chrono::seconds(30);
constexpr int kRounds = 20;  ///< of one job before the others get their turn

}  // namespace

Worker::Worker(Node& node, api::Broadcast& broadcast, Log log, Log tell)
    : node_(node), broadcast_(broadcast), log_(std::move(log)), tell_(std::move(tell)) {}

Worker::~Worker() { stop(); }

void Worker::start() {
  node_.database->on_outbox([this] {
    {
      const std::lock_guard lock(guard_);
      outbox_written_ = true;
    }
    wake_.notify_all();
  });
  thread_ = std::thread([this] { run(); });
}

void Worker::stop() {
  node_.database->on_outbox({});
  {
    const std::lock_guard lock(guard_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Worker::run() {
  const auto trying = [this](const std::function<void()>& work) {
    try {
      work();
    } catch (const std::exception& e) {
      log_(std::string("background work failed and will be tried again: ") + e.what());
    }
  };
  using Steady = std::chrono::steady_clock;
  for (;;) {
    trying([this] { round(node_.clock.now()); });
    const auto next_round = Steady::now() + kPause;
    std::unique_lock lock(guard_);
    while (Steady::now() < next_round) {
      wake_.wait_until(lock, next_round, [this] { return stopping_ || outbox_written_; });
      if (stopping_) return;
      if (!std::exchange(outbox_written_, false)) continue;
      lock.unlock();
      trying([this] { deliver_soon(); });
      lock.lock();
      if (wake_.wait_for(lock, kGather, [this] { return stopping_; })) return;
    }
  }
}

/// What others wrote down is found by the next round; this process need not wait so long for its
/// own.
void Worker::deliver_soon() {
  const Instant now = node_.clock.now();
  const auto due =
      node_.database->read([&](db::ReadTx& tx) { return db::outbox::districts_due(tx, now); });
  if (due.empty()) return;
  for (const auto& district :
       node_.database->read([](db::ReadTx& tx) { return areas::list_districts(tx); })) {
    if (std::find(due.begin(), due.end(), district.id) != due.end()) deliver(district, now);
  }
}

void Worker::round(Instant now) {
  const auto districts =
      node_.database->read([](db::ReadTx& tx) { return areas::list_districts(tx); });
  const bool seldom_too = now >= next_seldom_;
  if (seldom_too) {
    next_seldom_ = now + kSeldom;
    node_.database->write([&](db::WriteTx& tx) {
      if (!db::renew_node(tx, node_.node_number, node_.process, now)) {
        log_("another process took our node number: restart this one");
      }
      return Nothing{};
    });
  }
  for (const auto& district : districts) {
    often(district, now);
    if (seldom_too) seldom(district, now);
  }
  if (now >= next_daily_) next_daily_ = now + kDaily;
  last_round_ = to_ms(now);
}

void Worker::often(const areas::District& district, Instant now) {
  deliver(district, now);
  node_.cases->tick(*node_.database, district.id, now);
  for (int i = 0; i < kRounds; ++i) {
    if (promises::judge_due(*node_.database, *node_.ids, district.id, district.utc_offset(), now) ==
        0) {
      break;
    }
  }
  for (int i = 0;
       i < kRounds && figures::fold(*node_.database, district.id, node_.trees.of(district.id)) > 0;
       ++i) {
  }
  index_texts(district);
}

/// What was written lately can be found at once, before it is indexed; this keeps that little.
/// Cases from before there was an index come after it, a piece each round.
void Worker::index_texts(const areas::District& district) {
  constexpr int kPagesBetween = 4;  ///< open pages hear of changes in between
  for (int i = 0; i < kRounds && search::feed(*node_.database, district.id) > 0; ++i) {
    if (i % kPagesBetween == kPagesBetween - 1) deliver(district, node_.clock.now());
  }
  std::int64_t some = 0;
  for (int i = 0; i < kPagesBetween; ++i) {
    const int page = search::feed_old(*node_.database, district.id);
    if (page == 0) break;
    some += page;
  }
  auto& done = old_indexed_[district.id];
  constexpr std::int64_t kTold = 20'000;
  const bool tells = some > 0 ? (done + some) / kTold > done / kTold : done > 0;
  done += some;
  if (tells && tell_) {
    tell_("search: " + std::to_string(done) + " old cases of " + district.code +
          (some > 0 ? " indexed so far" : " indexed, that is all"));
  }
  if (some == 0) done = 0;
}

void Worker::seldom(const areas::District& district, Instant now) {
  follow_territory(district);
  sum_up(district);
  history::close_days(*node_.database, district.id, district.utc_offset(), now);
  promises::refresh_daily(*node_.database, node_.categories, district.id, now);
  node_.photos.sweep(*node_.database, district.id, now);
  node_.voices.sweep(*node_.database, district.id, now);
  presence::sweep(*node_.database, district.id, now);
  if (now >= next_daily_) {
    node_.photos.remove_orphans(*node_.database, district.id, now);
    node_.voices.remove_orphans(*node_.database, district.id, now);
  }
  node_.database->write([&](db::WriteTx& tx) {
    return api::forget_old_idempotency_keys(tx, district.id, now, 500), Nothing{};
  });
}

/// Live updates are the first subscriber of the outbox; webhooks and messages will be others.
void Worker::deliver(const areas::District& district, Instant now) {
  for (int i = 0; i < kRounds; ++i) {
    const auto messages = node_.database->write([&](db::WriteTx& tx) {
      return db::outbox::claim_due(tx, district.id, now, 100, kDeliveryLease);
    });
    if (messages.empty()) return;
    const auto territory = node_.database->read(
        [&](db::ReadTx& tx) { return node_.territories.current(tx, district.id); });
    for (const auto& m : messages) {
      boost::system::error_code failed;
      const auto payload = boost::json::parse(m.payload, failed);
      const auto event = m.topic == "case.changed"      ? "case"
                         : m.topic == "release.changed" ? "release"
                                                        : "";
      if (failed || *event == '\0') continue;
      std::vector<AreaId> chain;
      const auto area = parse_id_as<AreaId>(payload.at("area").as_string());
      for (const auto* a : territory->chain(area.value_or(AreaId{}))) chain.push_back(a->id);
      if (chain.empty()) chain.push_back(territory->root());
      broadcast_.publish(district.id, chain, event, m.payload);
    }
    node_.database->write([&](db::WriteTx& tx) {
      for (const auto& m : messages) db::outbox::done(tx, district.id, m.id);
      return Nothing{};
    });
  }
}

/// After a change of boundaries, figures told on today's boundaries move with their points.
void Worker::follow_territory(const areas::District& district) {
  const auto [territory, stands_at] = node_.database->read([&](db::ReadTx& tx) {
    return std::pair(node_.territories.current(tx, district.id),
                     figures::relocated_version(tx, district.id));
  });
  if (!territory || stands_at >= territory->version()) return;
  const auto where = [&](const figures::FactPlace& place) {
    if (place.point) {
      if (const auto found = territory->locate(*place.point); found.inside) return found.area->id;
    }
    return territory->find(place.area) != nullptr ? place.area : territory->root();
  };
  figures::relocate(*node_.database, district.id, where, {}, territory->version());
}

/// After that, and at first, the sums of streets and communities. A million cases take a while, in
/// which clocks run and pages hear of changes as ever.
void Worker::sum_up(const areas::District& district) {
  figures::sum_up_areas(*node_.database, district.id, node_.trees.of(district.id),
                        [&](std::int64_t, std::int64_t) {
                          const Instant now = node_.clock.now();
                          deliver(district, now);
                          node_.cases->tick(*node_.database, district.id, now);
                          const std::lock_guard lock(guard_);
                          return !stopping_;
                        });
}

}  // namespace gewu::app
