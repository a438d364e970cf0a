// SPDX-License-Identifier: Apache-2.0
// A server over the demo, and web/tools/shots.mjs against it.
import { spawn } from 'node:child_process';
import { startServer } from './stage.mjs';

const server = await startServer({ days: 60 });
const tool = new URL('../../../web/tools/shots.mjs', import.meta.url).pathname;
const child = spawn(process.execPath, [tool], {
  stdio: 'inherit',
  env: {
    ...process.env,
    GEWU_URL: server.url,
    GEWU_DISTRICT: server.district,
    GEWU_PASSWORD: server.password,
    GEWU_FOLLOW_CODE: server.followCode,
  },
});
child.on('exit', async (code) => {
  await server.end();
  process.exit(code ?? 1);
});
