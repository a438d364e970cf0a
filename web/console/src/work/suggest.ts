// SPDX-License-Identifier: Apache-2.0
// Whom to give it to, with the reason: the one who answers for the smallest area around the place.
// Only a proposal; a person presses the key.
import type { CaseRow, HolderChoice } from '@shared/api/types.ts';

export interface Suggestion {
  holder: HolderChoice;
  /** Name of the area he answers for. */
  area: string;
}

/** Who handles, nearest to the ground first. */
const ROLES = ['grid_worker', 'micro_grid_lead', 'grid_lead', 'community_desk', 'department'];

export function suggestHolder(
  held: Pick<CaseRow, 'area_names' | 'holder'>,
  choices: readonly HolderChoice[],
): Suggestion | null {
  const depth = (choice: HolderChoice): number => held.area_names.lastIndexOf(choice.area_name);
  const fitting = choices
    .filter((choice) => ROLES.includes(choice.role) && depth(choice) > 0)
    .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || depth(b) - depth(a));
  const workers = fitting.filter((choice) => choice.role === 'grid_worker');
  const best = (workers.length > 0 ? workers : fitting)[0];
  return best === undefined ? null : { holder: best, area: best.area_name };
}
