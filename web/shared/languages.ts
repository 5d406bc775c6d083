// The words of the pages: one typed table from catalogue/languages, looked up by key.
import { type Key, type Language, languageIds, words } from './generated/words';

export type { Key, Language };
export { languageIds, words };

export type Values = Record<string, string | number>;

// Fills {name} from the values; a name without value stays visible, so that it is noticed.
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{([a-z_]+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

export function isLanguage(id: string): id is Language {
  return (languageIds as readonly string[]).includes(id);
}

// The languages of the buttons: those wanted that exist, or all.
export function languagesFor(wanted: readonly string[]): Language[] {
  const known = wanted.filter(isLanguage);
  return known.length > 0 ? known : [...languageIds];
}

export interface Speech {
  language: Language;
  // A text by its key.
  say(key: Key, values?: Values): string;
  // Whether there is a text under a key that is put together from an id.
  has(key: string): boolean;
  // Whether sayBy has words for the id itself.
  knows(prefix: string, id: string, suffix?: string): boolean;
  // The text under `${prefix}.${id}${suffix}`, or under `${prefix}.${fallback}${suffix}` for an id that the catalogue lacks.
  sayBy(prefix: string, id: string, fallback: string, suffix?: string, values?: Values): string;
}

export function speech(language: Language): Speech {
  const table = words[language] as Record<string, string>;
  const look = (key: string): string | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);
  const names = (id: string): string[] => [id, id.replace(/_[0-9]+$/, '')]; // number_b_wrong_3 is told as number_b_wrong
  return {
    language,
    say: (key, values) => fill(look(key) ?? key, values),
    has: (key) => look(key) !== undefined,
    knows: (prefix, id, suffix = '') => names(id).some((name) => look(`${prefix}.${name}${suffix}`) !== undefined),
    sayBy: (prefix, id, fallback, suffix = '', values) => {
      const known = [...names(id), fallback].map((name) => look(`${prefix}.${name}${suffix}`)).find((text) => text !== undefined);
      return fill(known ?? id, values);
    },
  };
}
