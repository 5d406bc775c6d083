import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawings } from '../kiosk/drawings/drawing';
import { entries, troubleWords } from '../shared/catalogue';
import { hintPictures, screens, sightPictures } from '../shared/generated/screens';
import { fill, isLanguage, languagesFor, speech } from '../shared/languages';
// @ts-expect-error: a build tool in plain JavaScript
import { checkCatalogue, placeholders, readCatalogue } from '../tools/catalogue.mjs';

const folder = resolve(import.meta.dirname, '../../catalogue');

describe('Catalogue', () => {
  it('as it stands, holds every text, picture and parameter', () => {
    expect(checkCatalogue(readCatalogue(folder))).toEqual([]);
  });

  it('with a text missing in one language, is refused by name', () => {
    const catalogue = readCatalogue(folder);
    delete catalogue.languages.en['screens.ready.title'];
    expect(checkCatalogue(catalogue)).toEqual(['languages/en.yaml: screens.ready.title is missing']);
  });

  it('with a brace word misspelt in one language, is refused', () => {
    const catalogue = readCatalogue(folder);
    catalogue.languages.en['common.tries_left'] = 'Tries left: {number}';
    expect(checkCatalogue(catalogue)).toEqual(['languages/en.yaml: common.tries_left: the words in braces must be {n}']);
  });

  it('with a screen that has no words, is refused', () => {
    const catalogue = readCatalogue(folder);
    catalogue.screens.push({ id: 'novel', step: 'card', picture: 'face', params: {}, actions: [], examples: [{}] });
    const faults = checkCatalogue(catalogue) as string[];
    expect(faults.some((fault) => fault.includes('screens.novel.title'))).toBe(true);
  });

  it('with an example whose parameter is unknown, is refused', () => {
    const catalogue = readCatalogue(folder);
    catalogue.screens.find((screen: { id: string }) => screen.id === 'pin').examples[0].params.colour = 'red';
    expect(checkCatalogue(catalogue)).toEqual(['screens.yaml: pin: unknown parameter colour']);
  });

  it('with a reason that lacks the step for staff, is refused', () => {
    const catalogue = readCatalogue(folder);
    for (const flat of Object.values(catalogue.languages) as Record<string, string>[]) delete flat['reasons.card_removed.staff'];
    expect(checkCatalogue(catalogue)).toEqual(['languages/ja.yaml: reasons.card_removed.staff is missing']);
  });

  it.each([
    ...Object.values(screens).map((screen) => screen.picture),
    ...Object.values(sightPictures),
    ...Object.values(hintPictures),
  ])('names the picture %s, which is drawn', (picture) => {
    expect(picture === 'none' || picture in drawings).toBe(true);
  });

  it('has its folder where the build looks for it', () => {
    expect(Object.keys(readCatalogue(join(folder)).languages).slice(0, 2)).toEqual(['ja', 'en']);
  });
});

describe('Reasons', () => {
  const raised = entries.flatMap((entry) => entry.raised.map(({ reason, phase }) => ({ entry, reason, phase }))).filter(({ reason }) => reason !== 'unknown');

  it.each(raised)('of failures: $reason is told in words', ({ entry, reason }) => {
    for (const language of ['ja', 'en'] as const) {
      const words = troubleWords(speech(language), { code: entry.code, detail: entry.detail, reason });
      expect(Object.values(words).filter((text) => text === '' || text === reason)).toEqual([]);
    }
  });

  it.each([...new Set(entries.map(({ who }) => who))])('name %s, whom trouble screen and console know', (who) => {
    expect([speech('ja').has(`screens.trouble.who.${who}`), speech('ja').has(`console.incident.who.${who}`)]).toEqual([true, true]);
  });
});

describe('Speech', () => {
  it('fills words in braces', () => {
    expect(fill('{n} of {all}', { n: 1, all: 4 })).toBe('1 of 4');
  });

  it('leaves a brace word without value visible', () => {
    expect(fill('{n} left')).toBe('{n} left');
  });

  it('finds the words of an id, and those of the fallback for an id that is not known', () => {
    const say = speech('en');
    expect(say.sayBy('reasons', 'reader_missing', 'other', '.what')).toBe('The card reader is not connected.');
    expect(say.sayBy('reasons', 'never_heard_of', 'other', '.what')).toBe(say.say('reasons.other.what'));
  });

  it('takes no key from the table\'s own machinery', () => {
    expect(speech('en').has('constructor')).toBe(false);
  });

  it('knows its languages and no others', () => {
    expect([isLanguage('ja'), isLanguage('en'), isLanguage('toString')]).toEqual([true, true, false]);
  });

  it('keeps the wanted order of languages and drops unknown ones', () => {
    expect(languagesFor(['en', 'tlh', 'ja'])).toEqual(['en', 'ja']);
    expect(languagesFor([])).toEqual(['ja', 'en']);
  });

  it('lists the words in braces of a text', () => {
    expect(placeholders('{b} and {a}')).toEqual(['a', 'b']);
  });
});
