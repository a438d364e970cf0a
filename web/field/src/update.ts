// SPDX-License-Identifier: Apache-2.0
// The app on the phone and its newer versions. A new one is fetched in the background and used
// when the worker says so.
import { shallowRef } from 'vue';

export const updateReady = shallowRef<ServiceWorker | null>(null);
export const installPrompt = shallowRef<{ prompt: () => Promise<unknown> } | null>(null);
/** The app opens without a line. */
export const shellKept = shallowRef(false);

function watch(registration: ServiceWorkerRegistration): void {
  const offer = (): void => {
    if (registration.waiting && navigator.serviceWorker.controller) {
      updateReady.value = registration.waiting;
    }
  };
  offer();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
  });
}

export async function keepShell(): Promise<void> {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installPrompt.value = event as unknown as { prompt: () => Promise<unknown> };
  });
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  // Without a line the registration cannot be asked for; that the app opened says enough.
  shellKept.value = navigator.serviceWorker.controller !== null;
  try {
    const base = import.meta.env.BASE_URL;
    watch(await navigator.serviceWorker.register(`${base}sw.js`, { scope: base }));
    await navigator.serviceWorker.ready;
    shellKept.value = true;
  } catch {
    // Refused (a private window): the app works with a line, and the settings say so.
  }
}

export function useUpdate(): void {
  const waiting = updateReady.value;
  if (waiting === null) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
    once: true,
  });
  waiting.postMessage('activate');
}
