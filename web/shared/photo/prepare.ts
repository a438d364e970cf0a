// SPDX-License-Identifier: Apache-2.0
// A phone photo → an upright JPEG of at most 2048 pixels, made on the phone: less to send, and
// drawing on a canvas leaves behind everything that is not the picture (place, device, time).

export const PHOTO_EDGE_MAX = 2048;
export const PHOTO_BYTES_MAX = 60 * 1024 * 1024;
const QUALITY = 0.85;

export type PhotoFault = 'photo_not_image' | 'photo_too_large' | 'photo_unreadable' | 'photo_heic';

export class PhotoError extends Error {
  constructor(readonly code: PhotoFault) {
    super(code);
    this.name = 'PhotoError';
  }
}

/** Width and height scaled down to fit the edge, never up, never below one pixel. */
export function fitted(
  width: number,
  height: number,
  edge = PHOTO_EDGE_MAX,
): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

interface Source {
  image: CanvasImageSource;
  width: number;
  height: number;
  release: () => void;
}

/** The box every HEIC file begins with; phones give such files odd types or none. */
async function isHeic(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(4, 12).arrayBuffer());
  return /^ftyp(he[iv]|mif1|msf1)/.test(String.fromCharCode(...head));
}

async function decode(file: Blob): Promise<Source> {
  if (typeof createImageBitmap === 'function') {
    try {
      const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
      return { image, width: image.width, height: image.height, release: () => image.close() };
    } catch {
      // Older phones know no options here; an <img> turns itself upright.
    }
  }
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
  } catch {
    URL.revokeObjectURL(address);
    throw new PhotoError((await isHeic(file)) ? 'photo_heic' : 'photo_unreadable');
  }
  const release = (): void => URL.revokeObjectURL(address);
  return { image, width: image.naturalWidth, height: image.naturalHeight, release };
}

function draw(source: Source): Promise<Blob> {
  const size = fitted(source.width, source.height);
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  if (context === null) throw new PhotoError('photo_unreadable');
  // A transparent picture would turn black in a JPEG.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.drawImage(source.image, 0, 0, size.width, size.height);
  return new Promise((done, failed) =>
    canvas.toBlob(
      (blob) => (blob === null ? failed(new PhotoError('photo_unreadable')) : done(blob)),
      'image/jpeg',
      QUALITY,
    ),
  );
}

export async function preparePhoto(file: Blob): Promise<Blob> {
  // Some phones give no type for HEIC; then only the decoder can tell.
  if (file.type !== '' && !file.type.startsWith('image/')) throw new PhotoError('photo_not_image');
  if (file.size > PHOTO_BYTES_MAX) throw new PhotoError('photo_too_large');
  const source = await decode(file);
  try {
    if (source.width === 0 || source.height === 0) throw new PhotoError('photo_unreadable');
    return await draw(source);
  } finally {
    source.release();
  }
}
