// SPDX-License-Identifier: Apache-2.0
// Recomputes what can be recomputed and says where it disagrees.
#include "commands.hpp"
#include "json/codec.hpp"
#include "node.hpp"
#include "output.hpp"

namespace gewu::app {

namespace {

struct Finding {
  std::string district, part, code, subject, detail;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (district, part, code, subject, detail))

struct DoctorOut {
  bool healthy = true;
  std::int64_t checked_districts = 0;
  std::vector<Finding> findings;
};
BOOST_DESCRIBE_STRUCT(DoctorOut, (), (healthy, checked_districts, findings))

/// The modules tell problems alike; one line takes them all in.
template <class Problems>
void add(DoctorOut& out, const std::string& district, const std::string& part,
         const Problems& problems) {
  for (const auto& p : problems) {
    out.findings.push_back({district, part, p.code, p.subject, p.detail});
  }
}

void examine(Node& node, const areas::District& district, DoctorOut& out) {
  Progress progress("examining " + district.code);
  std::int64_t total = 0;
  const auto step = [&](std::string_view, std::int64_t done) { progress.at(total + done); };
  add(out, district.code, "areas", areas::doctor(*node.database, district.id, step));
  add(out, district.code, "history",
      history::doctor(*node.database, district.id, district.utc_offset(), cases::heads_of, step));
  add(out, district.code, "cases", cases::doctor(*node.database, district.id, step));
  add(out, district.code, "releases", releases::doctor(*node.database, district.id, step));
  add(out, district.code, "figures",
      figures::doctor(*node.database, district.id, node.trees.of(district.id), step));
  add(out, district.code, "search", search::doctor(*node.database, district.id, step));
  for (const auto& d : node.photos.check(*node.database, district.id, node.clock.now())) {
    out.findings.push_back({district.code, "photos", d.code, "", d.detail});
  }
  for (const auto& d : node.voices.check(*node.database, district.id, node.clock.now())) {
    out.findings.push_back({district.code, "voice_notes", d.code, "", d.detail});
  }
}

}  // namespace

int doctor_command(const Common& common) {
  Node node(common, Node::Schema::check);
  DoctorOut out;
  for (const auto& district :
       node.database->read([](db::ReadTx& tx) { return areas::list_districts(tx); })) {
    if (!common.district.empty() && district.code != common.district) continue;
    examine(node, district, out);
    ++out.checked_districts;
  }
  out.healthy = out.findings.empty();
  if (common.json) {
    print(json::encode(out));
  } else {
    for (const auto& f : out.findings) {
      print(f.district + " " + f.part + " " + f.code + " " + f.subject + ": " + f.detail);
    }
    print(out.healthy ? "healthy: " + std::to_string(out.checked_districts) + " districts checked"
                      : std::to_string(out.findings.size()) + " findings");
  }
  return out.healthy ? kDone : kFailed;
}

}  // namespace gewu::app
