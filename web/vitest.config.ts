// SPDX-License-Identifier: Apache-2.0
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  resolve: {
    alias: { '@shared': fileURLToPath(new URL('./shared', import.meta.url)) },
  },
  test: {
    environment: 'happy-dom',
    include: ['{shared,public,console,field}/**/*.test.ts'],
    // Two cores are shared with the compiler.
    maxWorkers: 1,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
