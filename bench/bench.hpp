// SPDX-License-Identifier: Apache-2.0
// What bench/run calls. Each tool prints one JSON object as its result on standard output.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gewu::bench {

/// Nearest-rank percentile of sorted values; 0 of none.
double percentile(const std::vector<double>& sorted, double share);

/// Closed loop: each client keeps one connection and one request under way.
struct LoadPlan {
  std::uint16_t port = 0;
  int clients = 1;
  double seconds = 5;
  double warm_up = 1;  ///< seconds that are not counted
  std::string method = "GET";
  std::vector<std::string> paths;    ///< taken in turn; {n} becomes a number, {ip} an address
  std::vector<std::string> headers;  ///< the same
  std::vector<std::string> bodies;   ///< the same; none: no body
  std::uint64_t first = 0;           ///< where {n} begins
};
int load(const LoadPlan& plan);

/// The server of src/http over the database of src/db with one route that inserts one row.
int bare(const std::string& url);

struct FillPlan {
  std::string data;      ///< data directory: database and master key
  std::string database;  ///< url; empty: SQLite in `data`
  std::int64_t cases = 100'000;
  int days = 365;
  std::uint64_t seed = 1;
};
int fill(const FillPlan& plan);

struct LocatePlan {
  int side = 141;
  double seconds = 3;
};
int locate(const LocatePlan& plan);

struct CoverPlan {
  int side = 141;  ///< micro-grids along each side
  std::int64_t dwellings = 1'000'000;
};
int cover(const CoverPlan& plan);
/// Addresses as people write them to places, one core.
int addresses();

/// Appends 4 KiB and waits for the disk, again and again.
int disk(const std::string& folder, double seconds);

}  // namespace gewu::bench
