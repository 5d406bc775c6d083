// The reception's further pages: insurances that do not count, notices with their slips, figures. Everybody is fictitious.
import { base, terminal, visits } from './staff_examples.mjs';

const person = (name, kana, validity, more = {}) => ({ name, kana, birth: '19790821', validity, insurer: '見本健康保険組合', ...more });
const visit = (id, began, who, more = {}) => ({ ...visits[0], id, began: `2026-11-22T${began}:00+09:00`, person: who, ...more });

export const noticed = [
  visit('N1', '09:38', person('見本　健一', 'ミホン　ケンイチ', '1')),
  visit('N2', '09:31', person('見本　由美', 'ミホン　ユミ', '2')),
  visit('N3', '09:25', person('見本　リー', 'ミホン　リー', '1')),
  visit('N4', '09:20', person('見本　●鷗', 'ミホン　ヨシオ', '3', { name_picture: visits[1].person.name_picture, address_picture: visits[1].person.name_picture })),
  visit('N5', '09:12', person('', '', '4')),
  visit('N6', '09:08', person('', '', '5')),
  visit('N7', '09:02', person('見本　次郎', 'ミホン　ジロウ', '6'), { way: 'pin' }),
];
const note = (id, more = {}) => ({ visit: id, notices: [], certificate_ends: '', loss: '', lost_on: '', address: '', other_name: '', other_kana: '', ...more });
const notes = [
  note('N1', { notices: ['certificate_ends_soon'], certificate_ends: '2027-01-06' }),
  note('N2', { notices: ['certificate_in_grace'], certificate_ends: '2026-10-23', loss: '03', lost_on: '2026-10-31' }),
  note('N3', { notices: ['stay_ends_soon'], certificate_ends: '2028-02-01', other_name: '見本　里依', other_kana: 'ミホン　リイ' }),
  note('N4', { address: '見本県見本市●町七丁目５番５号', loss: '99', lost_on: '2026-11-01' }),
  note('N7', { address: '見本県見本市●町一丁目１番１号' }),
];
const state = { ...base, terminals: [terminal], last_visits: noticed };
const told = { 'GET /api/reception': { notes } };

const count = (pairs) => Object.entries(pairs).map(([name, many]) => ({ name, count: many }));
const two = (n) => String(n).padStart(2, '0');
const fault = (row, cause, many, heading, title) => ({ row, cause, count: many, heading, ...(title === undefined ? {} : { title }) });
const faults = [
  fault('E05', 'cable_loose', 4, { ja: '端末との接続が切れました', en: 'The terminal is not connected' }, { ja: 'LANケーブルが抜けかかっています', en: 'A network cable is loose' }),
  fault('E07', '', 1, { ja: '国のシステムにつながりません', en: 'The national system cannot be reached' }),
];
export const day = {
  span: '2026-11-22',
  first: '2026-11-22',
  last: '2026-11-22',
  kept_since: '2026-09-22',
  missing: [],
  visits: 41,
  outcomes: count({ delivered: 36, kept: 1, cancelled: 3, failed: 1 }),
  ways: count({ face: 27, pin: 9, staff: 2, none: 3 }),
  helped: 4,
  whole: { visits: 37, median: 14.2, p95: 38.4 },
  machine: { visits: 37, median: 1.1, p95: 2.6 },
  faults,
  bars: Array.from({ length: 24 }, (_, hour) => {
    const many = [0, 0, 0, 0, 0, 0, 0, 0, 3, 9, 8, 6, 1, 0, 5, 5, 3, 1][hour] ?? 0;
    return { label: two(hour), visits: many, good: Math.max(0, many - (hour % 2)) };
  }),
};
const month = {
  ...day,
  span: '2026-11',
  first: '2026-11-01',
  last: '2026-11-30',
  kept_since: '2026-11-05',
  missing: ['dropped', 'to_come'],
  visits: 602,
  faults: [],
  bars: Array.from({ length: 30 }, (_, at) => ({ label: `2026-11-${two(at + 1)}`, visits: at < 22 && at % 7 !== 0 ? 30 + ((at * 7) % 13) : 0, good: at < 22 && at % 7 !== 0 ? 27 + ((at * 7) % 13) : 0 })),
};
const none = { ...day, visits: 0, outcomes: count({ delivered: 0, kept: 0, cancelled: 0, failed: 0 }), ways: count({ face: 0, pin: 0, staff: 0, none: 0 }), helped: 0, whole: { visits: 0 }, machine: { visits: 0 }, faults: [], bars: day.bars.map(({ label }) => ({ label, visits: 0, good: 0 })) };

export const figures = { 'GET /api/figures': (asked) => (asked.has('month') ? month : day) };

const openAll = (page) => page.evaluate(() => document.querySelectorAll('main details').forEach((one) => one.setAttribute('open', '')));
const shown = (page) => page.waitForSelector('[data-figures]');

export const receptionExamples = [
  { name: 'noticed', state, answers: told, whole: true, act: (page) => page.waitForSelector('[data-notices]') },
  { name: 'slip', state, answers: told, hash: '#slip' },
  { name: 'slip_soon', state, answers: told, hash: '#slip/N1', whole: true, act: (page) => page.waitForSelector('.slip-day') },
  {
    name: 'slip_grace_a5',
    state,
    answers: told,
    hash: '#slip/N2',
    whole: true,
    act: async (page) => {
      await page.check('input[value=a5]');
      await page.check('input[name=named]');
    },
  },
  { name: 'slip_stay', state, answers: told, hash: '#slip/N3', whole: true, act: (page) => page.waitForSelector('[data-slip=stay_ends_soon]') },
  {
    name: 'figures',
    state,
    answers: figures,
    hash: '#figures',
    whole: true,
    act: async (page) => {
      await shown(page);
      await openAll(page);
    },
  },
  {
    name: 'figures_month',
    state,
    answers: figures,
    hash: '#figures',
    whole: true,
    act: async (page) => {
      await page.click('[data-span=month]');
      await page.waitForSelector('[data-figures="2026-11"]');
    },
  },
  { name: 'figures_none', state, answers: { 'GET /api/figures': none }, hash: '#figures', act: shown },
];
