// SPDX-License-Identifier: Apache-2.0
// The tree of areas as rows to show: what is open, and what a search finds with the way to it.
import type { Area } from '@shared/api/types.ts';
import { matches } from './admin.ts';

export interface TreeRow {
  area: Area;
  depth: number;
  hasChildren: boolean;
  open: boolean;
}

export function treeRows(areas: Area[], opened: ReadonlySet<string>, search: string): TreeRow[] {
  const known = new Set(areas.map((area) => area.id));
  const children = new Map<string, Area[]>();
  for (const area of areas) {
    const parent = area.parent && known.has(area.parent) ? area.parent : '';
    children.set(parent, [...(children.get(parent) ?? []), area]);
  }
  const wanted = search.trim() === '' ? null : new Set<string>();
  if (wanted !== null) {
    const parents = new Map(areas.map((area) => [area.id, area.parent ?? '']));
    for (const area of areas) {
      if (!matches(search.trim(), area.name, area.code)) continue;
      for (let id = area.id; id !== '' && !wanted.has(id); id = parents.get(id) ?? '')
        wanted.add(id);
    }
  }
  const out: TreeRow[] = [];
  const walk = (parent: string, depth: number): void => {
    const sorted = (children.get(parent) ?? []).sort((a, b) => a.code.localeCompare(b.code));
    for (const area of sorted) {
      if (wanted !== null && !wanted.has(area.id)) continue;
      const hasChildren = children.has(area.id);
      const open = hasChildren && (wanted !== null || opened.has(area.id));
      out.push({ area, depth, hasChildren, open });
      if (open) walk(area.id, depth + 1);
    }
  };
  walk('', 0);
  return out;
}
