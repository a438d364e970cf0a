// SPDX-License-Identifier: Apache-2.0
// Pages are part of the first load: a page that has to be fetched is no page without a line.
import { createRouter, createWebHistory } from 'vue-router';
import { current, fieldOf } from './field.ts';
import CasePage from './pages/CasePage.vue';
import DistrictsPage from './pages/DistrictsPage.vue';
import LoginPage from './pages/LoginPage.vue';
import MapPage from './pages/MapPage.vue';
import MissingPage from './pages/MissingPage.vue';
import NotePage from './pages/NotePage.vue';
import OutboxPage from './pages/OutboxPage.vue';
import SearchPage from './pages/SearchPage.vue';
import SettingsPage from './pages/SettingsPage.vue';
import TodayPage from './pages/TodayPage.vue';
import { rememberedDistrict } from './remembered.ts';

declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean;
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
