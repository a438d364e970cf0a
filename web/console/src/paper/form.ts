// SPDX-License-Identifier: Apache-2.0
// The tear-off form in millimetres. The server reads photographs of it, so it says where everything
// is; what stands here is only used with a server that does not say.
import type { AreaRef } from '@shared/api/types.ts';

export interface Spot {
  x: number;
  y: number;
  size: number;
}
export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface FormGeometry {
  width_mm: number;
  height_mm: number;
  /** Filled squares at the corners: by them a photograph is laid straight. */
  marks: Spot[];
  qr: Spot;
  boxes: (Spot & { category: string })[];
  words: Frame;
  contact?: Frame | null;
}

export interface CardCategory {
  code: string;
  name_zh: string;
  name_en: string;
}
export interface DoorCard {
  area: AreaRef;
  area_names: string[];
  district_name: string;
  holders: { role: string; name: string; phone?: string | null; hours?: string | null }[];
  report_url: string;
  card_code: string;
  categories: CardCategory[];
  /** A square of `size` modules; `d` is the path of the dark ones. */
  qr_path: { size: number; d: string };
  form?: FormGeometry | null;
}
export interface DoorCardPage {
  items: DoorCard[];
  next?: string | null;
}

const WIDTH = 180;
const HEIGHT = 88;
const MARK = 5;
const ROWS = 6;

export function geometryOf(card: Pick<DoorCard, 'form' | 'categories'>): FormGeometry {
  if (card.form) return card.form;
  const boxes = card.categories.slice(0, 2 * ROWS).map(({ code }, index) => ({
    category: code,
    x: index < ROWS ? 8 : 64,
    y: 16 + 7.5 * (index % ROWS),
    size: 4,
  }));
  return {
    width_mm: WIDTH,
    height_mm: HEIGHT,
    marks: [
      { x: 0, y: 0, size: MARK },
      { x: WIDTH - MARK, y: 0, size: MARK },
      { x: 0, y: HEIGHT - MARK, size: MARK },
      { x: WIDTH - MARK, y: HEIGHT - MARK, size: MARK },
    ],
    qr: { x: 152, y: 8, size: 20 },
    boxes,
    words: { x: 8, y: 62, width: 130, height: 20 },
    contact: null,
  };
}

/** What a geometry would spoil on paper; empty when everything lies inside and apart. */
export function geometryFaults(form: FormGeometry): string[] {
  const faults: string[] = [];
  const spots = [...form.marks, form.qr, ...form.boxes];
  spots.forEach((spot, index) => {
    const outside =
      spot.x < 0 ||
      spot.y < 0 ||
      spot.x + spot.size > form.width_mm ||
      spot.y + spot.size > form.height_mm;
    if (outside) faults.push(`${index}: outside`);
    for (const other of spots.slice(index + 1)) {
      const apart =
        spot.x + spot.size <= other.x ||
        other.x + other.size <= spot.x ||
        spot.y + spot.size <= other.y ||
        other.y + other.size <= spot.y;
      if (!apart) faults.push(`${index}: over another`);
    }
  });
  return faults;
}
