// SPDX-License-Identifier: Apache-2.0
import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { qrOf } from './qr.ts';

/** Draws the path as a camera might see it: four pixels a module. */
function seen(path: string, size: number): { data: Uint8ClampedArray; side: number } {
  const zoom = 4;
  const side = size * zoom;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * zoom; row < (Number(y) + 1) * zoom; row += 1) {
      const from = (row * side + Number(x) * zoom) * 4;
      for (let i = 0; i < Number(width) * zoom; i += 1)
        data.fill(0, from + i * 4, from + i * 4 + 3);
    }
  }
  return { data, side };
}

describe('the QR code of a follow link', () => {
  it.each([
    'https://example.org/440311/follow/CKK7-8MV-N96',
    `https://a-rather-long-host-name.example.org/440311/follow/${'ABCD-'.repeat(8)}`,
  ])('reads back as %s', (link) => {
    const { path, size } = qrOf(link);
    const { data, side } = seen(path, size);
    expect(jsQR(data, side, side)?.data).toBe(link);
  });

  it('has the quiet zone that scanners need', () => {
    const { path, size } = qrOf('x');
    const xs = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
    expect(Math.min(...xs)).toBe(4);
    expect(size).toBe(21 + 8);
  });
});
