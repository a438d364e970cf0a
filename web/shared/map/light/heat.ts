// SPDX-License-Identifier: Apache-2.0
// Counts → steps of one colour scale. The bounds are round numbers near the quarters of what is
// there, so that the legend reads well and a district with few reports still shows differences.

export const STEPS = 4;

/** Upper bounds of steps 1 to 3; step 4 is everything above. Ascending, each at least one. */
export function boundsOfSteps(counts: readonly number[]): number[] {
  const some = counts.filter((n) => n > 0).sort((a, b) => a - b);
  const at = (share: number): number => some[Math.floor(share * (some.length - 1))] ?? 0;
  const bounds: number[] = [];
  for (let step = 1; step < STEPS; step += 1) {
    bounds.push(Math.max(nice(at(step / STEPS)), (bounds[bounds.length - 1] ?? 0) + 1));
  }
  return bounds;
}

function nice(n: number): number {
  if (n < 10) return n;
  const unit = 10 ** Math.floor(Math.log10(n)) / 2;
  return Math.round(n / unit) * unit;
}

/** 0 for none, 1 to 4 by the bounds. */
export function stepOf(count: number, bounds: readonly number[]): number {
  if (count <= 0) return 0;
  const step = bounds.findIndex((bound) => count <= bound);
  return step < 0 ? STEPS : step + 1;
}

/** "1", "2–3", "4–6", "7+" for the legend. */
export function rangesOf(bounds: readonly number[]): string[] {
  return Array.from({ length: STEPS }, (_, i) => {
    const from = (bounds[i - 1] ?? 0) + 1;
    const to = bounds[i];
    if (to === undefined) return `${from}+`;
    return from === to ? String(from) : `${from}–${to}`;
  });
}
