import { describe, expect, it } from 'vitest';
import { nothingTyped, tidied, wrongField } from '../console/insured';

const typed = { insurer_number: '06990010', symbol: '見本１', number: '1000101', branch: '00', birth: '19850412' };

describe('Insurance papers', () => {
  it('that are whole are taken, with and without symbol and branch', () => {
    expect(wrongField(typed)).toBeUndefined();
    expect(wrongField({ ...typed, symbol: '', branch: '' })).toBeUndefined();
  });

  it('typed in full width or with signs between count as their digits', () => {
    const tidy = tidied({ ...typed, insurer_number: ' ０６９９００１０', branch: '０１', birth: '１９８５／０４／１２', number: ' １０００１０１ ' });
    expect(tidy).toEqual({ ...typed, branch: '01', number: '１０００１０１' });
  });

  it.each([
    ['nothing typed', nothingTyped, 'insurer_number'],
    ['too long an insurer number', { ...typed, insurer_number: '069900100' }, 'insurer_number'],
    ['no number', { ...typed, number: '' }, 'number'],
    ['a letter in the branch', { ...typed, branch: '1a' }, 'branch'],
    ['a day that is none', { ...typed, birth: '19850231' }, 'birth'],
    ['a year of two digits', { ...typed, birth: '850412' }, 'birth'],
    ['a day to come', { ...typed, birth: '29850412' }, 'birth'],
  ] as const)('with %s are not taken', (_what, papers, field) => {
    expect(wrongField(papers)).toBe(field);
  });
});
