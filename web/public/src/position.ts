// SPDX-License-Identifier: Apache-2.0
// Where the phone says it is. Asked for by a button; by itself only where it was allowed before,
// because a question nobody expects is answered with "no" for ever.

export interface Position {
  lat: number;
  lon: number;
  accuracy_m: number;
}
export type PositionTrouble = 'denied' | 'unavailable';

/** Above this the map or an address must help. */
export const POOR_METRES = 100;

export function askPosition(): Promise<Position> {
  return new Promise((done, failed) => {
    if (!('geolocation' in navigator)) {
      failed('unavailable' satisfies PositionTrouble);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        done({
          lat: coords.latitude,
          lon: coords.longitude,
          accuracy_m: Math.round(coords.accuracy),
        }),
      (problem) => failed(problem.code === problem.PERMISSION_DENIED ? 'denied' : 'unavailable'),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
}

export async function isPositionAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state === 'granted';
  } catch {
    // Older phones cannot say; then nothing happens by itself.
    return false;
  }
}

/** Six places after the point: a hand's breadth. */
export function rounded(place: { lat: number; lon: number }): { lat: number; lon: number } {
  const round = (value: number): number => Math.round(value * 1e6) / 1e6;
  return { lat: round(place.lat), lon: round(place.lon) };
}
