// SPDX-License-Identifier: Apache-2.0
#include "api/broadcast_hub.hpp"

namespace gewu::api {

void BroadcastHub::publish(DistrictId district, const std::vector<AreaId>& chain,
                           std::string_view event, std::string_view data) {
  std::string text = "event: ";
  text.append(event).append("\ndata: ").append(data).append("\n\n");
  const Instant now = clock_.now();
  const std::lock_guard lock(guard_);
  std::erase_if(subscribers_, [&](Subscriber& s) {
    if (s.district != district) return false;
    if (!may_listen(s, now)) return true;
    const bool hears =
        std::any_of(chain.begin(), chain.end(), [&](AreaId a) { return s.areas.contains(a); });
    return hears && !s.sink->push(text);
  });
}

bool BroadcastHub::may_listen(Subscriber& s, Instant now) const {
  if (now - s.asked_at < kAskedAgain && now >= s.asked_at) return true;
  const auto areas = s.listener(now);
  if (!areas) return false;
  s.areas = {areas->begin(), areas->end()};
  s.asked_at = now;
  return true;
}

void BroadcastHub::subscribe(DistrictId district, const std::vector<AreaId>& areas,
                             Listener listener, std::shared_ptr<http::Reply::Sink> sink) {
  sink->start_events();
  if (!sink->push("event: hello\ndata: {}\n\n")) return;
  const std::lock_guard lock(guard_);
  subscribers_.push_back(
      {district, {areas.begin(), areas.end()}, std::move(listener), clock_.now(), std::move(sink)});
}

std::size_t BroadcastHub::subscribers() const {
  const std::lock_guard lock(guard_);
  return subscribers_.size();
}

}  // namespace gewu::api
