// Calls to the program's addresses (/api/…): JSON both ways, and what is expected when one is refused.
import type { Speech } from './languages';

export interface Refusal {
  status: number; // 0: the program does not answer
  reason: string;
  field: string;
  expected: { ja?: string; en?: string };
  context: string;
  wait_s: number;
}
export type Answer<T> = { ok: true; body: T } | { ok: false; refusal: Refusal };

// Told when the program says that nobody is signed in here (any more).
export const kSignedOut = 'omote-signed-out';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function parseRefusal(status: number, json: unknown): Refusal {
  const fields = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const expected = (typeof fields.expected === 'object' && fields.expected !== null ? fields.expected : {}) as Record<string, unknown>;
  return {
    status,
    reason: text(fields.reason),
    field: text(fields.field),
    expected: { ja: text(expected.ja), en: text(expected.en) },
    context: text(fields.context),
    wait_s: typeof fields.wait_s === 'number' ? fields.wait_s : 0,
  };
}

// `path` without its leading slash: "api/staff". What changes something carries the mark that no foreign page can set.
export async function call<T = unknown>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      cache: 'no-store',
      headers: { 'X-Omote': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json().catch(() => ({}));
    if (response.ok) return { ok: true, body: json as T };
    const refusal = parseRefusal(response.status, json);
    if (refusal.reason === 'not_signed_in') dispatchEvent(new Event(kSignedOut));
    return { ok: false, refusal };
  } catch {
    return { ok: false, refusal: parseRefusal(0, {}) };
  }
}

// What to tell the person: the page's own words for the reason, else the program's.
export function refusalWords(say: Speech, refusal: Refusal): string {
  if (refusal.status === 0) return say.say('console.refused_away');
  const given = refusal.expected[say.language] ?? '';
  const words = say.knows('console.refused', refusal.reason) ? say.sayBy('console.refused', refusal.reason, '') : given;
  const wait = refusal.wait_s > 0 ? ` ${say.say('console.refused_wait', { n: refusal.wait_s })}` : '';
  return (words || refusal.reason || String(refusal.status)) + wait;
}
