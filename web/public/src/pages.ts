// SPDX-License-Identifier: Apache-2.0
// Each page is a file of its own, fetched when somebody goes there; the one that is opened first is
// asked for at once, beside the framework and not after it.
import { defineAsyncComponent, type Component } from 'vue';
import SkeletonLines from '@shared/ui/SkeletonLines.vue';
import BrokenPage from './pages/BrokenPage.vue';
import type { Route } from './router.ts';
import { i18n, TEXT_PARTS } from './texts.ts';

type Loaded = Promise<{ default: Component }>;

const FILES: Record<Route['page'], () => Loaded> = {
  welcome: () => withTexts(import('./pages/WelcomePage.vue'), 'around'),
  home: () => import('./pages/HomePage.vue'),
  report: () => import('./pages/ReportPage.vue'),
  sent: () => withTexts(import('./pages/SentPage.vue'), 'after'),
  follow: () => withTexts(import('./pages/FollowPage.vue'), 'after'),
  receipts: () => withTexts(import('./pages/ReceiptPage.vue'), 'after'),
  map: () => withTexts(import('./pages/MapPage.vue'), 'around'),
  released: () => withTexts(import('./pages/ReleasedPage.vue'), 'after', 'around'),
  who: () => withTexts(import('./pages/WhoPage.vue'), 'around'),
  promises: () => withTexts(import('./pages/PromisesPage.vue'), 'around'),
  missing: () => import('./pages/MissingPage.vue'),
};

async function withTexts(page: Loaded, ...parts: (keyof typeof TEXT_PARTS)[]): Loaded {
  const [file] = await Promise.all([page, ...parts.map((part) => i18n.add(TEXT_PARTS[part]))]);
  return file;
}

function lazily(load: () => Loaded): Component {
  return defineAsyncComponent({
    loader: load,
    loadingComponent: SkeletonLines,
    errorComponent: BrokenPage,
    delay: 150,
    // A bad moment of the network; what stays away after that is a matter for the reader.
    onError: (_error, retry, fail, attempts) => (attempts < 2 ? retry() : fail()),
  });
}

const made = new Map<Route['page'], Component>();
export function pageOf(name: Route['page']): Component {
  const known = made.get(name) ?? lazily(FILES[name]);
  made.set(name, known);
  return known;
}

/** Starts the download; a failure shows when the page is wanted. */
export function prefetch(name: Route['page']): void {
  FILES[name]().catch(() => undefined);
}
