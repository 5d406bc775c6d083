import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSentences, type Entry, entries, entryWords, factSentence, factsOf, firstSentence, fitsDetail, met, remedies, troubleWords } from '../shared/catalogue';
import { speech } from '../shared/languages';
import { qrPath } from '../shared/qr';
import { fold, makeSearch, search } from '../console/search';
// @ts-expect-error: a build tool in plain JavaScript
import { checkKnowledge, readKnowledge } from '../tools/entries.mjs';

const folder = resolve(import.meta.dirname, '../../catalogue');
const pictures = resolve(import.meta.dirname, '../shared/pictures');

describe('Entries, causes, remedies and facts', () => {
  it('as they stand, have every word and drawing', () => {
    expect(checkKnowledge(readKnowledge(folder), pictures)).toEqual([]);
  });

  it('with a fact that nobody put into words, are refused by name', () => {
    const knowledge = readKnowledge(folder);
    knowledge.wordsOfFacts = knowledge.wordsOfFacts.filter((id: string) => id !== 'link.carrier');
    expect((checkKnowledge(knowledge, pictures) as string[]).some((fault) => fault.includes('link.carrier'))).toBe(true);
  });

  it('with a drawing that is missing, are refused by name', () => {
    const knowledge = readKnowledge(folder);
    knowledge.pictures.push('novel');
    expect(checkKnowledge(knowledge, pictures)).toEqual(['web/shared/pictures/novel.svg is not drawn']);
  });

  it('with a comma outside quotes, are refused', () => {
    const knowledge = readKnowledge(folder);
    knowledge.facts['link.carrier'].title.too = null;
    expect((checkKnowledge(knowledge, pictures) as string[])[0]).toContain('put the text in quotes');
  });

  it('hold remedies by hand whose every step has words', () => {
    for (const remedy of Object.values(remedies).filter(({ kind }) => kind === 'hand'))
      expect(remedy.steps.every(({ say }) => say.ja !== '' && say.en !== '')).toBe(true);
  });
});

describe('A detail', () => {
  it.each([
    ['0x81000005', '0X81000005', true],
    ['xxxxC02-4', '2201C02-4', true],
    ['xxxxC02-4', '22013C02-4', true],
    ['xxxxC02-4', 'C02-4', false],
    ['xxxxC02-4', '2201C02-11', false],
    ['xxxxC02-4', 'abcdC02-4', false],
    ['0x81000005', '0x81000006', false],
    ['', '', true],
  ])('of the catalogue, %s, fits %s: %s', (pattern, detail, fits) => {
    expect(fitsDetail(pattern, detail)).toBe(fits);
  });
});

describe('Conditions', () => {
  const fact = (id: string, value: string, subject = '', known = true) => ({ id, subject, value, known });
  const facts = [fact('a', 'true'), fact('n', '12.5'), fact('t', 'old version'), fact('u', '', '', false), fact('a', 'false', 'OM-2')];

  it.each([
    [{ fact: 'a', is: true }, '', true],
    [{ fact: 'a', is: true }, 'OM-2', false],
    [{ fact: 'a', is: true }, 'OM-1', true], // the PC's fact stands in
    [{ fact: 'a', not: false }, '', true],
    [{ fact: 'n', over: 12 }, '', true],
    [{ fact: 'n', under: 12 }, '', false],
    [{ fact: 't', has: 'old' }, '', true],
    [{ fact: 'u', is: true }, '', false],
    [{ fact: 'u', not: true }, '', false],
    [{ fact: 'u', unknown: true }, '', true],
    [{ fact: 'nowhere', unknown: true }, '', true],
    [{ all: [{ fact: 'a', is: true }, { fact: 'n', over: 20 }] }, '', false],
    [{ any: [{ fact: 'a', is: true }, { fact: 'n', over: 20 }] }, '', true],
    [{ none: [{ fact: 'n', over: 20 }] }, '', true],
  ])('%o about %s is met: %s', (condition, subject, wanted) => {
    expect(met(condition, facts, subject)).toBe(wanted);
  });

  it('name the facts that they speak of, once each', () => {
    expect(factsOf({ all: [{ fact: 'a', is: true }, { any: [{ fact: 'a', is: false }, { fact: 'n', over: 1 }] }] })).toEqual(['a', 'n']);
  });

  it('are told by their facts, unknown ones too', () => {
    const carrier = [fact('link.carrier', 'false', 'OM-1')];
    expect(checkSentences('en', { fact: 'link.carrier', is: true }, carrier, 'OM-1')).toEqual(['No signal comes over the cable to the terminal']);
    expect(checkSentences('en', { fact: 'link.carrier', is: true }, [], 'OM-1')).toEqual(['Cable to the terminal: ?']);
  });
});

