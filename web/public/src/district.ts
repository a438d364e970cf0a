// SPDX-License-Identifier: Apache-2.0
// What every page of a district shares: the client, the district itself and its formats.
import { computed, inject, shallowRef, type ComputedRef, type InjectionKey } from 'vue';
import type { Client } from '@shared/api/client.ts';
import type { District } from '@shared/api/types.ts';
import { createFormats, type Formats } from '@shared/i18n/format.ts';
import { i18n } from './texts.ts';

export const district = shallowRef<District | null>(null);
export const formats: ComputedRef<Formats> = computed(() =>
  // China's offset until the district has told its own.
  createFormats(i18n.locale.value, district.value?.utc_offset_minutes ?? 480),
);

export const clientKey: InjectionKey<() => Client> = Symbol('client');

export function useClient(): Client {
  const client = inject(clientKey);
  if (client === undefined) throw new Error('No district chosen.');
  return client();
}
