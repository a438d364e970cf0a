// SPDX-License-Identifier: Apache-2.0
// Small judgements that several pages make about what the server tells.
import { ApiError } from '@shared/api/client.ts';

/** Settled: told, but no longer followed. */
export function isSettled(state: string): boolean {
  return ['closed', 'archived', 'self_handled'].includes(state);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}
