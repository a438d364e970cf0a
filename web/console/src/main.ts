// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue';
import { initialLocale } from '@shared/i18n/core.ts';
import { textsKey, type Texts } from '@shared/i18n/context.ts';
import '@shared/style/tokens.css';
import '@shared/style/base.css';
import './console.css';
import './workbench.css';
import { applySize } from '@shared/ui/size.ts';
import App from './App.vue';
import { router } from './router.ts';
import { formats } from './session.ts';
import { i18n } from './texts.ts';

applySize();
const app = createApp(App);
app.provide(textsKey, { i18n, formats } as unknown as Texts);
app.use(router);

const stored = typeof localStorage === 'undefined' ? undefined : localStorage;
const ready = initialLocale(stored) === 'en' ? i18n.setLocale('en').catch(() => undefined) : null;
void Promise.resolve(ready).then(() => app.mount('#app'));
