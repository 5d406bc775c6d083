// The six taps that open the settings on the terminal. Pure: main.tsx tells where fingers come down.
export type Corner = 'top_left' | 'top_right' | 'bottom_left' | 'bottom_right';

export const kFirstOrder: readonly string[] = ['top_left', 'top_right', 'bottom_left', 'bottom_right', 'top_left', 'top_right'];
const kWithinMs = 10_000; // all taps together
const kBounceMs = 80; // a finger that trembles taps once

interface Tap {
  corner: Corner;
  atMs: number;
}
export type Taps = readonly Tap[];

// The corner that a point of the glass belongs to: a quarter of the shorter side, both ways.
export function cornerAt(x: number, y: number, width: number, height: number): Corner | undefined {
  const zone = Math.min(width, height) / 4;
  const across = x < zone ? 'left' : x >= width - zone ? 'right' : undefined;
  const down = y < zone ? 'top' : y >= height - zone ? 'bottom' : undefined;
  return across === undefined || down === undefined ? undefined : `${down}_${across}`;
}

// The taps that still count after one more; a tap elsewhere begins anew.
export function withTap(taps: Taps, corner: Corner | undefined, atMs: number): Taps {
  if (corner === undefined) return [];
  const last = taps.at(-1);
  if (last !== undefined && last.corner === corner && atMs - last.atMs < kBounceMs) return taps;
  return [...taps.filter((tap) => atMs - tap.atMs <= kWithinMs), { corner, atMs }].slice(-16);
}

// Whether the last taps are the ones that open the settings.
export function opens(taps: Taps, order: readonly string[]): boolean {
  const wanted = order.length > 0 ? order : kFirstOrder;
  const last = taps.slice(-wanted.length);
  return last.length === wanted.length && last.every((tap, at) => tap.corner === wanted[at]);
}
