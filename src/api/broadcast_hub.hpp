// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include "api/api.hpp"

namespace gewu::api {

/// Open event streams of this process and what each may hear. A stream outlives the request that
/// opened it, so who listens is asked again before it is told something, at most every half minute:
/// after a logout, a lost role or the idle timeout it ends.
class BroadcastHub final : public Broadcast {
 public:
  /// What the listener may hear now; nothing once he may not listen any more.
  using Listener = std::function<std::optional<std::vector<AreaId>>(Instant now)>;
  static constexpr Duration kAskedAgain = std::chrono::seconds(30);

  explicit BroadcastHub(const Clock& clock) : clock_(clock) {}
  void publish(DistrictId district, const std::vector<AreaId>& chain, std::string_view event,
               std::string_view data) override;
  void subscribe(DistrictId district, const std::vector<AreaId>& areas, Listener listener,
                 std::shared_ptr<http::Reply::Sink> sink);
  std::size_t subscribers() const;

 private:
  struct Subscriber {
    DistrictId district;
    std::set<AreaId> areas;
    Listener listener;
    Instant asked_at;
    std::shared_ptr<http::Reply::Sink> sink;
  };
  bool may_listen(Subscriber& subscriber, Instant now) const;
  const Clock& clock_;
  mutable std::mutex guard_;
  std::list<Subscriber> subscribers_;
};

}  // namespace gewu::api
