// SPDX-License-Identifier: Apache-2.0
// Outlines for the light map. A line may stray fifteen metres: a third of a pixel on the whole
// district, and a tenth of the bytes.
import type { Client } from '@shared/api/client.ts';
import type { AreaCollection } from '@shared/map/geometry.ts';

export interface Outlines {
  grids: AreaCollection;
  streets: AreaCollection | null;
}

const held = new Map<string, Promise<Outlines>>();

async function fetched(client: Client): Promise<Outlines> {
  const of = (level: string, tolerance_m: number): Promise<AreaCollection> =>
    client.get<AreaCollection>('/areas.geojson', { level, tolerance_m });
  const [grids, streets] = await Promise.all([
    of('grid', 15),
    // Names for orientation only.
    of('street', 15).catch(() => null),
  ]);
  return { grids, streets };
}

export function outlinesOf(client: Client): Promise<Outlines> {
  const known = held.get(client.district);
  if (known !== undefined) return known;
  const asked = fetched(client);
  held.set(client.district, asked);
  // What failed is asked for again.
  asked.catch(() => held.delete(client.district));
  return asked;
}
