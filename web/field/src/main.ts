// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue';
import { textsKey, type Texts } from '@shared/i18n/context.ts';
import { initialLocale } from '@shared/i18n/core.ts';
import '@shared/style/tokens.css';
import '@shared/style/base.css';
import './field.css';
import App from './App.vue';
import { formats } from './field.ts';
import { applySize, localStore } from './remembered.ts';
import { fetchPages, router } from './router.ts';
import { i18n } from './texts.ts';
import { keepShell } from './update.ts';

applySize();
const app = createApp(App);
app.provide(textsKey, { i18n, formats } as unknown as Texts);
app.use(router);

const ready =
  initialLocale(localStore()) === 'en' ? i18n.setLocale('en').catch(() => undefined) : null;
void Promise.resolve(ready)
  .then(() => app.mount('#app'))
  .then(() => router.isReady())
  .then(fetchPages);
void keepShell();
