// SPDX-License-Identifier: Apache-2.0
// The next step of a case, by its state.
#include <algorithm>

#include "db/db.hpp"
#include "modules/demo/demo_service_town.hpp"

namespace gewu::demo {

using cases::Action;
using cases::State;

void Simulation::step(db::WriteTx& tx, const Case& c, Instant at) {
  switch (c.state) {
    case State::reported:
      return at_reception(tx, c, at);
    case State::verifying:
      return on_site(tx, c, at);
    case State::registered:
      return at_dispatch(tx, c, at);
    case State::dispatched:
      return at_holder(tx, c, at);
    case State::handling:
      return handle(tx, c, at);
    case State::checking:
      return check(tx, c, at);
    case State::self_handled:
      return sample(tx, c, at);
    case State::closed:
      return follow_up(tx, c, at);
    case State::shelved:
      return plan(at + std::chrono::hours(24), Kind::step, c.id);
    default:
      return;
  }
}

void Simulation::at_reception(db::WriteTx& tx, const Case& c, Instant at) {
  const auto& desk = desk_of(c.desk_area);
  Deed d;
  if (!c.located && c.state == State::reported && happens(0.8)) {
    d.action = Action::locate;
    d.point = point_in(*one_of(micro_grids_));
    const auto placed = act(tx, c, d, desk, at);
    return plan_work(at, around(8, 0.5), c.id, false), void(placed);
  }
  if (happens(0.03)) {
    d.action = Action::decline;
    d.reason = "反映的是小区内部经营纠纷";
    d.answer = "此事由业主委员会与物业协商，社区可提供调解。";
    d.responsible = "业主委员会";
    if (act(tx, c, d, desk, at) && happens(0.1)) {
      plan(at + std::chrono::hours(any(2, 90)), Kind::reporter, c.id);
    }
    return;
  }
  d.action = c.located && happens(0.07) ? Action::verify_first : Action::register_;
  const auto after = act(tx, c, d, desk, at);
  if (!after) return plan_work(at, around(30, 0.4), c.id, false);
  plan_work(at, after->state == State::verifying ? around(22, 0.6) : around(5, 0.8), c.id, false);
}

void Simulation::on_site(db::WriteTx& tx, const Case& c, Instant at) {
  Deed d;
  d.action = happens(0.86) ? Action::confirm : happens(0.6) ? Action::refute : Action::cannot_reach;
  if (d.action == Action::refute) d.answer = "现场未发现所述情况，欢迎补充照片。";
  if (d.action != Action::confirm) d.reason = "到场查看，未见异常";
  const auto after = act(tx, c, d, worker_of(c.area), at);
  if (after && after->state == State::void_) return;
  plan_work(at, around(6, 0.7), c.id, false);
}

void Simulation::at_dispatch(db::WriteTx& tx, const Case& seen, Instant at) {
  const Case c = show_to_public(tx, seen, at);
  const auto& desk = desk_of(c.desk_area);
  Deed d;
  d.action = c.must_rule ? Action::rule : Action::dispatch;
  const bool at_top = c.desk_area == place_.territory->root();
  if (!c.must_rule && !at_top && happens(0.08)) {
    d.action = Action::escalate;
    d.reason = "需要上一级协调";
  } else {
    d.holder = some_holder(c);
    if (c.must_rule) d.reason = "三次退回，经研究由你单位办理";
  }
  const auto after = act(tx, c, d, desk, at);
  if (!after || after->state == State::registered)
    return plan_work(at, around(9, 0.6), c.id, false);
  plan_work(at, around(14, 0.8), c.id, !calendar::runs_continuously(after->clock.limit.unit));
}

void Simulation::at_holder(db::WriteTx& tx, const Case& c, Instant at) {
  const auto* who = holder_of(c);
  if (who == nullptr) return;
  Deed d;
  d.action = !c.ruled && happens(0.06) ? Action::return_ : Action::accept;
  if (d.action == Action::return_) d.reason = return_words(chance_);
  const auto after = act(tx, c, d, *who, at);
  if (!after || after->state != State::handling) {
    return plan_work(at, around(8, 0.6), c.id, false);
  }
  const auto memory = memory_.find(c.id);
  if (memory != memory_.end() && memory->second.by_resident) {
    followed_ = memory->second.follow_code;
  }
  plan_handling(*after, at);
}

void Simulation::plan_handling(const Case& c, Instant at) {
  const double minutes = static_cast<double>(to_ms(calendar::length(c.clock.limit))) / 60'000.0;
  const bool work_time = !calendar::runs_continuously(c.clock.limit.unit);
  plan_work(at, around(std::max(12.0, minutes * 0.42), 0.62), c.id, work_time);
}

void Simulation::handle(db::WriteTx& tx, const Case& c, Instant at) {
  const auto* who = holder_of(c);
  if (who == nullptr) return;
  Deed d;
  if (c.pending != cases::Pending::none) return decide_request(tx, c, at);
  const bool in_time = written(at) <= c.clock.due_at;
  if (in_time && c.extensions == 0 && happens(0.04)) {
    d.action = Action::request_extension;
    d.reason = "需等配件到货";
  } else if (c.shelvings == 0 && happens(0.008)) {
    d.action = Action::request_shelving;
    d.reason = "已列入改造计划，待统一施工";
    d.until = written(at) + std::chrono::hours(24 * any(20, 90));
  } else if (!c.ruled && happens(0.03)) {
    d.action = Action::return_;
    d.reason = return_words(chance_);
  } else {
    d.action = Action::report_done;
    d.answer = done_words(chance_);
    d.photos = photo(tx, Scene::after, photos::PhotoKind::after, at);
  }
  const auto after = act(tx, c, d, *who, at);
  if (!after) return plan_work(at, around(60, 0.4), c.id);
  if (after->state == State::checking) return plan_work(at, around(20, 0.7), c.id, false);
  plan_work(at, around(25, 0.6), c.id);
}

void Simulation::decide_request(db::WriteTx& tx, const Case& c, Instant at) {
  Deed d;
  d.action =
      c.pending == cases::Pending::extension ? Action::decide_extension : Action::decide_shelving;
  const bool overdue = c.pending == cases::Pending::extension && written(at) > c.clock.due_at;
  d.granted = !overdue && happens(0.75);
  d.reason = *d.granted ? "同意" : "请按原时限办理";
  const auto after = act(tx, c, d, desk_of(c.desk_area), at);
  if (after && after->state == State::shelved) {
    return plan(at + (*after->expires_at - written(at)) + std::chrono::hours(2), Kind::step, c.id);
  }
  after ? plan_handling(*after, at) : plan_work(at, around(60, 0.4), c.id);
}

void Simulation::check(db::WriteTx& tx, const Case& c, Instant at) {
  Deed d;
  d.action = happens(0.93) ? Action::pass : Action::fail;
  if (d.action == Action::fail) {
    d.reason = fail_words(chance_);
  }
  // After a reopening somebody else has to look: the community's desk.
  // A report about the one who would hold it stays with those above him.
  const auto& usual = verifier_of(c.restricted ? c.desk_area : c.area);
  const api::Caller* who = &usual;
  if (c.excluded_verifier == usual.account) {
    for (const auto* a : place_.territory->chain(c.area)) {
      if (a->level == areas::Level::community) who = &desk_of(a->id);
    }
    if (!c.located) who = &people_.centre;  // what lies nowhere has no community
  }
  const auto after = act(tx, c, d, *who, at);
  if (!after) return plan_work(at, around(90, 0.4), c.id);
  if (after->state == State::handling) return plan_handling(*after, at);
  after_closing(c.id, at);
}

void Simulation::after_closing(CaseId id, Instant at) {
  const auto memory = memory_.find(id);
  if (memory == memory_.end() || memory->second.rated) return;
  if (memory->second.by_resident && happens(0.42)) {
    return plan(at + around(60 * 9, 0.9), Kind::reporter, id);
  }
  if (memory->second.by_resident && happens(0.8)) plan_work(at, around(60 * 7, 0.5), id);
}

void Simulation::sample(db::WriteTx& tx, const Case& c, Instant at) {
  if (!c.sampled) return plan(at + std::chrono::hours(6), Kind::step, c.id);  // not drawn yet
  if (!*c.sampled) return;                                                    // its clock closes it
  Deed d;
  d.action = happens(0.9) ? Action::pass : Action::fail;
  if (d.action == Action::fail) d.reason = fail_words(chance_);
  const auto after = act(tx, c, d, verifier_of(c.area), at);
  if (!after) return plan_work(at, around(120, 0.4), c.id);
  if (after->state == State::registered) plan_work(at, around(6, 0.6), c.id, false);
}

void Simulation::follow_up(db::WriteTx& tx, const Case& c, Instant at) {
  if (c.clock.kind != cases::ClockKind::follow_up) return;
  Deed d;
  d.action = Action::rate;
  d.reached = happens(0.82);
  d.note = *d.reached ? "电话回访" : "两次未接通";
  if (*d.reached) {
    d.solved = happens(0.93);
    d.satisfied = *d.solved && happens(0.92);
  }
  act(tx, c, d, desk_of(c.desk_area), at);
}

void Simulation::resident_acts(db::WriteTx& tx, const Case& c, Instant at) {
  auto& memory = memory_[c.id];
  Deed d;
  if (c.state == State::reported) {
    d.action = Action::withdraw;
    d.reason = "已经好了";
  } else if (c.state == State::void_) {
    d.action = Action::object;
    d.reason = "情况属实，附近都看得到";
  } else if (c.state == State::closed && !memory.rated) {
    memory.rated = true;
    d.action = Action::rate;
    d.solved = happens(0.91);
    d.satisfied = *d.solved ? happens(0.93) : happens(0.1);
    d.stars = *d.satisfied ? any(4, 5) : any(1, 3);
  } else if (c.state == State::closed) {
    d.action = Action::reopen;
    d.reason = "问题又出现了";
  } else {
    return;
  }
  const auto after = tools_.cases.act_by_code(tx, district_, memory.follow_code, d, written(at));
  if (!after) {
    last_refusal_ = after.error();
    return;
  }
  ++actions_;
  if (d.action == Action::rate && !*d.solved && happens(0.6)) {
    plan(at + std::chrono::minutes(any(1, 300)), Kind::reporter, c.id);
  }
  if (after->state == State::reported || after->state == State::registered) {
    plan_work(at, around(8, 0.6), c.id, false);
  }
}

}  // namespace gewu::demo
