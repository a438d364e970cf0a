// SPDX-License-Identifier: Apache-2.0
// One way to the server. Reads may be repeated at will; a write carries the Idempotency-Key that
// was made together with its draft, so that a repeat after a lost answer never doubles the deed.
import { noteServerDate } from './clock.ts';

export interface Problem {
  status: number;
  code: string;
  detail: string;
  field?: string | undefined;
  request_id?: string | undefined;
}

/** A refusal or a failure to reach the server. `code` is the translation key. */
export class ApiError extends Error implements Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly field: string | undefined;
  readonly request_id: string | undefined;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.field = problem.field;
    this.request_id = problem.request_id;
  }
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Made with the draft and kept with it; a fresh one per call when absent. */
  key?: string | undefined;
  /** Goes on when the page is left; at most 64 kB. */
  keepalive?: boolean | undefined;
}

export interface ClientOptions {
  fetch?: typeof fetch;
  /** Waits before a repeat; a parameter so that tests need no clock. */
  wait?: (milliseconds: number) => Promise<void>;
  /** Repeats after the first try when the network fails or the server is busy. */
  repeats?: number;
  /** A resident's page never sends the login that staff may have in the same browser. */
  anonymous?: boolean;
}

type Query = Record<string, string | number | boolean | null | undefined>;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));

/** 128 random bits. crypto.randomUUID does not exist on plain http off localhost. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function queryString(query: Query): string {
  const pairs = Object.entries(query).filter(
    (pair): pair is [string, string | number | boolean] =>
      pair[1] !== undefined && pair[1] !== null && pair[1] !== '',
  );
  if (pairs.length === 0) return '';
  return '?' + new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What a status says when the answer is not problem+json (a proxy in between answered). */
function codeOfStatus(status: number): string {
  if (status === 413) return 'body_too_large';
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'server_unavailable';
  return 'unexpected_answer';
}

export async function problemOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (isRecord(body) && typeof body.code === 'string') {
    return new ApiError({
      status: response.status,
      code: body.code,
      detail: typeof body.detail === 'string' ? body.detail : '',
      field: typeof body.field === 'string' && body.field !== '' ? body.field : undefined,
      request_id: typeof body.request_id === 'string' ? body.request_id : undefined,
    });
  }
  const id = response.headers.get('x-request-id') ?? undefined;
  const code = codeOfStatus(response.status);
  return new ApiError({ status: response.status, code, detail: '', request_id: id });
}

/** Worth another try with the same key: nobody knows whether the first one arrived. */
function worthRepeating(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === 'network' || [502, 503, 504].includes(error.status);
}

export class Client {
  private csrf = '';
  private readonly fetcher: typeof fetch;
  private readonly wait: (milliseconds: number) => Promise<void>;
  private readonly repeats: number;
  private readonly credentials: RequestCredentials;
  /** Called when the server says that nobody is signed in (any more). */
  onSignedOut: (() => void) | undefined;

  constructor(
    readonly district: string,
    options: ClientOptions = {},
  ) {
    this.fetcher = options.fetch ?? ((input, init) => fetch(input, init));
    this.wait = options.wait ?? pause;
    this.repeats = options.repeats ?? 2;
    this.credentials = options.anonymous ? 'omit' : 'same-origin';
  }

  setCsrf(token: string): void {
    this.csrf = token;
  }

  url(path: string, query: Query = {}): string {
    return `/api/v1/${this.district}${path}${queryString(query)}`;
  }

  get<T>(path: string, query: Query = {}, options: CallOptions = {}): Promise<T> {
    return this.send<T>(this.url(path, query), { method: 'GET' }, options);
  }

  /**
   * Asks whether something is still as it was: null, or the new value with the tag to ask with next
   * time ('' the first time). The tag stays in the page: the answer itself is kept nowhere.
   */
  async fresh<T>(
    path: string,
    query: Query,
    tag: string,
    options: CallOptions = {},
  ): Promise<{ value: T; tag: string } | null> {
    const headers: Record<string, string> = tag === '' ? {} : { 'If-None-Match': tag };
    const response = await this.answered(
      this.url(path, query),
      { method: 'GET', headers },
      options.signal,
    );
    if (response.status === 304) return null;
    return { value: await readJson<T>(response), tag: response.headers.get('etag') ?? '' };
  }

  post<T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> {
    return this.write<T>('POST', path, JSON.stringify(body), 'application/json', options);
  }

  put<T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> {
    return this.write<T>('PUT', path, JSON.stringify(body), 'application/json', options);
  }

  del<T>(path: string, options: CallOptions & { body?: unknown } = {}): Promise<T> {
    if (options.body === undefined) {
      return this.write<T>('DELETE', path, undefined, undefined, options);
    }
    const text = JSON.stringify(options.body);
    return this.write<T>('DELETE', path, text, 'application/json', options);
  }

  upload<T>(path: string, body: Blob, options: CallOptions = {}): Promise<T> {
    return this.write<T>('POST', path, body, body.type || 'image/jpeg', options);
  }

  private write<T>(
    method: string,
    path: string,
    body: BodyInit | undefined,
    type: string | undefined,
    options: CallOptions,
  ): Promise<T> {
    const headers: Record<string, string> = { 'Idempotency-Key': options.key ?? newKey() };
    if (type !== undefined) headers['Content-Type'] = type;
    if (this.csrf !== '') headers['X-CSRF-Token'] = this.csrf;
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = body;
    if (options.keepalive) init.keepalive = true;
    return this.send<T>(this.url(path), init, options);
  }

  private async send<T>(url: string, init: RequestInit, options: CallOptions): Promise<T> {
    for (let repeat = 0; ; repeat += 1) {
      try {
        return await this.once<T>(url, init, options.signal);
      } catch (error) {
        if (repeat >= this.repeats || !worthRepeating(error)) throw error;
        await this.wait(500 * 3 ** repeat);
        // Not throwIfAborted(): phones of 2021 do not have it.
        if (options.signal?.aborted) throw new DOMException('aborted', 'AbortError');
      }
    }
  }

  private async once<T>(url: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
    return await readJson<T>(await this.answered(url, init, signal));
  }

  private async answered(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const headers = { Accept: 'application/json', ...(init.headers as Record<string, string>) };
    const request: RequestInit = { ...init, headers, credentials: this.credentials };
    if (signal !== undefined) request.signal = signal;
    let response: Response;
    try {
      response = await this.fetcher(url, request);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError({ status: 0, code: 'network', detail: String(error) });
    }
    noteServerDate(response.headers?.get('date'));
    if (!response.ok && response.status !== 304) {
      const problem = await problemOf(response);
      if (problem.status === 401) this.onSignedOut?.();
      throw problem;
    }
    return response;
  }
}

async function readJson<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    // The answer broke off on the way: the deed may be done, so it is a network matter.
    throw new ApiError({ status: 0, code: 'network', detail: String(error) });
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
