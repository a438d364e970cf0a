// SPDX-License-Identifier: Apache-2.0
// Who else has this case open. Told every 20 seconds while the page is looked at; a server that
// does not know the route yet is asked once and left alone.
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { ApiError } from '@shared/api/client.ts';
import type { Presence, PresenceOut } from '@shared/api/types.ts';
import type { Desk } from '../session.ts';

export const TELL_EVERY_MS = 20_000;

export function usePresence(
  desk: Pick<Desk, 'client' | 'onPresence' | 'session' | 'expired'>,
  caseId: () => string,
  editing: Ref<boolean>,
): Readonly<Ref<Presence[]>> {
  const others = shallowRef<Presence[]>([]);
  let known = true;
  let timer: ReturnType<typeof setInterval> | undefined;

  async function tell(): Promise<void> {
    const id = caseId();
    if (!known || document.hidden || desk.expired.value || id === '') return;
    try {
      const body = { editing: editing.value };
      const found = await desk.client.post<PresenceOut>(`/cases/${id}/presence`, body);
      if (id === caseId()) others.value = found.others;
    } catch (error) {
      // Being seen is a courtesy; that it failed is nobody's business here.
      if (error instanceof ApiError && [404, 405].includes(error.status)) known = false;
    }
  }
  const stop = desk.onPresence((change) => {
    const me = desk.session.value?.name;
    if (change.case === caseId()) others.value = change.people.filter((p) => p.name !== me);
  });
  watch(
    caseId,
    () => {
      others.value = [];
      clearInterval(timer);
      timer = setInterval(() => void tell(), TELL_EVERY_MS);
      void tell();
    },
    { immediate: true },
  );
  watch(editing, () => void tell());
  onScopeDispose(() => {
    stop();
    clearInterval(timer);
  });
  return others;
}
