// SPDX-License-Identifier: Apache-2.0
// Who opens a case from a search sees there what it was found by.
import { useRoute } from 'vue-router';
import type { TextMark } from '@shared/api/types.ts';
import { marksOf } from '@shared/ui/marks.ts';

export function useSearched(): (text: string) => TextMark[] {
  const route = useRoute();
  return (text) => (typeof route.query.q === 'string' ? marksOf(text, route.query.q) : []);
}
