// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { appConfig } from '../vite.base.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Writes sw.js with the list of what was built. Fifty lines of our own instead of a plug-in with
 * forty packages: the worker caches a list of files and must not touch anything else.
 */
function serviceWorker(): Plugin {
  return {
    name: 'gewu-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const still = readdirSync(here('./public'));
      const files = [...new Set([...Object.keys(bundle), 'index.html', ...still])].sort();
      const digest = createHash('sha256').update(files.join('\n'));
      for (const name of still) digest.update(readFileSync(here(`./public/${name}`)));
      for (const chunk of Object.values(bundle)) {
        digest.update(chunk.type === 'chunk' ? chunk.code : chunk.source);
      }
      const source = readFileSync(here('./sw.js'), 'utf8')
        .replace('__VERSION__', digest.digest('hex').slice(0, 12))
        .replace('__FILES__', JSON.stringify(files));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}

const config = appConfig('field', '/field/');
export default defineConfig({ ...config, plugins: [...(config.plugins ?? []), serviceWorker()] });
