// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <set>

#include "api/api.hpp"

namespace gewu::api {

/// Open event streams of this process and what each may hear.
class BroadcastHub final : public Broadcast {
 public:
  void publish(DistrictId district, const std::vector<AreaId>& chain, std::string_view event,
               std::string_view data) override;
  void subscribe(DistrictId district, const std::vector<AreaId>& areas,
                 std::shared_ptr<http::Reply::Sink> sink);
  std::size_t subscribers() const;

 private:
  struct Subscriber {
    DistrictId district;
    std::set<AreaId> areas;
    std::shared_ptr<http::Reply::Sink> sink;
  };
  mutable std::mutex guard_;
  std::list<Subscriber> subscribers_;
};

}  // namespace gewu::api
