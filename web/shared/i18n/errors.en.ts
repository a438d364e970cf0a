// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from './core.ts';
import type { errorsZh } from './errors.zh.ts';

export const errorsEn: Catalogue<keyof typeof errorsZh> = {
  network:
    'The server was not reached; what you entered is still here. Check the network and try again: nothing is sent twice.',
  server_unavailable:
    'The server is busy just now. Try again in a minute; what you entered is still here.',
  unexpected_answer: 'The answer was not understood. Reload the page and try again.',
  body_too_large: 'This is too much to send. Shorten the text or use smaller photos.',
  rate_limited: 'Too many attempts. Wait a minute and try again.',
};
