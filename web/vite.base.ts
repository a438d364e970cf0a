// SPDX-License-Identifier: Apache-2.0
// What every app shares. The output folder comes from tools/build.mjs, which builds beside the
// served folder and swaps afterwards: a failed build must never replace a working one.
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export function appConfig(app: string, base: string): UserConfig {
  return {
    root: here(`./${app}`),
    base,
    plugins: [vue()],
    resolve: { alias: { '@shared': here('./shared') } },
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    build: {
      outDir: process.env.GEWU_WEB_OUT ?? here(`../build/web/${app}`),
      emptyOutDir: true,
      target: 'es2020',
      // Inlined data: addresses would cost bytes on the first page and need a laxer CSP.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // For tools/build.mjs, which weighs the first pages by it and takes it away.
      manifest: true,
      // MapLibre is large and fetched only with a map; tools/build.mjs holds the first load small.
      chunkSizeWarningLimit: 1200,
    },
    // MapLibre's worker is a module.
    worker: { format: 'es' },
    server: {
      host: '127.0.0.1',
      proxy: { '/api': process.env.GEWU_URL ?? 'http://127.0.0.1:8380' },
    },
  };
}
