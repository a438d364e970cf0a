// SPDX-License-Identifier: Apache-2.0
// The first page comes alone; all others are fetched as soon as it stands, before anybody asks: a
// page that has to be fetched is no page without a line. The service worker keeps them as well.
import { createRouter, createWebHistory } from 'vue-router';
import { current, fieldOf } from './field.ts';
import DistrictsPage from './pages/DistrictsPage.vue';
import LoginPage from './pages/LoginPage.vue';
import MissingPage from './pages/MissingPage.vue';
import TodayPage from './pages/TodayPage.vue';
import { rememberedDistrict } from './remembered.ts';

declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean;
  }
}

const NotePage = () => import('./pages/NotePage.vue');
const CasePage = () => import('./pages/CasePage.vue');
const MapPage = () => import('./pages/MapPage.vue');
const SearchPage = () => import('./pages/SearchPage.vue');
const OutboxPage = () => import('./pages/OutboxPage.vue');
const SettingsPage = () => import('./pages/SettingsPage.vue');

/** Once the first page stands; a bad moment of the line is made up for when the line is back. */
export async function fetchPages(): Promise<void> {
  const pages = [NotePage, CasePage, OutboxPage, SearchPage, MapPage, SettingsPage];
  const got = await Promise.allSettled(pages.map((page) => page()));
  if (got.some((one) => one.status === 'rejected')) {
    addEventListener('online', () => void fetchPages(), { once: true });
  }
}

export const router = createRouter({
  history: createWebHistory('/field/'),
  routes: [
    { path: '/', name: 'districts', component: DistrictsPage, meta: { open: true } },
    { path: '/:district/login', name: 'login', component: LoginPage, meta: { open: true } },
    { path: '/:district', name: 'today', component: TodayPage },
    { path: '/:district/note', name: 'note', component: NotePage },
    { path: '/:district/cases/:id(\\d+)', name: 'case', component: CasePage },
    { path: '/:district/map', name: 'map', component: MapPage },
    { path: '/:district/search', name: 'search', component: SearchPage },
    { path: '/:district/outbox', name: 'outbox', component: OutboxPage },
    { path: '/:district/me', name: 'settings', component: SettingsPage },
    { path: '/:rest(.*)*', name: 'missing', component: MissingPage, meta: { open: true } },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

router.beforeEach(async (to) => {
  const code = typeof to.params.district === 'string' ? to.params.district : '';
  current.value = code === '' ? null : fieldOf(code);
  // The icon on the home screen opens the district where this phone works.
  if (to.name === 'districts' && to.query.choose === undefined && rememberedDistrict() !== '') {
    return { name: 'today', params: { district: rememberedDistrict() } };
  }
  if (to.meta.open || current.value === null) return true;
  if (await current.value.start()) return true;
  return { name: 'login', params: { district: code }, query: { next: to.fullPath } };
});
