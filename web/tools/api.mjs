// SPDX-License-Identifier: Apache-2.0
// api/openapi.json → shared/api/schema.d.ts. With --check it only compares, for the test run.
import openapiTS, { astToString } from 'openapi-typescript';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const source = new URL('../../api/openapi.json', import.meta.url);
const target = new URL('../shared/api/schema.d.ts', import.meta.url);
const head =
  '// SPDX-License-Identifier: Apache-2.0\n// Made by `npm run api` from api/openapi.json.\n';

const text = head + astToString(await openapiTS(source));
if (process.argv.includes('--check')) {
  const now = await readFile(target, 'utf8').catch(() => '');
  if (now !== text) {
    console.error(`${fileURLToPath(target)} is stale: run \`npm run api\` in web/ and commit it.`);
    process.exit(1);
  }
} else {
  await writeFile(target, text);
}
