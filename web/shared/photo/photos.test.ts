// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ApiError, type Client } from '../api/client.ts';
import { createPhotoSet } from './photos.ts';
import { fitted, PhotoError, preparePhoto } from './prepare.ts';

const picture = (): Blob => new Blob(['x'], { type: 'image/jpeg' });
const ready = { max: 3, kinds: ['near', 'far'], prepare: (b: Blob) => Promise.resolve(b) };

function uploads(failAt = -1): { client: Client; keys: string[] } {
  const keys: string[] = [];
  const client = {
    upload: async (_: string, __: Blob, options: { key: string }) => {
      if (keys.length === failAt) {
        failAt = -1;
        throw new ApiError({ status: 0, code: 'network', detail: '' });
      }
      keys.push(options.key);
      return { photo: `p${keys.length}`, token: `t${keys.length}` };
    },
  };
  return { client: client as unknown as Client, keys };
}

describe('photos of a form', () => {
  it('shrink to fit, never grow', () => {
    expect(fitted(4000, 3000)).toEqual({ width: 2048, height: 1536 });
    expect(fitted(800, 600)).toEqual({ width: 800, height: 600 });
    expect(fitted(1, 9000)).toEqual({ width: 1, height: 2048 });
  });

  it('are refused before decoding when they are no picture or too large', async () => {
    await expect(preparePhoto(new Blob(['x'], { type: 'text/html' }))).rejects.toMatchObject({
      code: 'photo_not_image',
    });
    const huge = { type: 'image/jpeg', size: 61 * 1024 * 1024 } as Blob;
    await expect(preparePhoto(huge)).rejects.toMatchObject({ code: 'photo_too_large' });
  });

  it('are near, then far, and at most as many as allowed', async () => {
    const photos = createPhotoSet(ready);
    await photos.add([picture(), picture(), picture(), picture()]);
    expect(photos.items.map((item) => item.kind)).toEqual(['near', 'far', 'far']);
  });

  it('show what was wrong and are not sent', async () => {
    const bad = (): Promise<Blob> => Promise.reject(new PhotoError('photo_unreadable'));
    const photos = createPhotoSet({ ...ready, prepare: bad });
    await photos.add([picture()]);
    expect(photos.items[0]?.fault?.code).toBe('photo_unreadable');
    expect(await photos.upload(uploads().client)).toEqual([]);
  });

  it('are sent once each, even when the form is sent again after a failure', async () => {
    const photos = createPhotoSet(ready);
    await photos.add([picture(), picture()]);
    const { client, keys } = uploads(1);
    await expect(photos.upload(client)).rejects.toMatchObject({ code: 'network' });
    const refs = await photos.upload(client);
    expect(refs.map((ref) => ref.photo)).toEqual(['p1', 'p2']);
    expect(new Set(keys).size).toBe(2);
  });

  it('get new keys when the server forgot them', async () => {
    const photos = createPhotoSet(ready);
    await photos.add([picture()]);
    const { client, keys } = uploads();
    await photos.upload(client);
    photos.forgetSent();
    await photos.upload(client);
    expect(new Set(keys).size).toBe(2);
  });
});
