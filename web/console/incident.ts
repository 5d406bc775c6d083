// What the console says of an incident. Pure.
import { causes, type Entry, entryByRow, factQuestion, inWords, type Remedy, remedies, withoutStop } from '../shared/catalogue';
import type { Finding, Incident, NextStep } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';

export function entryOfIncident(incident: Incident): Entry | undefined {
  return entryByRow(incident.row);
}

export function headingOf(incident: Incident, say: Speech): string {
  return withoutStop(inWords(entryOfIncident(incident)?.heading, say.language)) || say.say('console.incident.new_code', { code: codeOf(incident) });
}

// "011 / 0x81000005"; a situation without a code has its row.
export function codeOf({ code, detail }: { code: string; detail: string }): string {
  return [code, detail].filter((part) => part !== '').join(' / ');
}

export const stands = (incident: Incident): boolean => incident.ended === '';

// "unknown" has no cause.
export function causeTitle(id: string, say: Speech): string {
  if (id === '') return say.say('console.incident.unknown');
  return inWords(causes[id]?.title, say.language) || id;
}

export function percent(probability: number): number {
  return Math.round(Math.min(1, Math.max(0, probability)) * 100);
}

// Whose problem it is: the first cause's, as long as one is found; else the entry's.
export function whoOf(incident: Incident): string {
  const [first] = incident.findings;
  const known = first === undefined || first.cause === '' ? undefined : causes[first.cause];
  return known?.who ?? incident.who;
}

export function remedyTitle(id: string, say: Speech): string {
  return inWords(remedies[id]?.title, say.language) || id;
}

export function remedyOf(id: string): Remedy | undefined {
  return remedies[id];
}

// The next step as a few words, for the sentence at the top.
export function nextWords(next: NextStep | undefined, say: Speech): string {
  if (next?.kind === 'remedy') return remedyTitle(next.id, say);
  if (next?.kind === 'question') return factQuestion(say.language, next.id);
  return '';
}

// Those beside the first, "unknown" only as long as it weighs something.
export function otherFindings(findings: readonly Finding[]): Finding[] {
  return findings.slice(1).filter((finding) => percent(finding.probability) >= 1);
}

// "failed:action_refused" -> "failed"
export function triedResult(result: string): 'cured' | 'did_not_help' | 'failed' {
  return result === 'cured' || result === 'did_not_help' ? result : 'failed';
}
