// SPDX-License-Identifier: Apache-2.0
// Sending a draft so that nothing is lost and nothing doubled, whatever the network does.
import { ApiError, type Client } from '@shared/api/client.ts';
import type { ReportIn, ReportOut } from '@shared/api/types.ts';
import type { PhotoSet } from '@shared/photo/photos.ts';
import type { Draft } from './draft.ts';
import type { Sent } from './sent.ts';

export type Stage = 'photos' | 'report';

/** Photos wait a day for their report; a draft may be older. */
const PHOTO_GONE = ['photo_expired', 'photo_unknown', 'photo_attached_already'];

async function post(client: Client, draft: Draft, body: ReportIn): Promise<ReportOut> {
  draft.attempt = body;
  return await client.post<ReportOut>('/reports', body, { key: draft.key });
}

async function withPhotos(
  client: Client,
  photos: PhotoSet,
  body: ReportIn,
  stage: (stage: Stage) => void,
): Promise<ReportIn> {
  stage('photos');
  const sent = await photos.upload(client);
  stage('report');
  return sent.length === 0 ? body : { ...body, photos: sent };
}

export async function sendDraft(
  client: Client,
  draft: Draft,
  photos: PhotoSet,
  body: ReportIn,
  stage: (stage: Stage) => void,
): Promise<Sent> {
  const before = draft.attempt;
  try {
    const report = await post(client, draft, await withPhotos(client, photos, body, stage));
    return { report, first: false };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'idempotency_key_reused' && before !== null) {
      // The first attempt did arrive, and the words changed since: fetch its answer.
      return { report: await post(client, draft, before), first: true };
    }
    if (!PHOTO_GONE.includes(error.code)) throw error;
    photos.forgetSent();
    const again = await withPhotos(client, photos, body, stage);
    return { report: await post(client, draft, again), first: false };
  }
}
