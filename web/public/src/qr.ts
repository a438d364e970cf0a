// SPDX-License-Identifier: Apache-2.0
// A follow link as a QR code, made here: no code ever leaves for a foreign drawing service. Only
// ever imported lazily.
import { encode } from 'uqr';

export interface Qr {
  /** Modules a side, quiet zone included. */
  size: number;
  /** Of an SVG path on that grid. */
  path: string;
}

/** The standard asks for four light modules around the code. */
const QUIET = 4;

export function qrOf(text: string): Qr {
  // M: a crease or a thumb over a seventh of it still reads.
  const { data } = encode(text, { ecc: 'M', border: 0 });
  const path = data.map((row, y) => runs(row, y)).join('');
  return { size: data.length + 2 * QUIET, path };
}

/** Dark modules side by side as one bar: a quarter of the bytes and no hairlines between. */
function runs(row: readonly boolean[], y: number): string {
  let out = '';
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    const from = x;
    while (row[x + 1] === true) x += 1;
    const length = x - from + 1;
    out += `M${from + QUIET} ${y + QUIET}h${length}v1h-${length}z`;
  }
  return out;
}
