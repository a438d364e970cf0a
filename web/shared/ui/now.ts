// SPDX-License-Identifier: Apache-2.0
// One ticking clock for all spans on a page; stops when nobody looks.
import { onScopeDispose, shallowRef, type Ref } from 'vue';
import { serverNow } from '../api/clock.ts';

const now = shallowRef(serverNow());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

export function useNow(): Ref<number> {
  users += 1;
  now.value = serverNow();
  timer ??= setInterval(() => (now.value = serverNow()), 20_000);
  onScopeDispose(() => {
    users -= 1;
    if (users > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
  return now;
}
