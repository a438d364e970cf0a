// SPDX-License-Identifier: Apache-2.0
import type { HeldPhoto } from '@shared/photo/photos.ts';
import type { Values } from '@shared/actions/fields.ts';

/** What somebody filled in, to be put back after an undo or a conflict. */
export interface FormDraft {
  action: string;
  values: Values;
  photos: HeldPhoto[];
}
