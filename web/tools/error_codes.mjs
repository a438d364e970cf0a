// SPDX-License-Identifier: Apache-2.0
// The codes of refusals, read out of the server's sources, so that a test can hold the texts
// against them. Prints them when run.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const MADE =
  /\b(?:(?:invalid|not_found|forbidden|conflict|unauthenticated|refuse|refusal)\s*\(|Error\s*\{\s*(?:\w+::)*Failure::\w+\s*,|Failure::\w+\s*,)\s*"([a-z][a-z0-9_]*)"/g;

/** code → files that make it. Tests, and what only the command line reaches, are left out. */
export function errorCodes(root = source) {
  const found = new Map();
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = relative(root, path);
    if (
      !/\.(cpp|hpp)$/.test(name) ||
      /(^|\/)test\/|case_import|modules\/(demo|planner)\//.test(name)
    )
      continue;
    for (const [, code] of readFileSync(path, 'utf8').matchAll(MADE)) {
      found.set(code, [...(found.get(code) ?? []), name]);
    }
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [code, files] of [...errorCodes()].sort()) {
    console.log(`${code}\t${[...new Set(files)].join(' ')}`);
  }
}
