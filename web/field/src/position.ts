// SPDX-License-Identifier: Apache-2.0
// Where the phone is, as well as it can tell within half a minute. Asked only while a note is being
// written or the map looks for the worker; nothing is recorded on the way.
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';

export interface Fix {
  lat: number;
  lon: number;
  accuracy_m: number;
}
export type Finding = 'idle' | 'finding' | 'found' | 'denied' | 'failed';

const GOOD_M = 15;
const LONGEST_MS = 30_000;

export function usePosition(): {
  fix: ShallowRef<Fix | null>;
  finding: Ref<Finding>;
  locate: () => void;
} {
  const fix = shallowRef<Fix | null>(null);
  const finding = ref<Finding>('idle');
  let watching: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(timer);
    if (watching !== undefined) navigator.geolocation.clearWatch(watching);
    watching = undefined;
    if (finding.value === 'finding') finding.value = fix.value === null ? 'failed' : 'found';
  }
  function got({ coords }: GeolocationPosition): void {
    const { latitude: lat, longitude: lon, accuracy } = coords;
    if (fix.value === null || accuracy <= fix.value.accuracy_m) {
      fix.value = { lat, lon, accuracy_m: Math.round(accuracy) };
    }
    finding.value = 'found';
    if (accuracy <= GOOD_M) stop();
  }
  function missed(error: GeolocationPositionError): void {
    if (fix.value !== null) return;
    finding.value = error.code === error.PERMISSION_DENIED ? 'denied' : 'failed';
    stop();
  }
  function locate(): void {
    // Missing on plain http, null in some browsers without a sensor.
    if (!navigator.geolocation) {
      finding.value = 'failed';
      return;
    }
    stop();
    fix.value = null;
    finding.value = 'finding';
    watching = navigator.geolocation.watchPosition(got, missed, {
      enableHighAccuracy: true,
      timeout: LONGEST_MS,
      maximumAge: 10_000,
    });
    timer = setTimeout(stop, LONGEST_MS);
  }
  onScopeDispose(stop);
  return { fix, finding, locate };
}
