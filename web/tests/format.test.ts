import { describe, expect, it } from 'vitest';
import { age, clockTime, date, duration, hex, japaneseEra, parseDay, shortTime } from '../shared/format';
import { retryDelay, socketAddress } from '../shared/socket';

describe('Durations', () => {
  it.each([
    [0, '0.00 s'],
    [420, '0.42 s'],
    [1250, '1.3 s'],
    [14_200, '14 s'],
    [59_600, '1 min 0 s'],
    [80_000, '1 min 20 s'],
  ])('of %d ms read %s', (ms, text) => {
    expect(duration(ms, 'en')).toBe(text);
  });

  it('read in Japanese', () => {
    expect([duration(420, 'ja'), duration(80_000, 'ja')]).toEqual(['0.42秒', '1分20秒']);
  });

  it.each([
    [480, '480 µs'],
    [1500, '1.5 ms'],
    [12_800, '13 ms'],
  ])('of %d µs read %s', (us, text) => {
    expect(shortTime(us)).toBe(text);
  });
});

describe('Dates', () => {
  it.each([
    ['19850412', '1985年（昭和60年）4月12日'],
    ['1989-01-07', '1989年（昭和64年）1月7日'],
    ['1989-01-08', '1989年（平成元年）1月8日'],
    ['20190501', '2019年（令和元年）5月1日'],
    ['19120729', '1912年（明治45年）7月29日'],
  ])('%s reads %s', (text, read) => {
    expect(date(text, 'ja')).toBe(read);
  });

  it('read in English', () => {
    expect(date('19850412', 'en')).toBe('12 April 1985');
  });

  it('that are none stay as they are', () => {
    expect([date('', 'ja'), date('19851399', 'en'), parseDay('1985041')]).toEqual(['', '19851399', undefined]);
  });

  it('before the calendar changed have no era', () => {
    expect(japaneseEra({ year: 1872, month: 12, day: 2 })).toBe('');
  });

  it.each([
    ['19500412', '2026-04-11T09:00:00+09:00', 75],
    ['19500412', '2026-04-12T09:00:00+09:00', 76],
    ['20040229', '2026-02-28', 21],
  ])('of birth %s make, at %s, an age of %d', (birth, today, years) => {
    expect(age(birth, today)).toBe(years);
  });

  it('of birth that are unknown make no age', () => {
    expect(age('', '2026-04-12')).toBeUndefined();
  });

  it('show the clock of the counter, not of the browser', () => {
    expect([clockTime('2026-11-22T09:41:20+09:00'), clockTime('2026-11-22T09:41:20+09:00', true), clockTime('soon')]).toEqual(['09:41', '09:41:20', 'soon']);
  });
});

describe('Hex', () => {
  it('is set in bytes', () => {
    expect(hex('00a4040c0A')).toBe('00 A4 04 0C 0A');
  });

  it('that is long is cut in the middle', () => {
    expect(hex('AB'.repeat(20), 16)).toBe('AB AB AB AB … AB AB AB AB');
  });

  it('that is masked stays as it is', () => {
    expect(hex('0020008004XXXX')).toBe('0020008004XXXX');
  });
});

describe('Socket', () => {
  it('comes back quickly at first and never later than every two seconds', () => {
    expect([0, 1, 2, 3, 9].map(retryDelay)).toEqual([250, 500, 1000, 2000, 2000]);
  });

  it('is on the page\'s own origin', () => {
    expect(socketAddress({ protocol: 'http:', host: '127.0.0.1:8001' })).toBe('ws://127.0.0.1:8001/socket');
    expect(socketAddress({ protocol: 'https:', host: 'reception' })).toBe('wss://reception/socket');
  });
});
