// SPDX-License-Identifier: Apache-2.0
// The last position that a page of this visit asked for; forgotten with the page, never kept.
import { shallowRef } from 'vue';

export const here = shallowRef<{ lat: number; lon: number } | null>(null);
