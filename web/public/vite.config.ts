// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vite';
import { appConfig } from '../vite.base.ts';

export default defineConfig({
  ...appConfig('public', '/'),
  // Served as it is, under its own name.
  publicDir: 'static',
});
