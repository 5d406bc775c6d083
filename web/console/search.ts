// Search over the catalogue: Japanese in any spelling of kana and width, English in any case, codes as people read them off
// a screen (small letters, spaces, aliases), by their beginning. Pure.
import { causes, type Entry, entries } from '../shared/catalogue';

// One spelling for all: full and half width, capital and small, katakana and hiragana are the same.
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60))
    .replace(/[‐‑‒–—―−]/g, '-');
}

// Codes besides: signs between the digits do not count, and the letter O is a zero that was misread.
const foldCode = (text: string): string => fold(text).replace(/[\s\-_./]/g, '');

// Whether `typed` is the beginning of a code in which x stands for any digit; digits alone could begin every pattern.
function begins(pattern: string, typed: string): boolean {
  const digits = /^x*/.exec(pattern)?.[0].length ?? 0;
  return typed.length > digits && typed.length <= pattern.length && [...typed].every((sign, at) => sign === pattern[at] || (pattern[at] === 'x' && /\d/.test(sign)));
}

interface Indexed {
  entry: Entry;
  codes: string[];
  heading: string;
  words: string;
}

function index(entry: Entry): Indexed {
  const codes = [entry.row, entry.code, ...entry.aliases, entry.detail, `${entry.code}${entry.detail}`];
  const hex = codes.filter((code) => /^0x/i.test(code)).map((code) => code.slice(2));
  const both = [entry.patient, entry.staff, entry.vendor, entry.say, ...entry.causes.flatMap(({ id }) => [causes[id]?.title, causes[id]?.explain])];
  return {
    entry,
    codes: [...codes, ...hex].filter((code) => code !== '').map(foldCode),
    heading: fold(`${entry.heading.ja}\n${entry.heading.en}`),
    words: fold(both.map((words) => `${words?.ja ?? ''}\n${words?.en ?? ''}`).join('\n')),
  };
}

// How well one word fits; 0 when it does not.
function weigh({ codes, heading, words }: Indexed, word: string): number {
  const code = foldCode(word);
  if (code !== '' && codes.includes(code)) return 8;
  if (code !== '' && codes.some((one) => begins(one, code))) return 5;
  if (heading.includes(word)) return 4;
  return words.includes(word) ? 1 : 0;
}

export function makeSearch(all: readonly Entry[]): (query: string) => Entry[] {
  const indexed = all.map(index);
  return (query) => {
    const words = fold(query).split(/[\s\u3000/、,]+/).filter((word) => word !== '');
    if (words.length === 0) return [...all];
    return indexed
      .map((one) => ({ one, weights: words.map((word) => weigh(one, word)) }))
      .filter(({ weights }) => weights.every((weight) => weight > 0))
      .map(({ one, weights }) => ({ entry: one.entry, weight: weights.reduce((sum, weight) => sum + weight, 0) }))
      .sort((a, b) => b.weight - a.weight)
      .map(({ entry }) => entry);
  };
}

export const search = makeSearch(entries);
