// SPDX-License-Identifier: Apache-2.0
// What time it is by the server. A phone's clock may be hours off; "2 h left" must not be. Every
// answer carries the server's Date, which is exact to a second and enough for that.
let ahead = 0;

/** Differences this small are delay on the way, not a wrong clock. */
const TOLERATED_MS = 90_000;

export function noteServerDate(date: string | null | undefined, local = Date.now()): void {
  const server = Date.parse(date ?? '');
  if (Number.isNaN(server)) return;
  const difference = server - local;
  ahead = Math.abs(difference) > TOLERATED_MS ? difference : 0;
}

/** Milliseconds since 1970, as Date.now(). */
export function serverNow(local = Date.now()): number {
  return local + ahead;
}
