// SPDX-License-Identifier: Apache-2.0
// A photo on its way from the camera button to the note that it opens.
import { shallowRef } from 'vue';

export const handed = shallowRef<File | null>(null);
