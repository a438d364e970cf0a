// SPDX-License-Identifier: Apache-2.0
// Builds the named apps: each into a folder beside the served one, then swaps the two, because a
// failed `vite build` still writes. Also writes .gz siblings (the server sends them as they are)
// and holds the public app to its size.
//   node tools/build.mjs public console        GEWU_WEB_DIR=…  (default ../build/web)
import { build } from 'vite';
import { createHash } from 'node:crypto';
import { readFile, readdir, rename, rm, writeFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const target = resolve(process.env.GEWU_WEB_DIR ?? join(web, '..', 'build', 'web'));
// Bytes of HTML, script and style that the first page needs, compressed with gzip.
const FIRST_LOAD_LIMIT = { public: 60 * 1024, field: 78 * 1024 };
// Pages that people open first, each with everything it needs before it shows; maps come later.
const FIRST_PAGES = { public: ['src/pages/HomePage.vue', 'src/pages/ReportPage.vue'] };
const MANIFEST = '.vite/manifest.json';
const COMPRESSED = /\.(html|js|mjs|css|svg|json|webmanifest)$/;

async function filesOf(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name));
}

/** Everything the page fetches before anything is clicked: what index.html names itself. */
async function firstLoad(folder) {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((m) => m[1]);
  // What stands beside the assets is for browsers that cannot read them.
  const built = named.filter((name) => name.includes('assets/'));
  const files = built.map((name) => join(folder, name.slice(name.indexOf('assets/'))));
  let sum = gzipSync(html).length;
  for (const file of files) sum += gzipSync(await readFile(file)).length;
  return sum;
}

/** With the file of one page, what that imports, and their styles. */
async function firstPage(folder, first, page) {
  const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
  const seen = new Set();
  const files = new Set();
  const visit = (name) => {
    const part = manifest[name];
    if (part === undefined || seen.has(name)) return;
    seen.add(name);
    // The first load is counted already.
    if (!part.isEntry && !manifest['index.html'].imports?.includes(name)) {
      for (const file of [part.file, ...(part.css ?? [])]) files.add(file);
    }
    for (const next of part.imports ?? []) visit(next);
  };
  if (manifest[page] === undefined) throw new Error(`${page} is no page of this app any more`);
  visit(page);
  let sum = first;
  for (const file of files) sum += gzipSync(await readFile(join(folder, file))).length;
  return sum;
}

const kilobytes = (bytes) => (bytes / 1024).toFixed(1);

/** Throws above the app's limit; else says what a first visit costs. */
async function weigh(app, folder) {
  const first = await firstLoad(folder);
  const limit = FIRST_LOAD_LIMIT[app] ?? Infinity;
  const told = [`${kilobytes(first)} kB gzip before anything is clicked`];
  const weights = [['first load', first]];
  for (const page of FIRST_PAGES[app] ?? []) {
    const bytes = await firstPage(folder, first, page);
    weights.push([page, bytes]);
    told.push(`${basename(page, '.vue')} ${kilobytes(bytes)}`);
  }
  await rm(join(folder, dirname(MANIFEST)), { recursive: true, force: true });
  const over = weights.filter(([, bytes]) => bytes > limit);
  for (const [name, bytes] of over) {
    throw new Error(`${app}: ${name} takes ${kilobytes(bytes)} kB gzip, over ${kilobytes(limit)}`);
  }
  return told.join(', ');
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
    const size = await weigh(app, staging);
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
