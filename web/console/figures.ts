// What is worked out of figures before they are drawn. Pure.
import type { Bar, Figures } from '../shared/generated/schema/figures';

// Whole percent; 100 and 0 only when it is all or none.
export function share(part: number, whole: number): number {
  if (whole === 0 || part === 0) return 0;
  if (part === whole) return 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

const kOpens = 8;
const kCloses = 18;

// Of a day the hours in which a clinic is open, and what lies outside of them when somebody came then; of a month all days.
export function barsShown({ bars, span }: Pick<Figures, 'bars' | 'span'>): Bar[] {
  if (span.length === 7) return bars;
  const used = bars.map(({ visits }, at) => (visits > 0 ? at : -1)).filter((at) => at >= 0);
  return bars.slice(Math.min(kOpens, ...used), Math.max(kCloses, ...used) + 1);
}

// The top of a scale: 1, 2, 5, 10, 20, 50 …, not less than the value.
export function topOf(value: number): number {
  for (let step = 1; ; step *= 10) for (const top of [step, 2 * step, 5 * step]) if (top >= value) return top;
}
