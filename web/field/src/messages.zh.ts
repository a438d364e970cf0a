// SPDX-License-Identifier: Apache-2.0
// All texts of the field app; each area of pages has its own file.
import { keepZh } from './messages/keep.zh.ts';
import { noteZh } from './messages/note.zh.ts';
import { shellZh } from './messages/shell.zh.ts';
import { workZh } from './messages/work.zh.ts';

export const fieldZh = { ...shellZh, ...workZh, ...noteZh, ...keepZh } as const;
