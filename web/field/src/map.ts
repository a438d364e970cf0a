// SPDX-License-Identifier: Apache-2.0
import type { KitArea } from '@shared/api/field.ts';
import type { AreaCollection } from '@shared/map/geometry.ts';

/** Leaves: what nothing of mine lies below, buildings aside. Tops: what nothing lies above. */
export function collectionOf(areas: readonly KitArea[], which: 'leaves' | 'tops'): AreaCollection {
  const drawn = areas.filter((area) => area.outline && area.level !== 'building');
  const ids = new Set(drawn.map((area) => area.id));
  const parents = new Set(drawn.map((area) => area.parent ?? ''));
  const wanted = drawn.filter((area) =>
    which === 'leaves' ? !parents.has(area.id) : !ids.has(area.parent ?? ''),
  );
  return {
    type: 'FeatureCollection',
    features: wanted.map(({ id, code, name, level, outline }) => ({
      type: 'Feature',
      properties: { id, code, name, level },
      geometry: { type: 'Polygon', coordinates: [outline] },
    })),
  };
}
