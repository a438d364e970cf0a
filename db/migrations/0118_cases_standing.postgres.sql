-- SPDX-License-Identifier: Apache-2.0
-- What boards, maps and counts of queues ask for, in the order they group by, so that no row is
-- read and, over a whole district, nothing sorted: counts stop at holder_kind, boards go on to
-- holder_id. Areas come first, so that a few of them are probed. open stands in it because SQLite
-- looks at it again. It takes the place of cases_open_kinds, which only served counts.
create index cases_open_standing on cases
  (district_id, area_id, restricted, desk_area_id, located, state, holder_kind, category_id,
   holder_id, due_at, clock_step, emergency, open)
  where open = 1;
drop index cases_open_kinds;
