import { describe, expect, it } from 'vitest';
import { arrange, firstCardChoice, placeCard } from '../bench/choices';
import { inGroups } from '../bench/faults';
import { ToPage } from '../shared/generated/schema/bench';

function counter(fields: object) {
  const state = ToPage.fromJSON({ state: { counters: [{ id: '1', ...fields }], personas: [{ id: 'adult' }, { id: 'senior' }] } }).state;
  const [one] = state?.counters ?? [];
  if (one === undefined || state === undefined) throw new Error('no counter');
  return { one, personas: state.personas };
}

describe('Card choice', () => {
  it('of an empty counter is the first persona, front up, at full speed', () => {
    const { one, personas } = counter({});
    expect(firstCardChoice(one, personas)).toEqual({ persona: 'adult', side: 'front', rotation: 0, sleeve: false, timing: 'full' });
  });

  it('of a counter with a card is that card as it lies', () => {
    const { one, personas } = counter({ card: 'senior', side: 'back', rotation: 180, sleeve: true, timing: 'typeb' });
    expect(placeCard('1', firstCardChoice(one, personas))).toEqual({ counter: '1', persona: 'senior', side: 'back', rotation: 180, sleeve: true, timing: 'typeb' });
  });
});

describe('Arrangement', () => {
  it('changes one thing and keeps the others', () => {
    const { one } = counter({ person: 'adult', presentation: 'print', distance_cm: 35, light: 0.5, mask: true });
    expect(arrange(one, { distance_cm: 60 })).toEqual({ counter: '1', person: 'adult', presentation: 'print', distance_cm: 60, light: 0.5, mask: true, glasses: false });
  });

  it('of an empty counter is a live person at 40 cm in normal light', () => {
    const { one } = counter({});
    expect(arrange(one, { person: 'adult' })).toEqual({ counter: '1', person: 'adult', presentation: 'live', distance_cm: 40, light: 1, mask: false, glasses: false });
  });
});

describe('Faults', () => {
  it('stand in their groups, unknown groups last', () => {
    const kind = (id: string, group: string) => ({ id, group, title_ja: '', title_en: '', scenarios: [], not_here: '' });
    expect(inGroups([kind('a', 'novel'), kind('b', 'pc'), kind('c', 'card'), kind('d', 'pc')]).map(([group, some]) => [group, some.length])).toEqual([
      ['card', 1],
      ['pc', 2],
      ['novel', 1],
    ]);
  });
});
