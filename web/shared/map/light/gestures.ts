// SPDX-License-Identifier: Apache-2.0
// Fingers, mouse and wheel on the map, as movements of its window. A tap is a touch that stayed
// where it was; two fingers are a pinch, and lifting one of them is no tap.
import type { Spot } from './view.ts';

export interface Gestures {
  pan(right: number, down: number): void;
  zoom(factor: number, at: Spot): void;
  tap(at: Spot): void;
}

const TAP_PIXELS = 8;

interface Finger extends Spot {
  from: Spot;
}

function between(a: Spot, b: Spot): { middle: Spot; apart: number } {
  return {
    middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
    apart: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
  };
}

export class Fingers {
  private readonly down = new Map<number, Finger>();
  private still = true;

  constructor(private readonly act: Gestures) {}

  press(id: number, at: Spot): void {
    this.still = this.down.size === 0;
    this.down.set(id, { ...at, from: at });
  }

  move(id: number, at: Spot): void {
    const finger = this.down.get(id);
    if (finger === undefined) return;
    const other = [...this.down].find(([name]) => name !== id)?.[1];
    if (other !== undefined) {
      const before = between(finger, other);
      const after = between(at, other);
      this.act.pan(after.middle.x - before.middle.x, after.middle.y - before.middle.y);
      this.act.zoom(after.apart / before.apart, after.middle);
    } else {
      if (Math.hypot(at.x - finger.from.x, at.y - finger.from.y) > TAP_PIXELS) this.still = false;
      if (!this.still) this.act.pan(at.x - finger.x, at.y - finger.y);
    }
    this.down.set(id, { ...at, from: finger.from });
  }

  lift(id: number, at: Spot): void {
    if (!this.down.delete(id)) return;
    if (this.down.size === 0 && this.still) this.act.tap(at);
    this.still = false;
  }

  cancel(id: number): void {
    this.down.delete(id);
    this.still = false;
  }
}

/** A notch of the wheel; trackpads send many small ones. */
export function wheelFactor(deltaY: number, deltaMode: number): number {
  const pixels = deltaMode === 0 ? deltaY : deltaY * 20;
  return Math.exp(-Math.max(-100, Math.min(100, pixels)) / 220);
}