describe('A fact', () => {
  it('is told as a sentence, by its value', () => {
    expect(factSentence('en', 'pc.disk_free_mb', '120')).toBe('The PC has 120 MB of free space');
    expect(factSentence('ja', 'reader.holder_program', 'scdaemon')).toBe('カード読み取り機を「scdaemon」が使っています');
    expect(factSentence('en', 'reader.service', 'hung')).toBe('The card service hangs');
  });

  it('that is new is told by its id', () => {
    expect(factSentence('en', 'novel.fact', '3')).toBe('novel.fact: 3');
  });
});

describe('Search', () => {
  const words = (ja: string, en: string) => ({ ja, en });
  const entry = (row: string, code: string, detail: string, ja: string, en: string, aliases: string[] = []): Entry => ({
    row, code, detail, aliases, phase: '', who: 'staff', severity: 'visit', raised: [], causes: [],
    heading: words(ja, en), patient: words('受付へ', 'Go to the desk'), staff: words('ケーブルを見る', 'Look at the cable'), vendor: words('', ''), say: words('', ''),
  });
  const find = makeSearch([
    entry('E09', 'FUJIP55', '0x81000008', '時間切れ', 'Time-out', ['FUIP55', '0X8100004']),
    entry('E35', 'FUJ906', 'xxxxC02-4', '設定ファイルがこわれています', 'Settings damaged'),
    entry('E07', '011', '0x81000005', 'ネットワークのエラー', 'Network error'),
  ]);
  const rows = (query: string) => find(query).map(({ row }) => row);

  it.each([
    ['fujip55', ['E09']],
    ['ＦＵＪＩＰ５５', ['E09']],
    ['FUIP55', ['E09']],
    ['0x8100004', ['E09']],
    ['8100', ['E09', 'E07']],
    ['011 0x81000005', ['E07']],
    ['e35', ['E35']],
    ['22013C02-4'.slice(1), ['E35']],
    ['1234c02', ['E35']],
    ['ねっとわーく', ['E07']],
    ['ﾈｯﾄﾜｰｸ', ['E07']],
    ['network', ['E07']],
    ['NETWORK エラー', ['E07']],
    ['けーぶる 設定', ['E35']],
    ['nothing at all', []],
  ])('for %s finds %o', (query, wanted) => {
    expect(rows(query)).toEqual(wanted);
  });

  it('for nothing finds all, in the order of the catalogue', () => {
    expect(rows(' ')).toEqual(['E09', 'E35', 'E07']);
  });

  it('finds every entry of the catalogue by its row', () => {
    for (const { row } of entries) expect(search(row)[0]?.row).toBe(row);
  });

  it('folds width, case and kana', () => {
    expect(fold('ｶｰﾄﾞ Ｅ０７')).toBe('かーど e07');
  });
});

describe('Words of a trouble', () => {
  it('are those of its reason where it has some', () => {
    const words = troubleWords(speech('en'), { code: '001', detail: '0x03000001', reason: 'card_other_kind' });
    expect(words.what).toBe('This card cannot be used here');
  });

  it('are those of its entry where the reason has none', () => {
    const [entry] = entries;
    if (entry === undefined) throw new Error('the catalogue is empty');
    const words = troubleWords(speech('ja'), { code: entry.code, detail: entry.detail, reason: 'never_heard_of', row: entry.row });
    expect(`${words.what}。${words.next}`).toBe(entry.patient.ja);
  });

  it('are cut after their first sentence, in both languages', () => {
    expect([firstSentence('あ。い。う。'), firstSentence('A b. C 1.5 d. E.'), firstSentence('One.')]).toEqual([['あ。', 'い。う。'], ['A b.', 'C 1.5 d. E.'], ['One.', '']]);
  });

  it('leave no patient without a step', () => {
    for (const entry of entries)
      for (const language of ['ja', 'en'] as const) expect(entryWords(entry, language).next, `${entry.row}, ${language}`).not.toBe('');
  });

  it('for something that nobody knows lead to the reception', () => {
    expect(troubleWords(speech('en'), { code: 'X', detail: 'Y', reason: 'never_heard_of' }).next).toBe('Please go to the reception.');
  });
});

describe('A QR code', () => {
  it('is drawn in runs with its quiet zone', () => {
    expect(qrPath('110/001/111')).toEqual({ path: 'M4 4h2v1h-2zM6 5h1v1h-1zM4 6h3v1h-3z', size: 11 });
  });

  it.each(['', '11/1', '12/11', '1101'])('of rows that are none, %s, is not drawn', (rows) => {
    expect(qrPath(rows)).toBeUndefined();
  });
});
