import { describe, expect, it } from 'vitest';
import { barsShown, share, topOf } from '../console/figures';
import { graceEnds, isoDay, slipKinds, slipSteps, validityOf, validitySteps } from '../shared/answers';
import { speech } from '../shared/languages';

const say = speech('ja');

describe('An answer about insurance', () => {
  it.each([
    ['2', 'lapsed'],
    ['3', 'newer_exists'],
    ['4', 'not_found'],
    ['5', 'several'],
  ])('%s does not count, is %s, and has steps', (code, kind) => {
    expect(validityOf(code)).toMatchObject({ kind, good: false });
    expect(validitySteps(say, code).length).toBeGreaterThan(1);
  });

  it.each([['1'], ['6']])('%s counts', (code) => {
    expect(validityOf(code).good).toBe(true);
  });

  it('that nobody knows has a step as well', () => {
    expect(validityOf('7').kind).toBe('unknown');
    expect(validitySteps(say, 'toString')).toEqual(validitySteps(say, 'unknown'));
    expect(validitySteps(say, '7')).toHaveLength(1);
  });
});

describe('A slip', () => {
  it.each(slipKinds.map((kind) => [kind]))('about %s names the next steps', (kind) => {
    expect(slipSteps(say, kind)).toHaveLength(3);
  });

  it.each([
    ['2026-10-23', '2027-01-23'],
    ['2026-11-30', '2027-02-28'],
    ['2027-11-30', '2028-02-29'],
    ['2026-08-31', '2026-11-30'],
    ['2026-09-30', '2026-12-30'],
  ])('about a certificate until %s tells that the card counts until %s', (ends, until) => {
    const day = graceEnds(ends);
    expect(day === undefined ? '' : isoDay(day)).toBe(until);
  });

  it('without a day tells none', () => {
    expect(graceEnds('')).toBeUndefined();
  });
});

describe('Figures', () => {
  const day = (visits: Record<number, number>) =>
    Array.from({ length: 24 }, (_, hour) => ({ label: String(hour), visits: visits[hour] ?? 0, good: 0 }));

  it('of a day show the open hours and those with visits', () => {
    expect(barsShown({ span: '2026-11-22', bars: day({}) }).map(({ label }) => label)).toEqual(['8', '9', '10', '11', '12', '13', '14', '15', '16', '17', '18']);
    expect(barsShown({ span: '2026-11-22', bars: day({ 6: 1, 21: 1 }) })).toHaveLength(16);
    expect(barsShown({ span: '2026-11', bars: day({}) })).toHaveLength(24);
  });

  it('have shares that are all or none only when they are', () => {
    expect([share(0, 0), share(0, 9), share(1, 1000), share(1, 2), share(999, 1000), share(9, 9)]).toEqual([0, 0, 1, 50, 99, 100]);
  });

  it('have a scale with a round top', () => {
    expect([1, 2, 3, 6, 11, 48, 51].map(topOf)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  });
});
