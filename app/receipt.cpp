// SPDX-License-Identifier: Apache-2.0
// Checks one report for anybody who holds its receipt, its follow code or its number: that it was
// there on its day, and that nothing of its history was changed since.
#include <charconv>

#include "base/bytes.hpp"
#include "commands.hpp"
#include "json/codec.hpp"
#include "node.hpp"
#include "output.hpp"

namespace gewu::app {

namespace {

struct ReceiptCheck {
  std::string receipt;
  Day day;
  bool published = false;  ///< the day's root is out
  bool proven = false;     ///< the path leads from the receipt to that root
  std::optional<std::string> root;
  std::optional<bool> chain_intact;  ///< recomputed; only where the case is known
  std::optional<int> first_broken;
};
BOOST_DESCRIBE_STRUCT(ReceiptCheck, (),
                      (receipt, day, published, proven, root, chain_intact, first_broken))

/// The case behind a number or a follow code; none where the reference is neither.
std::optional<cases::Case> case_of(Node& node, db::ReadTx& tx, DistrictId district,
                                   const std::string& reference) {
  std::int64_t number = 0;
  const char* end = reference.data() + reference.size();
  const auto [at, bad] = std::from_chars(reference.data(), end, number);
  if (bad == std::errc{} && at == end) return cases::find_by_number(tx, district, number);
  if (auto followed = node.cases->follow(tx, district, reference)) return followed->own;
  return std::nullopt;
}

ReceiptCheck check_of(const history::Proof& proof) {
  ReceiptCheck out;
  out.receipt = to_hex(proof.receipt);
  out.day = proof.day;
  out.published = proof.root.has_value();
  if (proof.root) out.root = to_hex(*proof.root);
  out.proven = history::verify(proof);
  return out;
}

std::optional<ReceiptCheck> examine(Node& node, db::ReadTx& tx, const areas::District& district,
                                    const std::string& reference, std::optional<Day> day) {
  if (const auto receipt = digest_from_hex(reference); receipt && day) {
    const auto proof = history::prove(tx, district.id, district.utc_offset(), *receipt, *day);
    return proof ? std::optional(check_of(*proof)) : std::nullopt;
  }
  const auto c = case_of(node, tx, district.id, reference);
  if (!c) return std::nullopt;
  const auto subject = cases::subject_of(c->id);
  const auto proof = history::prove(tx, district.id, district.utc_offset(), subject);
  if (!proof) return std::nullopt;
  ReceiptCheck out = check_of(*proof);
  const history::Head head{c->history_seq, digest_from_hex(c->history_head).value_or(Digest{})};
  const auto chain = history::check(tx, district.id, subject, head);
  out.chain_intact = chain.intact;
  if (!chain.intact) out.first_broken = chain.first_broken;
  return out;
}

}  // namespace

int receipt_command(const Common& common, const std::string& reference, const std::string& day) {
  Node node(common, Node::Schema::check);
  const auto district = node.district(common.district);
  std::optional<Day> on;
  if (!day.empty()) {
    const auto parsed = parse_iso_date(day);
    if (!parsed) throw std::runtime_error(parsed.error().detail);
    on = *parsed;
  }
  const auto found = node.database->read(
      [&](db::ReadTx& tx) { return examine(node, tx, district, reference, on); });
  if (!found) {
    complain(
        "gewu: nothing was recorded under that: give a case number, a follow code, or a "
        "receipt with its --day");
    return kFailed;
  }
  if (common.json) {
    print(json::encode(*found));
  } else {
    print("receipt " + found->receipt + " of " + to_iso_date(found->day));
    print(!found->published ? "the root of that day is not published yet"
          : found->proven   ? "proven: it leads to the published root " + *found->root
                            : "NOT PROVEN: it does not lead to the published root " + *found->root);
    if (found->chain_intact) {
      print(*found->chain_intact ? "the whole history of the case is unaltered"
                                 : "ALTERED: the history is broken from event " +
                                       std::to_string(found->first_broken.value_or(0)) + " on");
    }
  }
  const bool good = (found->proven || !found->published) && found->chain_intact.value_or(true);
  return good ? kDone : kFailed;
}

}  // namespace gewu::app
