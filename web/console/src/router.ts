// SPDX-License-Identifier: Apache-2.0
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import { homeOf } from './links.ts';
import { current, deskOf } from './session.ts';

declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    {
      path: '/',
      name: 'districts',
      component: () => import('./pages/DistrictsPage.vue'),
      meta: { open: true },
    },
    {
      path: '/:district/password',
      name: 'password',
      component: () => import('./pages/PasswordPage.vue'),
    },
    {
      path: '/:district/people/:id(\\d+)?',
      name: 'people',
      component: () => import('./pages/PeoplePage.vue'),
    },
    {
      path: '/:district/login',
      name: 'login',
      component: () => import('./pages/LoginPage.vue'),
      meta: { open: true },
    },
    // Never shown: the guard sends everybody on to the first page of their role.
    {
      path: '/:district',
      name: 'home',
      component: () => import('./pages/MissingPage.vue'),
    },
    {
      path: '/:district/cases/:id(\\d+)?',
      name: 'queue',
      component: () => import('./pages/QueuePage.vue'),
    },
    {
      path: '/:district/cases/:id(\\d+)/chain',
      name: 'chain',
      component: () => import('./pages/ChainPage.vue'),
    },
    {
      path: '/:district/place/:id(\\d+)?',
      name: 'place',
      component: () => import('./pages/PlacePage.vue'),
    },
    { path: '/:district/entry', name: 'entry', component: () => import('./pages/EntryPage.vue') },
    {
      path: '/:district/figures',
      name: 'figures',
      component: () => import('./pages/FiguresPage.vue'),
    },
    {
      path: '/:district/figures/rows',
      name: 'rows',
      component: () => import('./pages/RowsPage.vue'),
    },
    {
      path: '/:district/map/:id(\\d+)?',
      name: 'map',
      component: () => import('./map/MapPage.vue'),
    },
    {
      path: '/:district/admin/areas/:id(\\d+)?',
      name: 'areas',
      component: () => import('./admin/AreasPage.vue'),
    },
    {
      path: '/:district/admin/organisations',
      name: 'organisations',
      component: () => import('./admin/OrganisationsPage.vue'),
    },
    {
      path: '/:district/admin/categories',
      name: 'categories',
      component: () => import('./admin/CategoriesPage.vue'),
    },
    {
      path: '/:district/admin/stages',
      name: 'stages',
      component: () => import('./admin/StagesPage.vue'),
    },
    {
      path: '/:district/admin/calendar',
      name: 'calendar',
      component: () => import('./admin/CalendarPage.vue'),
    },
    {
      path: '/:district/admin/security',
      name: 'security',
      component: () => import('./admin/SecurityPage.vue'),
    },
    {
      path: '/:district/door-cards',
      name: 'doorCards',
      component: () => import('./paper/DoorCardsPage.vue'),
    },
    {
      path: '/:district/paper',
      name: 'paper',
      component: () => import('./paper/PaperPage.vue'),
    },
    {
      path: '/:district/boards/:board?',
      name: 'board',
      component: () => import('./boards/BoardPage.vue'),
    },
    { path: '/:district/roots', name: 'roots', component: () => import('./pages/RootsPage.vue') },
    {
      path: '/:rest(.*)*',
      name: 'missing',
      component: () => import('./pages/MissingPage.vue'),
      meta: { open: true },
    },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

async function needsLogin(to: RouteLocationNormalized): Promise<boolean> {
  const desk = current.value;
  if (to.meta.open || desk === null) return false;
  return !(await desk.resume());
}

router.beforeEach(async (to) => {
  const code = typeof to.params.district === 'string' ? to.params.district : '';
  current.value = code === '' ? null : deskOf(code);
  if (!(await needsLogin(to))) {
    const session = current.value?.session.value;
    if (to.name === 'home' && session && !session.must_change_password) {
      return { name: homeOf(session.grants), params: to.params };
    }
    const mustChange = current.value?.session.value?.must_change_password ?? false;
    if (!mustChange || to.meta.open || to.name === 'password') return true;
    return { name: 'password', params: { district: code }, query: { next: to.fullPath } };
  }
  return { name: 'login', params: { district: code }, query: { next: to.fullPath } };
});
