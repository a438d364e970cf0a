// SPDX-License-Identifier: Apache-2.0
// Who is signed in to which district, and what every signed-in page shares: the client, the
// district, its formats, its areas and categories, and the live line.
import { computed, shallowReactive, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import { ApiError, Client } from '@shared/api/client.ts';
import type {
  Area,
  AreaPage,
  CategoryClass,
  CategoryTree,
  District,
  Emergency,
  Presence,
  Session,
} from '@shared/api/types.ts';
import { createFormats, type Formats } from '@shared/i18n/format.ts';
import { openLive, type Live } from '@shared/live/events.ts';
import { i18n } from './texts.ts';
import { createDeeds, type Deeds } from './work/deeds.ts';
import { forgetDrafts } from './work/drafts.ts';

export interface CaseChange {
  case: string;
  area: string;
  version: number;
}

export interface PresenceChange {
  case: string;
  people: Presence[];
}

type Listener = (change: CaseChange | null) => void;
type PresenceListener = (change: PresenceChange) => void;

/** How old a page may grow that no hint reached. */
const READ_AGAIN_MS = 60_000;

interface Listeners {
  changes: Set<Listener>;
  presence: Set<PresenceListener>;
}

export interface Desk {
  readonly code: string;
  readonly client: Client;
  readonly session: ShallowRef<Session | null>;
  readonly district: ShallowRef<District | null>;
  readonly areas: ShallowRef<Area[]>;
  readonly classes: ShallowRef<CategoryClass[]>;
  readonly emergencies: ShallowRef<Emergency[]>;
  readonly live: ShallowRef<Live | null>;
  /** The login ran out under an open page, which stays as it is until somebody signs in again. */
  readonly expired: ShallowRef<boolean>;
  readonly deeds: Deeds;
  /** Hears of every changed case; null after a gap, when anything may have changed. */
  onChange(listener: Listener): () => void;
  onPresence(listener: PresenceListener): () => void;
  /** The running login, if there is one. */
  resume(): Promise<boolean>;
  signIn(login: string, password: string): Promise<void>;
  changePassword(current: string, next: string): Promise<void>;
  signOut(): Promise<void>;
}

/** All areas, page by page: pickers need the whole tree. */
async function readAreas(client: Client): Promise<Area[]> {
  const all: Area[] = [];
  let after: string | null | undefined = null;
  do {
    const page: AreaPage = await client.get<AreaPage>('/areas', { after, limit: 5000 });
    all.push(...page.areas);
    after = page.next;
  } while (after);
  // Buildings and dwellings are for search, not for a list to choose from.
  return all.filter((area) => area.level !== 'building' && area.level !== 'dwelling');
}

function begin(desk: Desk, listeners: Listeners, session: Session): void {
  const again = desk.expired.value;
  desk.session.value = session;
  desk.expired.value = false;
  desk.client.setCsrf(session.csrf_token);
  desk.live.value?.stop();
  const tell = (change: CaseChange | null): void =>
    listeners.changes.forEach((listener) => listener(change));
  const tellPresence = (change: PresenceChange | null): void => {
    if (change !== null) listeners.presence.forEach((listener) => listener(change));
  };
  desk.live.value = openLive({
    url: desk.client.url('/events'),
    on: {
      case: (data) => tell(data as CaseChange | null),
      presence: (data) => tellPresence(data as PresenceChange | null),
    },
    onGap: () => tell(null),
    againMs: READ_AGAIN_MS,
  });
  if (session.must_change_password) return;
  desk.deeds.resume(session.account);
  if (again) tell(null);
  // Names for pickers; a page works without them and shows codes.
  const nothing = (): void => undefined;
  desk.client.get<District>('').then((found) => (desk.district.value = found), nothing);
  readAreas(desk.client).then((found) => (desk.areas.value = found), nothing);
  desk.client.get<CategoryTree>('/categories').then((tree) => {
    desk.classes.value = tree.classes;
    desk.emergencies.value = tree.emergencies;
  }, nothing);
}

function tabStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

function makeDesk(code: string): Desk {
  const listeners: Listeners = { changes: new Set(), presence: new Set() };
  const client = new Client(code);
  const desk: Desk = {
    code,
    client,
    session: shallowRef(null),
    district: shallowRef(null),
    areas: shallowRef([]),
    classes: shallowRef([]),
    emergencies: shallowRef([]),
    live: shallowRef(null),
    expired: shallowRef(false),
    deeds: createDeeds({ client, name: `gewu.deeds.${code}`, storage: tabStorage() }),
    onChange: (listener) => {
      listeners.changes.add(listener);
      return () => listeners.changes.delete(listener);
    },
    onPresence: (listener) => {
      listeners.presence.add(listener);
      return () => listeners.presence.delete(listener);
    },
    resume: async () => {
      if (desk.session.value !== null) return true;
      try {
        begin(desk, listeners, await client.get<Session>('/session'));
        return true;
      } catch (error) {
        if (error instanceof ApiError && [401, 403, 404].includes(error.status)) return false;
        throw error;
      }
    },
    signIn: async (login, password) =>
      begin(desk, listeners, await client.post<Session>('/sessions', { login, password })),
    changePassword: async (now, next) =>
      begin(desk, listeners, await client.post<Session>('/password', { current: now, next })),
    signOut: async () => {
      // What is still held back belongs to who did it: it goes out before the login does.
      await desk.deeds.sendAll();
      await client.del('/session');
      forgetDrafts();
      end();
    },
  };
  const end = (): void => {
    desk.session.value = null;
    desk.expired.value = false;
    desk.live.value?.stop();
    desk.live.value = null;
  };
  client.onSignedOut = () => {
    if (desk.session.value === null) return;
    desk.expired.value = true;
    desk.live.value?.stop();
  };
  return desk;
}

const desks = shallowReactive(new Map<string, Desk>());

export function deskOf(code: string): Desk {
  const held = desks.get(code) ?? makeDesk(code);
  desks.set(code, held);
  return held;
}

export const current = shallowRef<Desk | null>(null);

/** The desk of the page; only used inside pages that the router opens after a login. */
export function useDesk(): Desk {
  if (current.value === null) throw new Error('No district chosen.');
  return current.value;
}

export const formats: ComputedRef<Formats> = computed(() =>
  createFormats(i18n.locale.value, utcOffset()),
);

export function utcOffset(): number {
  return current.value?.district.value?.utc_offset_minutes ?? 480;
}
