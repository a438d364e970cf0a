// SPDX-License-Identifier: Apache-2.0
// Holds api.ts against the server's own document: a change there that a page does not expect does
// not compile here. Types only; nothing is bundled.
import type { components } from '@shared/api/schema.d.ts';
import type * as Ours from './api.ts';
import type { JoinIn } from './join.ts';

type Server = components['schemas'];

/** The server sends `Sent`; a page reads it as `Read`. */
type Reads<Read, Sent extends Read> = [Read, Sent];
/** A page sends `Given`; the server takes `Taken`. */
type Takes<Taken, Given extends Taken> = [Taken, Given];

export type Contract = [
  Reads<Ours.Released, Server['ReleasedOut']>,
  Reads<Ours.ReleasedMap, Server['ReleasedMap']>,
  Reads<Ours.Demo, Server['DemoOut']>,
  Reads<Ours.PromiseOut, Server['PromiseOut']>,
  Reads<Ours.Promises, Server['PromisesOut']>,
  Takes<keyof Server['JoinIn'], keyof JoinIn>,
];
