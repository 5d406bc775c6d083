// What the national system says of an insurance and of a card, as the staff read it.
import { type Validity, slips, validities } from './generated/screens';
import type { Speech } from './languages';
import { type Day, parseDay } from './format';

export type { Validity };
export const slipKinds = Object.keys(slips);

const kUnknown: Validity = { kind: 'unknown', good: false, steps: 1 };

const codeOf = (code: string): string => (Object.hasOwn(validities, code) ? code : 'unknown');

export function validityOf(code: string): Validity {
  return validities[codeOf(code)] ?? kUnknown;
}

const steps = (say: Speech, prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => say.sayBy(prefix, String(at + 1), '')).filter((step) => step !== '');

// The steps at the counter, in order; none for a plain good answer.
export function validitySteps(say: Speech, code: string): string[] {
  return steps(say, `validity.${codeOf(code)}.do`, validityOf(code).steps);
}

export function slipSteps(say: Speech, kind: string): string[] {
  const slip = Object.hasOwn(slips, kind) ? slips[kind] : undefined;
  return slip === undefined ? [] : steps(say, `slips.${slip.steps}`, slip.count);
}

// Three months after a certificate's last day the card no longer counts; the last day of a month where the day is missing.
export function graceEnds(ends: string): Day | undefined {
  const day = parseDay(ends);
  if (day === undefined) return undefined;
  const months = day.month + 2; // from 0
  const year = day.year + Math.floor(months / 12);
  const month = (months % 12) + 1;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { year, month, day: Math.min(day.day, last) };
}

export const isoDay = ({ year, month, day }: Day): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
