// SPDX-License-Identifier: Apache-2.0
// Who else has this case open. Told every 20 seconds while the page is looked at, and once more
// when it is left, so that nobody waits for somebody who has gone.
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import type { Presence, PresenceOut } from '@shared/api/types.ts';
import type { Desk } from '../session.ts';

export const TELL_EVERY_MS = 20_000;

export function usePresence(
  desk: Pick<Desk, 'client' | 'onPresence' | 'session' | 'expired'>,
  caseId: () => string,
  editing: Ref<boolean>,
): Readonly<Ref<Presence[]>> {
  const others = shallowRef<Presence[]>([]);
  /** The case that the others were told of. */
  let told = '';
  let timer: ReturnType<typeof setInterval> | undefined;

  // Being seen is a courtesy; that it failed is nobody's business here.
  async function tell(): Promise<void> {
    const id = caseId();
    if (document.hidden || desk.expired.value || id === '') return;
    told = id;
    const body = { editing: editing.value };
    const found = await desk.client
      .post<PresenceOut>(`/cases/${id}/presence`, body)
      .catch(() => null);
    if (found !== null && id === caseId()) others.value = found.others;
  }

  function leave(): void {
    const id = told;
    told = '';
    if (id === '' || desk.expired.value) return;
    const body = { editing: false, leaving: true };
    // The page may be closing: the browser sends it all the same.
    desk.client.post(`/cases/${id}/presence`, body, { keepalive: true }).catch(() => undefined);
  }

  const seen = (): void => (document.hidden ? leave() : void tell());
  const stop = desk.onPresence((change) => {
    const me = desk.session.value?.account;
    if (change.case === caseId()) others.value = change.people.filter((p) => p.account !== me);
  });
  watch(
    caseId,
    () => {
      leave();
      others.value = [];
      clearInterval(timer);
      timer = setInterval(() => void tell(), TELL_EVERY_MS);
      void tell();
    },
    { immediate: true },
  );
  watch(editing, () => void tell());
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', seen);
  onScopeDispose(() => {
    stop();
    clearInterval(timer);
    removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', seen);
    leave();
  });
  return others;
}
