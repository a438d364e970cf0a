// SPDX-License-Identifier: Apache-2.0
// Four pages need no routing library. Addresses carry the district and at most a follow code.
import { shallowRef } from 'vue';

export type Route =
  | { page: 'districts' }
  | { page: 'missing'; district?: string }
  | { page: 'report' | 'sent'; district: string }
  | { page: 'follow'; district: string; code: string }
  | { page: 'receipts'; district: string; code: string };

export function parseRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  const [district, page, code = ''] = parts;
  if (district === undefined) return { page: 'districts' };
  if (!/^[0-9A-Za-z_-]{2,32}$/.test(district) || parts.length > 3) return { page: 'missing' };
  let decoded = '';
  try {
    decoded = decodeURIComponent(code);
  } catch {
    return { page: 'missing', district };
  }
  if (page === undefined) return { page: 'report', district };
  if (page === 'sent' && code === '') return { page: 'sent', district };
  if (page === 'follow' && decoded !== '') return { page: 'follow', district, code: decoded };
  if (page === 'receipts') return { page: 'receipts', district, code: decoded };
  return { page: 'missing', district };
}

export const route = shallowRef<Route>(parseRoute(location.pathname));

export function go(path: string, replace = false): void {
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  route.value = parseRoute(location.pathname);
  scrollTo(0, 0);
}

addEventListener('popstate', () => {
  route.value = parseRoute(location.pathname);
});

/** Links stay links (open in a new tab, copy); a plain click stays in the page. */
export function followLink(event: MouseEvent): void {
  const link = (event.target as Element).closest('a[href]');
  if (link === null || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const address = new URL((link as HTMLAnchorElement).href);
  if (address.origin !== location.origin || link.hasAttribute('download')) return;
  if (/^\/(api|console|field)\//.test(address.pathname) || address.hash !== '') return;
  event.preventDefault();
  go(address.pathname);
}
