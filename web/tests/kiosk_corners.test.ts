import { describe, expect, it } from 'vitest';
import { type Corner, cornerAt, kFirstOrder, opens, type Taps, withTap } from '../kiosk/corners';
import { ownText } from '../kiosk/own_texts';
import { PageSettings } from '../shared/generated/schema/kiosk';

const tapped = (corners: readonly (string | undefined)[], everyMs = 500): Taps => corners.reduce<Taps>((taps, corner, at) => withTap(taps, corner as Corner | undefined, at * everyMs), []);

describe('Six taps on the corners', () => {
  it.each([
    [0, 0, 'top_left'],
    [199, 199, 'top_left'],
    [200, 100, undefined],
    [1280, 0, 'top_right'],
    [1081, 150, 'top_right'],
    [10, 601, 'bottom_left'],
    [1279, 799, 'bottom_right'],
    [640, 400, undefined],
    [640, 0, undefined],
  ])('at %i, %i of 1280 × 800, belong to %s', (x, y, corner) => {
    expect(cornerAt(x, y, 1280, 800)).toBe(corner);
  });

  it('in the order, open', () => {
    expect(opens(tapped(kFirstOrder), kFirstOrder)).toBe(true);
    expect(opens(tapped(kFirstOrder), [])).toBe(true);
  });

  it('slowly, but within ten seconds, open', () => {
    expect(opens(tapped(kFirstOrder, 2000), kFirstOrder)).toBe(true);
  });

  it('over a longer time, do not', () => {
    expect(opens(tapped(kFirstOrder, 2001), kFirstOrder)).toBe(false);
  });

  it('after wrong ones, open', () => {
    expect(opens(tapped(['bottom_left', 'top_right', ...kFirstOrder]), kFirstOrder)).toBe(true);
  });

  it('with one elsewhere between, do not', () => {
    expect(opens(tapped([...kFirstOrder.slice(0, 3), undefined, ...kFirstOrder.slice(3)]), kFirstOrder)).toBe(false);
  });

  it('of a trembling finger, count once', () => {
    const order = ['top_left', 'top_left'];
    expect(opens(withTap(withTap([], 'top_left', 0), 'top_left', 60), order)).toBe(false);
    expect(opens(withTap(withTap([], 'top_left', 0), 'top_left', 90), order)).toBe(true);
  });
});

describe("The clinic's own words", () => {
  const settings = PageSettings.fromJSON({ appearance: { texts: { ja: { hours: '9時から', ready: ' ' }, en: { hours: 'From nine' } } } });
  it('come in the language that is shown, else in the first that has them', () => {
    expect(ownText(settings, ['ja', 'en'], 'en', 'hours')).toEqual({ text: 'From nine', language: 'en' });
    expect(ownText(PageSettings.fromJSON({ appearance: { texts: { ja: { hours: '9時から' } } } }), ['ja', 'en'], 'en', 'hours')).toEqual({ text: '9時から', language: 'ja' });
  });
  it('that are blank or absent, are none', () => {
    expect(ownText(settings, ['ja', 'en'], 'ja', 'ready')).toBeUndefined();
    expect(ownText(PageSettings.fromJSON({}), ['ja'], 'ja', 'hours')).toBeUndefined();
  });
});
