// SPDX-License-Identifier: Apache-2.0
/** Where to go on after a login: only a path of this app and district, never a foreign address. */
export function nextPath(next: unknown, district: string): string {
  const path = typeof next === 'string' ? next : '';
  return path.startsWith(`/${district}/`) && !path.includes('//') ? path : `/${district}`;
}
