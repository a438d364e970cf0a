// SPDX-License-Identifier: Apache-2.0
// Builds the named apps: each into a folder beside the served one, then swaps the two, because a
// failed `vite build` still writes. Also writes .gz siblings (the server sends them as they are)
// and holds the public app to its size.
//   node tools/build.mjs public console        GEWU_WEB_DIR=…  (default ../build/web)
import { build } from 'vite';
import { createHash } from 'node:crypto';
import { readFile, readdir, rename, rm, writeFile, mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const target = resolve(process.env.GEWU_WEB_DIR ?? join(web, '..', 'build', 'web'));
// Bytes of HTML, script and style that the first page needs, compressed with gzip.
const FIRST_LOAD_LIMIT = { public: 60 * 1024 };
const COMPRESSED = /\.(html|js|mjs|css|svg|json|webmanifest)$/;

async function filesOf(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name));
}

/** Everything the page fetches before anything is clicked: what index.html names itself. */
async function firstLoad(folder) {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((m) => m[1]);
  const files = named.map((name) => join(folder, name.slice(name.indexOf('assets/'))));
  let sum = gzipSync(html).length;
  for (const file of files) sum += gzipSync(await readFile(file)).length;
  return sum;
}

/** The policy sent with the pages allows no inline script or style: none may slip in. */
async function refuseInline(folder) {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  if (/<script(?![^>]*\bsrc=)/.test(html) || /<style|\sstyle=|\son\w+=/.test(html)) {
    throw new Error('index.html holds inline script or style; the content security policy bars it');
  }
  if (/(?:src|href)="(?:https?:)?\/\//.test(html))
    throw new Error('index.html names a foreign host');
}

async function compress(folder) {
  for (const file of await filesOf(folder)) {
    if (!COMPRESSED.test(file)) continue;
    const body = await readFile(file);
    if (body.length < 512) continue;
    await writeFile(`${file}.gz`, gzipSync(body, { level: 9 }));
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    await writeFile(`${file}.br`, brotliCompressSync(body, options));
  }
}

async function buildApp(app) {
  const served = join(target, app);
  const staging = join(target, `.staging-${app}-${process.pid}`);
  const old = join(target, `.old-${app}-${process.pid}`);
  await mkdir(target, { recursive: true });
  process.env.GEWU_WEB_OUT = staging;
  try {
    await build({ configFile: join(web, app, 'vite.config.ts'), logLevel: 'warn' });
    await refuseInline(staging);
    const bytes = await firstLoad(staging);
    const limit = FIRST_LOAD_LIMIT[app];
    const size = `${(bytes / 1024).toFixed(1)} kB gzip before anything is clicked`;
    if (limit && bytes > limit)
      throw new Error(`${app}: ${size}, over its limit of ${limit / 1024}`);
    await compress(staging);
    await rename(served, old).catch(() => undefined);
    await rename(staging, served);
    const digest = createHash('sha256').update(await readFile(join(served, 'index.html')));
    console.log(
      `${app}: ${relative(process.cwd(), served)}  ${size}  ${digest.digest('hex').slice(0, 8)}`,
    );
  } finally {
    await rm(staging, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

for (const app of process.argv.slice(2)) await buildApp(app);
