// SPDX-License-Identifier: Apache-2.0
export function errorCodes(root?: string): Map<string, string[]>;
