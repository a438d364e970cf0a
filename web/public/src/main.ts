// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue';
import { initialLocale } from '@shared/i18n/core.ts';
import { textsKey, type Texts } from '@shared/i18n/context.ts';
import '@shared/style/tokens.css';
import '@shared/style/base.css';
import './public.css';
import App from './App.vue';
import { formats } from './district.ts';
import { prefetch } from './pages.ts';
import { route } from './router.ts';
import { applySize } from '@shared/ui/size.ts';
import { i18n } from './texts.ts';

applySize();
const app = createApp(App);
app.provide(textsKey, { i18n, formats } as unknown as Texts);

// English is one more small file; if it does not come, Chinese is better than nothing.
const locale = initialLocale(localStorageOrNone());
const ready = locale === 'en' ? i18n.setLocale('en').catch(() => undefined) : Promise.resolve();
prefetch(route.value.page);
void ready.then(() => app.mount('#app'));

function localStorageOrNone(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
