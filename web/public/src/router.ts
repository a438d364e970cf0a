// SPDX-License-Identifier: Apache-2.0
// A dozen pages need no routing library. Addresses carry the district and at most a follow code or
// the number of a released report; never words, a place or a phone.
import { shallowRef } from 'vue';

/** Pages without anything behind their name. */
export const PLAIN_PAGES = ['report', 'sent', 'map', 'who', 'promises'] as const;
export type PlainPage = (typeof PLAIN_PAGES)[number];

export type Route =
  | { page: 'welcome' }
  | { page: 'missing'; district?: string }
  | { page: 'home' | PlainPage; district: string }
  | { page: 'follow'; district: string; code: string }
  | { page: 'receipts'; district: string; code: string }
  | { page: 'released'; district: string; id: string };

export function parseRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  const [district, page, rest = ''] = parts;
  if (district === undefined) return { page: 'welcome' };
  if (!/^[0-9A-Za-z_-]{2,32}$/.test(district) || parts.length > 3) return { page: 'missing' };
  let decoded = '';
  try {
    decoded = decodeURIComponent(rest);
  } catch {
    return { page: 'missing', district };
  }
  if (page === undefined) return { page: 'home', district };
  const plain = PLAIN_PAGES.find((name) => name === page);
  if (plain !== undefined && decoded === '') return { page: plain, district };
  if (page === 'follow') return { page, district, code: decoded };
  if (page === 'receipts') return { page, district, code: decoded };
  if (page === 'released' && /^\d{1,19}$/.test(decoded)) return { page, district, id: decoded };
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
  if (link.getAttribute('target') === '_blank') return;
  if (/^\/(api|console|field|plain)\//.test(address.pathname) || address.hash !== '') return;
  event.preventDefault();
  go(address.pathname + address.search);
}
