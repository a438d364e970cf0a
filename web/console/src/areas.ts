// SPDX-License-Identifier: Apache-2.0
// The area tree as a flat, indented list for pickers.
import type { Area } from '@shared/api/types.ts';

export interface AreaOption {
  id: string;
  name: string;
  depth: number;
  /** Indented, because an option holds nothing but text. */
  label: string;
}

export function areaOptions(areas: Area[], levels?: readonly string[]): AreaOption[] {
  const children = new Map<string, Area[]>();
  const known = new Set(areas.map((area) => area.id));
  for (const area of areas) {
    const parent = area.parent && known.has(area.parent) ? area.parent : '';
    children.set(parent, [...(children.get(parent) ?? []), area]);
  }
  const out: AreaOption[] = [];
  const walk = (parent: string, depth: number): void => {
    const sorted = (children.get(parent) ?? []).sort((a, b) => a.code.localeCompare(b.code));
    for (const area of sorted) {
      if (levels === undefined || levels.includes(area.level)) {
        out.push({
          id: area.id,
          name: area.name,
          depth,
          label: '\u3000'.repeat(depth) + area.name,
        });
      }
      walk(area.id, depth + 1);
    }
  };
  walk('', 0);
  return out;
}

/** What lies in these areas, themselves included: the tree that somebody answers for. */
export function areasBelow(areas: Area[], roots: readonly string[]): Area[] {
  const parents = new Map(areas.map((area) => [area.id, area.parent ?? '']));
  const known = new Map<string, boolean>(roots.map((root) => [root, true]));
  const isBelow = (id: string): boolean => {
    const held = known.get(id);
    if (held !== undefined) return held;
    const parent = parents.get(id) ?? '';
    const found = parent !== '' && isBelow(parent);
    known.set(id, found);
    return found;
  };
  return areas.filter((area) => isBelow(area.id));
}
