// SPDX-License-Identifier: Apache-2.0
// The follow code as a picture for the phone's album: the way most people here keep a receipt.
import type { Qr } from './qr.ts';

export interface KeepText {
  title: string;
  code: string;
  number: string;
  hint: string;
}

const WIDTH = 720;
const HEIGHT = 960;
const QR_SIDE = 560;
const FONT = "'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif";

function line(
  draw: CanvasRenderingContext2D,
  text: string,
  y: number,
  font: string,
  colour = '#17211c',
): void {
  draw.font = `${font} ${FONT}`;
  draw.fillStyle = colour;
  draw.fillText(text, WIDTH / 2, y, WIDTH - 60);
}

/** Always black on white, also at night: scanners want it so. */
export function drawKeep(qr: Qr, text: KeepText): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const draw = canvas.getContext('2d');
  if (draw === null) return Promise.resolve(null);
  draw.fillStyle = '#fff';
  draw.fillRect(0, 0, WIDTH, HEIGHT);
  draw.fillStyle = '#14603f';
  draw.fillRect(0, 0, WIDTH, 96);
  draw.textAlign = 'center';
  line(draw, text.title, 62, '600 34px', '#fff');
  draw.save();
  draw.translate((WIDTH - QR_SIDE) / 2, 110);
  draw.scale(QR_SIDE / qr.size, QR_SIDE / qr.size);
  draw.fillStyle = '#000';
  draw.fill(new Path2D(qr.path));
  draw.restore();
  line(draw, text.code, 740, '700 56px');
  line(draw, text.number, 800, '30px', '#4d5a53');
  line(draw, text.hint, 880, '28px', '#4d5a53');
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}

export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
