// SPDX-License-Identifier: Apache-2.0
// The states in which tools/shots.mjs takes a page: as it is, in the dark, in large type, and what
// it shows while nothing has come yet, when the server fails and without a line.

/** A failing server, in the server's own words. */
const FAILURE = {
  status: 500,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status: 500, code: 'internal_error', detail: 'x', request_id: '7-shots' }),
};
const DATA = '**/api/v1/**';
/** What the frame of a page asks for itself: with it the page looks as it does when only its own
    part is late or fails. */
const FRAME = /\/api\/v1\/[^/]+(\/(sessions\/current|demo))?$/;

const answer = (how) => (context) =>
  context.route(DATA, (route) =>
    FRAME.test(new URL(route.request().url()).pathname) ? route.fallback() : how(route),
  );

const store = (name, value) => (context) =>
  context.addInitScript(([key, text]) => localStorage.setItem(key, text), [name, value]);

/** name → what is different. `late`: nothing answers, so nobody waits for the network. */
export const STATES = {
  plain: {},
  dark: { options: { colorScheme: 'dark' } },
  large: { prepare: store('gewu.size', 'large') },
  loading: { prepare: answer(() => undefined), late: true },
  error: { prepare: answer((route) => route.fulfill(FAILURE)) },
  offline: { prepare: answer((route) => route.abort()), late: true },
};

export const DRESSES = ['plain', 'dark', 'large'];
export const ALL_STATES = Object.keys(STATES);

/** Of GEWU_STATES, or all. */
export function wantedStates() {
  const asked = (process.env.GEWU_STATES ?? ALL_STATES.join(',')).split(',');
  const unknown = asked.filter((name) => STATES[name] === undefined);
  if (unknown.length > 0) throw new Error(`no such state: ${unknown} (${ALL_STATES})`);
  return asked;
}

/** `public-home-360-zh`, and `…-dark` for every state but the plain one. */
export const nameOf = (app, shot, width, language, state) =>
  `${app}-${shot}-${width}-${language}${state === 'plain' ? '' : `-${state}`}`;
