// SPDX-License-Identifier: Apache-2.0
// Asking which place an address means, while it is being typed.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { isAbort, type Client } from '../api/client.ts';
import type { AddressFound, Located } from '../api/types.ts';

const LEAST = 2;
const MOST = 120;
const PAUSE_MS = 350;

/** Without unit and room: whose a house is does not depend on the door, and nobody's door belongs
    into an address of the web. */
export function withoutDoor(address: string): string {
  const house = /^(.*?(?:号楼|號樓|[#＃]楼?|栋|棟|幢|座))(?=[^号楼栋幢座])/u.exec(address);
  const cut = house?.[1] ?? address;
  return cut
    .replace(/[0-9０-９A-Za-z一二三四五六七八九十〇零]+(?:单元|單元|门|層|层|室|户|戶).*$/u, '')
    .replace(/([0-9０-９]+)(?:[-－—][0-9０-９]+)+$/u, '$1号楼')
    .trim()
    .slice(0, MOST);
}

export interface AddressSearch {
  readonly found: ShallowRef<AddressFound | null>;
  /** The text that `found` belongs to. */
  readonly asked: Ref<string>;
  readonly error: ShallowRef<unknown>;
  /** At once, without waiting for a pause. */
  ask(): Promise<void>;
}

export function useAddressSearch(
  client: Client,
  text: Ref<string>,
  active: () => boolean = () => true,
): AddressSearch {
  const found = shallowRef<AddressFound | null>(null);
  const error = shallowRef<unknown>(null);
  const asked = ref('');
  let abort: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    abort?.abort();
    const address = withoutDoor(text.value.replace(/\s+/gu, ' '));
    if (!active() || [...address].length < LEAST) {
      found.value = null;
      asked.value = '';
      return;
    }
    if (address === asked.value && found.value !== null) return;
    const mine = new AbortController();
    abort = mine;
    try {
      const answer = await client.get<Located>('/locate', { address }, { signal: mine.signal });
      if (abort !== mine) return;
      found.value = answer.address ?? null;
      asked.value = address;
      error.value = null;
    } catch (problem) {
      if (abort !== mine || isAbort(problem)) return;
      found.value = null;
      asked.value = '';
      error.value = problem;
    }
  }

  watch(text, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE_MS);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    abort?.abort();
  });
  return { found, asked, error, ask };
}
