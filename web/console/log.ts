// The journal's records as the host tells them (GET /api/log), and where they stand on the time line. Pure.

export interface LogRecord {
  sequence: number;
  time: string; // ISO
  source: string;
  level: string;
  type: string;
  terminal: string;
  visit: string;
  incident: string;
  words: { ja: string; en: string };
  fits: boolean; // bound to the record before it: nobody changed it
  fields: Record<string, unknown>;
}

export interface LogPage {
  records: LogRecord[]; // newest first
  clockInDoubt: boolean; // no old day is dropped until somebody says that the clock is right
  next: number; // `before` of the next older page; 0 when there is none
}

export interface Filter {
  since: string; // as a field for date and time holds it: 2026-11-22T09:00
  until: string;
  terminal: string;
  type: string;
  level: string;
  incident: string;
  text: string;
}

export const noFilter: Filter = { since: '', until: '', terminal: '', type: '', level: '', incident: '', text: '' };
export const kPageSize = 200;

// The counter's time is Japan's, whatever the browser's.
const iso = (field: string): string => (field === '' ? '' : `${field.length === 16 ? `${field}:00` : field}+09:00`);

export function logAddress(filter: Filter, before = 0): string {
  const asked = { ...filter, since: iso(filter.since), until: iso(filter.until), before: before === 0 ? '' : String(before), most: String(kPageSize) };
  const parts = Object.entries(asked).filter(([, value]) => value.trim() !== '');
  return `api/log?${new URLSearchParams(parts.map(([name, value]) => [name, value.trim()])).toString()}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function record(json: unknown): LogRecord | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const from = json as Record<string, unknown>;
  const sequence = Number(from.sequence);
  if (!Number.isFinite(sequence)) return undefined;
  const words = (typeof from.words === 'object' && from.words !== null ? from.words : {}) as Record<string, unknown>;
  const fields = (typeof from.fields === 'object' && from.fields !== null ? from.fields : {}) as Record<string, unknown>;
  return {
    sequence,
    time: text(from.time),
    source: text(from.source),
    level: text(from.level),
    type: text(from.type),
    terminal: text(from.terminal),
    visit: text(from.visit),
    incident: text(from.incident),
    words: { ja: text(words.ja), en: text(words.en) },
    fits: from.fits !== false,
    fields,
  };
}

export function parseLog(json: unknown): LogPage {
  const from = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const records = Array.isArray(from.records) ? from.records.map(record).filter((one) => one !== undefined) : [];
  const next = Number(from.next);
  return { records, next: Number.isFinite(next) ? next : 0, clockInDoubt: from.clock_in_doubt === true };
}

// A newer first page before what is known already: each record once, newest first.
export function merge(newer: readonly LogRecord[], known: readonly LogRecord[]): LogRecord[] {
  const seen = new Set(newer.map((one) => one.sequence));
  return [...newer, ...known.filter((one) => !seen.has(one.sequence))];
}

// ---- the time line

export const lanes = ['terminal', 'host', 'network', 'national'] as const;
export type Lane = (typeof lanes)[number];

export function laneOf({ source }: { source: string }): Lane {
  return (lanes as readonly string[]).includes(source) ? (source as Lane) : 'host';
}

export interface Mark {
  record: LogRecord;
  lane: Lane;
  x: number; // 0 to 1
}

export interface TimeLine {
  marks: Mark[];
  ticks: { x: number; time: string }[];
}

const kSteps = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400, 172_800, 604_800].map((seconds) => seconds * 1000);

// The clock of Japan at a moment.
function clock(ms: number, withDay: boolean): string {
  const japan = new Date(ms + 9 * 3_600_000).toISOString();
  return withDay ? `${Number(japan.slice(5, 7))}/${Number(japan.slice(8, 10))} ${japan.slice(11, 16)}` : japan.slice(11, 19);
}

export function timeLine(records: readonly LogRecord[], mostTicks = 8): TimeLine {
  const timed = records.map((one) => ({ one, ms: Date.parse(one.time) })).filter(({ ms }) => Number.isFinite(ms));
  if (timed.length === 0) return { marks: [], ticks: [] };
  const times = timed.map(({ ms }) => ms);
  const from = times.reduce((a, b) => Math.min(a, b));
  const whole = Math.max(1000, times.reduce((a, b) => Math.max(a, b)) - from);
  const step = kSteps.find((one) => whole / one <= mostTicks) ?? kSteps.at(-1) ?? whole;
  const ticks: TimeLine['ticks'] = [];
  for (let at = Math.ceil(from / step) * step; at <= from + whole; at += step) ticks.push({ x: (at - from) / whole, time: clock(at, step >= 43_200_000) });
  return { marks: timed.map(({ one, ms }) => ({ record: one, lane: laneOf(one), x: (ms - from) / whole })), ticks };
}
