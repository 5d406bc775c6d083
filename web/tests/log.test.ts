import { describe, expect, it } from 'vitest';
import { laneOf, logAddress, type LogRecord, merge, noFilter, parseLog, timeLine } from '../console/log';

const record = (sequence: number, time: string, source = 'host'): LogRecord => ({
  sequence, time, source, level: 'info', type: 'x', terminal: '', visit: '', incident: '', words: { ja: '', en: '' }, fits: true, fields: {},
});

describe('The log\'s address', () => {
  it('names only what is asked, in the time of the counter', () => {
    expect(logAddress({ ...noFilter, since: '2026-11-22T09:00', text: ' カード ' }, 904)).toBe(
      'api/log?since=2026-11-22T09%3A00%3A00%2B09%3A00&text=%E3%82%AB%E3%83%BC%E3%83%89&before=904&most=200',
    );
    expect(logAddress(noFilter)).toBe('api/log?most=200');
  });
});

describe('The log\'s answer', () => {
  it('is read field by field', () => {
    const page = parseLog({ records: [{ sequence: '7', time: 't', words: { ja: 'あ', en: 'a' }, fields: { n: 1 } }], next: '3' });
    expect([page.records[0]?.sequence, page.records[0]?.words.ja, page.records[0]?.level, page.next]).toEqual([7, 'あ', '', 3]);
  });

  it.each([[null], ['text'], [{}], [{ records: [null, { sequence: 'x' }], next: {} }]])('that is none, %o, has no records', (json) => {
    expect(parseLog(json)).toEqual({ records: [], next: 0, clockInDoubt: false });
  });

  it('newer than what is known is put before it, each record once', () => {
    expect(merge([record(3, ''), record(2, '')], [record(2, ''), record(1, '')]).map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  });
});

describe('The time line', () => {
  it('puts all on one clock, by where it happened', () => {
    const { marks, ticks } = timeLine([record(3, '2026-11-22T09:00:20+09:00', 'national'), record(2, '2026-11-22T09:00:05+09:00', 'somewhere'), record(1, '2026-11-22T09:00:00+09:00', 'terminal')]);
    expect(marks.map(({ lane, x }) => [lane, x])).toEqual([['national', 1], ['host', 0.25], ['terminal', 0]]);
    expect(ticks[0]).toEqual({ x: 0, time: '09:00:00' });
    expect(ticks.length).toBeLessThanOrEqual(9);
  });

  it('of one moment, of days, and of nothing is drawn', () => {
    expect(timeLine([record(1, '2026-11-22T09:00:00+09:00')]).marks[0]?.x).toBe(0);
    expect(timeLine([record(2, '2026-11-22T09:00:00+09:00'), record(1, '2026-09-22T09:00:00+09:00')]).ticks.length).toBeGreaterThan(3);
    expect(timeLine([record(1, 'soon')])).toEqual({ marks: [], ticks: [] });
  });

  it('on narrow glass has fewer times beside it', () => {
    const records = [record(2, '2026-11-22T09:00:50+09:00'), record(1, '2026-11-22T09:00:00+09:00')];
    expect([timeLine(records).ticks.length, timeLine(records, 3).ticks.length]).toEqual([6, 2]);
  });

  it('knows its lanes', () => {
    expect([laneOf({ source: 'network' }), laneOf({ source: '' })]).toEqual(['network', 'host']);
  });
});
