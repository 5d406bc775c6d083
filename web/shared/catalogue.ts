// The catalogue as the pages use it: entries, causes, remedies and facts in words, and conditions over facts
// (docs/diagnosis.md). Pure.
import { causes, entries, facts, remedies } from './generated/catalogue';
import type { Language, Speech } from './languages';

export { causes, entries, remedies };

export interface Words {
  ja: string;
  en: string;
}

export interface Entry {
  row: string;
  code: string;
  detail: string;
  aliases: string[];
  phase: string;
  who: string;
  severity: string;
  raised: { reason: string; phase: string }[];
  causes: { id: string; prior: number }[];
  heading: Words;
  patient: Words;
  staff: Words;
  vendor: Words;
  say: Words;
}

export interface Cause {
  id: string;
  who: string;
  title: Words;
  explain: Words;
  remedies: string[];
}

export interface Condition {
  fact?: string;
  is?: boolean | number | string;
  not?: boolean | number | string;
  over?: number;
  under?: number;
  has?: string;
  unknown?: boolean;
  all?: Condition[];
  any?: Condition[];
  none?: Condition[];
}

export interface Step {
  say: Words;
  picture: string;
  wait_s: number;
  check?: Condition;
}

export interface Remedy {
  id: string;
  kind: 'automatic' | 'consent' | 'hand';
  cost_s: number;
  title: Words;
  steps: Step[];
}

export interface FactWords {
  id: string;
  kind: string;
  ask: Words;
  title: Words;
  is: Words;
  not: Words;
  values: Record<string, Words>;
}

export function inWords(words: Words | undefined, language: Language): string {
  return words === undefined ? '' : language === 'ja' ? words.ja : words.en;
}

export function entryByRow(row: string): Entry | undefined {
  return entries.find((entry) => entry.row === row);
}

// A detail as it came against one of the catalogue, in which the xxxx at the start is any number.
export function fitsDetail(pattern: string, detail: string): boolean {
  const [wanted, got] = [pattern.toLowerCase(), detail.toLowerCase()];
  if (wanted === got) return true;
  return wanted.startsWith('xx') && wanted.replace(/^x+/, '') === got.replace(/^\d+/, '') && /^\d/.test(got);
}

interface Met {
  code: string;
  detail: string;
  reason: string;
}

// The entry of what a screen or a visit names: by code and detail, and among those by the reason that raised it.
export function entryOf({ code, detail, reason }: Met): Entry | undefined {
  const raises = (entry: Entry): boolean => entry.raised.some((one) => one.reason === reason);
  const same = entries.filter((entry) => entry.code === code && fitsDetail(entry.detail, detail));
  return same.find(raises) ?? same[0] ?? (code === '' ? entries.find(raises) : undefined);
}

export interface TroubleWords {
  what: string; // one sentence without its full stop
  next: string;
  staff: string;
}

// What went wrong in words: those of the reason, which are nearer to what happened where an entry has several, else those of
// the entry.
export function troubleWords(say: Speech, trouble: Met & { row?: string }): TroubleWords {
  const entry = (trouble.row === undefined ? undefined : entryByRow(trouble.row)) ?? entryOf(trouble);
  if (entry !== undefined && !say.knows('reasons', trouble.reason, '.what')) return entryWords(entry, say.language);
  const told = (part: string): string => say.sayBy('reasons', trouble.reason, 'other', part);
  return { what: withoutStop(told('.what')), next: told('.next'), staff: told('.staff') };
}

// The first sentence of the patient's words says what is the matter, the others what to do now; where there is only one,
// it says what to do, and the heading what is the matter.
export function entryWords(entry: Entry, language: Language): TroubleWords {
  const [first, rest] = firstSentence(inWords(entry.patient, language));
  const staff = inWords(entry.staff, language);
  if (rest === '') return { what: withoutStop(inWords(entry.heading, language)), next: first, staff };
  return { what: withoutStop(first), next: rest, staff };
}

// "A. B. C." -> ["A.", "B. C."]
export function firstSentence(text: string): [string, string] {
  const end = /。|[.!?] /.exec(text);
  return end === null ? [text, ''] : [text.slice(0, end.index + 1), text.slice(end.index + 1).trim()];
}

export function withoutStop(sentence: string): string {
  return sentence.replace(/[。.]$/, '');
}

// ---- facts

export interface KnownFact {
  id: string;
  subject: string;
  value: string;
  known: boolean;
}

// A fact and its value as one sentence; the id itself for one that the catalogue lacks.
export function factSentence(language: Language, id: string, value: string): string {
  const words = facts[id];
  if (words === undefined) return `${id}: ${value}`;
  if (words.kind === 'flag') return inWords(value === 'true' ? words.is : words.not, language) || `${inWords(words.title, language)}: ${value}`;
  const named = Object.hasOwn(words.values, value) ? words.values[value] : undefined;
  if (named !== undefined) return inWords(named, language);
  return inWords(words.is, language).replace('{value}', value) || `${inWords(words.title, language)}: ${value}`;
}

export function factTitle(language: Language, id: string): string {
  return inWords(facts[id]?.title, language) || id;
}

export function factQuestion(language: Language, id: string): string {
  return inWords(facts[id]?.ask, language) || factTitle(language, id);
}

// The subject's fact, else the PC's.
function look(known: readonly KnownFact[], id: string, subject: string): KnownFact | undefined {
  const named = known.filter((fact) => fact.id === id);
  return named.find((fact) => fact.subject === subject) ?? named.find((fact) => fact.subject === '');
}

// As domain/catalogue/condition.hpp: an unknown fact meets nothing but `unknown`.
export function met(condition: Condition, known: readonly KnownFact[], subject: string): boolean {
  if (condition.all !== undefined) return condition.all.every((part) => met(part, known, subject));
  if (condition.any !== undefined) return condition.any.some((part) => met(part, known, subject));
  if (condition.none !== undefined) return !condition.none.some((part) => met(part, known, subject));
  const fact = look(known, condition.fact ?? '', subject);
  if (condition.unknown !== undefined) return (fact === undefined || !fact.known) === condition.unknown;
  if (fact === undefined || !fact.known) return false;
  if (condition.is !== undefined) return fact.value === String(condition.is);
  if (condition.not !== undefined) return fact.value !== String(condition.not);
  if (condition.over !== undefined) return Number(fact.value) > condition.over;
  if (condition.under !== undefined) return Number(fact.value) < condition.under;
  return condition.has !== undefined && fact.value.includes(condition.has);
}

export function factsOf(condition: Condition): string[] {
  const parts = [...(condition.all ?? []), ...(condition.any ?? []), ...(condition.none ?? [])];
  return [...new Set([...(condition.fact === undefined ? [] : [condition.fact]), ...parts.flatMap(factsOf)])];
}

// How the facts of a check stand now, one sentence each.
export function checkSentences(language: Language, condition: Condition, known: readonly KnownFact[], subject: string): string[] {
  return factsOf(condition).map((id) => {
    const fact = look(known, id, subject);
    return fact === undefined || !fact.known ? `${factTitle(language, id)}: ?` : factSentence(language, id, fact.value);
  });
}
