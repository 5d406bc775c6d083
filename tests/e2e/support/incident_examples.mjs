// States of the console in trouble, with causes and remedies of the catalogue as it stands: which ones does not matter, only
// that each kind of next step is met. Everybody in them is fictitious.
import { join } from 'node:path';
import { readKnowledge } from '../../../web/tools/entries.mjs';
import { root } from './packages.mjs';
import { base, terminal, visits } from './staff_examples.mjs';

export const knowledge = readKnowledge(join(root, 'catalogue'));

// The first entry that has a cause with such a remedy, with that cause first.
function find(fits) {
  for (const entry of knowledge.entries)
    for (const { id } of entry.causes) {
      const remedy = (knowledge.causes[id]?.remedies ?? []).map((one) => knowledge.remedies[one]).find((one) => one !== undefined && fits(one));
      if (remedy !== undefined) return { entry, cause: id, remedy };
    }
  throw new Error('the catalogue has no such remedy');
}

// A code of 29 by 29 modules: no real one, only as dense.
export const qr = Array.from({ length: 29 }, (_, y) =>
  Array.from({ length: 29 }, (_, x) => {
    const finder = (fx, fy) => x >= fx && x < fx + 7 && y >= fy && y < fy + 7;
    const ring = (fx, fy) => Math.max(Math.abs(x - fx - 3), Math.abs(y - fy - 3)) !== 2;
    for (const [fx, fy] of [[0, 0], [22, 0], [0, 22]]) if (finder(fx, fy)) return ring(fx, fy) ? '1' : '0';
    return (x * 7 + y * 5 + x * y) % 3 === 0 ? '1' : '0';
  }).join(''),
).join('/');

const seen = '2026-11-22T09:41:18+09:00';
const evidence = [
  { fact: 'network.carrier', subject: '', value: 'false', speaks_for: true, factor: 30, seen },
  { fact: 'national.reachable', subject: '', value: 'false', speaks_for: true, factor: 4, seen },
  { fact: 'terminal.uptime_h', subject: 'OM-0001', value: '3.5', speaks_for: false, factor: 0.3, seen },
];

function incident({ entry, cause, remedy }, more = {}) {
  const others = entry.causes.filter(({ id }) => id !== cause).slice(0, 3);
  return {
    number: '3K7Q-M2XA-9',
    row: entry.row,
    code: entry.code,
    detail: entry.detail,
    phase: entry.phase,
    who: entry.who,
    severity: 'blocks',
    terminal: 'OM-0001',
    began: '2026-11-22T09:40:58+09:00',
    ended: '',
    state: 'needs_you',
    findings: [
      { cause, probability: 0.78, evidence, missing: ['person.terminal_lamp', 'network.tunnel_up'], remedies: [remedy.id] },
      ...others.map(({ id }, at) => ({ cause: id, probability: 0.12 / (at + 1), evidence: evidence.slice(2), missing: [], remedies: knowledge.causes[id]?.remedies ?? [] })),
      { cause: '', probability: 0.04, evidence: [], missing: [], remedies: [] },
    ],
    next: { kind: 'remedy', id: remedy.id, cause, step: 0, wait_s: 0 },
    tried: [],
    qr,
    ...more,
  };
}

const hand = find((one) => one.kind === 'hand' && one.steps.length >= 3);
const waits = find((one) => one.kind === 'hand' && one.steps.some(({ wait_s }) => wait_s > 0));
const waitsAt = waits.remedy.steps.findIndex(({ wait_s }) => wait_s > 0);
const checks = find((one) => one.kind === 'hand' && one.steps.at(-1)?.check?.fact !== undefined);
const consent = find((one) => one.kind === 'consent');
const automatic = find((one) => one.kind === 'automatic');

export const chosen = { hand, waits, waitsAt, checks, consent, automatic };

const state = (incidents, more = {}) => ({ ...base, terminals: [terminal], last_visits: visits.slice(0, 2), incidents, ...more });

// A fact that meets the check of the last step, and one that does not.
function factOf({ check }, meets) {
  const value = check.is ?? check.not ?? check.over ?? check.under ?? check.has;
  const good = check.not !== undefined ? (typeof value === 'boolean' ? !value : 'other') : check.over !== undefined ? value + 1 : check.under !== undefined ? value - 1 : value;
  const bad = check.not !== undefined ? value : typeof value === 'boolean' ? !value : check.over !== undefined || check.under !== undefined ? value : 'other';
  return { facts: [{ id: check.fact, subject: '', value: String(meets ? good : bad), known: true, unknown: '', seen }] };
}
export const checkFacts = (meets) => factOf(checks.remedy.steps.at(-1), meets);

const selfTest = {
  began: '2026-11-22T08:30:00+09:00',
  ended: '2026-11-22T08:30:09+09:00',
  checks: [
    { name: 'link', terminal: 'OM-0001', result: 'good', row: '', took_ms: 12, detail: '' },
    { name: 'card_reading', terminal: 'OM-0001', result: 'good', row: '', took_ms: 840, detail: '' },
    { name: 'card_camera', terminal: 'OM-0001', result: 'bad', row: hand.entry.row, took_ms: 310, detail: '' },
    { name: 'face_camera', terminal: 'OM-0001', result: 'good', row: '', took_ms: 280, detail: '' },
    { name: 'touch', terminal: 'OM-0001', result: 'skipped', row: '', took_ms: 0, detail: '' },
    { name: 'login', terminal: '', result: 'good', row: '', took_ms: 120, detail: '' },
    { name: 'output', terminal: '', result: 'good', row: '', took_ms: 4, detail: '' },
    { name: 'clock', terminal: '', result: 'good', row: '', took_ms: 20, detail: '' },
  ],
};

const record = (sequence, time, source, level, type, ja, en, more = {}) => ({
  sequence,
  time: `2026-11-22T${time}+09:00`,
  source,
  level,
  type,
  terminal: 'OM-0001',
  visit: '',
  incident: '',
  words: { ja, en },
  fields: {},
  ...more,
});
export const records = [
  record(912, '09:41:20', 'host', 'info', 'incident_closed', 'トラブルが解消しました：番号 3K7Q-M2XA-9', 'Trouble over: number 3K7Q-M2XA-9', { incident: '3K7Q-M2XA-9' }),
  record(911, '09:41:18', 'national', 'info', 'national_changed', '国のシステム：つながりました', 'National system: connected', { terminal: '' }),
  record(910, '09:41:16', 'network', 'info', 'link_changed', '端末との接続：つながりました', 'Link to the terminal: up'),
  record(909, '09:41:05', 'host', 'info', 'remedy_started', '対処を始めました', 'Remedy begun', { incident: '3K7Q-M2XA-9', fields: { remedy: automatic.remedy.id, kind: 'automatic' } }),
  record(908, '09:40:59', 'host', 'warning', 'incident_opened', 'トラブル発生：コード 011、番号 3K7Q-M2XA-9', 'Trouble began: code 011, number 3K7Q-M2XA-9', { incident: '3K7Q-M2XA-9' }),
  record(907, '09:40:58', 'national', 'error', 'national_changed', '国のシステム：応答がありません', 'National system: does not answer', { terminal: '' }),
  record(906, '09:40:57', 'network', 'warning', 'link_changed', '端末との接続：切れました', 'Link to the terminal: down'),
  record(905, '09:40:31', 'terminal', 'info', 'way_chosen', '本人確認の方法：顔', 'Way of identification: face', { visit: '01JDX4M8Q2' }),
  record(904, '09:40:29', 'host', 'info', 'visit_began', 'カードが置かれ、受付が始まりました', 'A card was placed and the visit began', { visit: '01JDX4M8Q2' }),
];
// The viewer's answers: the first page, then the last one.
export const logAnswers = {
  '/api/log': (asked) => (asked.has('before') ? { records: [record(1, '09:12:00', 'host', 'info', 'program_started', '受付を起動しました', 'The host started')], next: 0 } : { records, next: 904 }),
};

export const incidentExamples = [
  { name: 'incident_hand', state: state([incident(hand)]), whole: true },
  {
    name: 'incident_wait',
    state: state([incident(waits, { next: { kind: 'remedy', id: waits.remedy.id, cause: waits.cause, step: waitsAt, wait_s: 43 }, tried: [{ remedy: automatic.remedy.id, result: 'did_not_help', time: seen }] })]),
    whole: true,
  },
  {
    name: 'incident_check',
    state: state([incident(checks, { next: { kind: 'remedy', id: checks.remedy.id, cause: checks.cause, step: checks.remedy.steps.length - 1, wait_s: 0 } })]),
    answers: { '/api/facts': checkFacts(true) },
    hash: '#',
    whole: true,
  },
  {
    name: 'incident_facts',
    state: state([incident(checks, { next: { kind: 'remedy', id: checks.remedy.id, cause: checks.cause, step: checks.remedy.steps.length - 1, wait_s: 0 } })]),
    answers: { '/api/facts': checkFacts(false) },
    hash: '#',
    whole: true,
    act: async (page) => {
      await page.click('.evidence summary');
      await page.click('.others > summary');
    },
  },
  { name: 'incident_consent', state: state([incident(consent)]), whole: true },
  {
    name: 'incident_repairing',
    state: state([incident(automatic, { state: 'repairing', repair: { remedy: automatic.remedy.id, seconds_left: 7, began: seen }, next: undefined })]),
    whole: true,
  },
  {
    name: 'incident_question',
    state: state([incident(hand, { next: { kind: 'question', id: 'person.card_in_sleeve', cause: hand.cause, step: 0, wait_s: 0 } })]),
    whole: true,
  },
  {
    name: 'incident_unknown',
    state: state([
      incident(hand, {
        findings: [{ cause: '', probability: 0.61, evidence, missing: ['network.tunnel_up', 'pc.memory_free_mb'], remedies: [] }],
        next: { kind: '', id: '', cause: '', step: 0, wait_s: 0 },
        tried: [
          { remedy: automatic.remedy.id, result: 'did_not_help', time: '2026-11-22T09:41:05+09:00' },
          { remedy: hand.remedy.id, result: 'failed:time_out', time: '2026-11-22T09:41:12+09:00' },
        ],
      }),
    ]),
    whole: true,
  },
  { name: 'incident_looking', state: state([incident(hand, { state: 'looking', findings: [], next: undefined })]), whole: true },
  {
    name: 'incidents_many',
    state: state(
      [
        incident(consent),
        incident(automatic, { number: '9P2T-00XA-4', terminal: 'OM-0002', state: 'repairing', repair: { remedy: automatic.remedy.id, seconds_left: 12, began: seen } }),
        incident(checks, { number: '7BBQ-M2XK-1', terminal: '', state: 'watching', severity: 'warns', next: undefined }),
        incident(waits, { number: '1ABC-M2XK-2', ended: '2026-11-22T09:20:11+09:00', state: 'over', tried: [{ remedy: waits.remedy.id, result: 'cured', time: '2026-11-22T09:20:00+09:00' }] }),
      ],
      {
        terminals: [
          { ...terminal, screen: { id: 'trouble', revision: 3, params: { code: consent.entry.code, detail: consent.entry.detail, reason: '' }, actions: [] } },
          { ...terminal, serial: 'OM-0002', link: 'lost', screen: undefined },
          { ...terminal, serial: 'OM-0003' },
        ],
        self_test: selfTest,
        collecting: { state: 'done', percent: 100, file: '/var/lib/omote/bundles/omote-20261122-0941.zip', missing: ['terminal_log: the host has no lines of a terminal yet'] },
      },
    ),
    whole: true,
    act: async (page) => page.click('.over summary'),
  },
  {
    name: 'morning_running',
    state: state([], {
      self_test: { ...selfTest, ended: '', checks: selfTest.checks.map((check, at) => (at < 4 ? { ...check, result: 'good', row: '' } : { ...check, result: 'running', took_ms: 0 })) },
      collecting: { state: 'running', percent: 43, file: '', missing: [] },
    }),
    whole: true,
  },
  { name: 'log', state: state([]), answers: logAnswers, hash: '#log' },
  { name: 'catalogue', state: state([]), hash: '#catalogue' },
  {
    name: 'catalogue_entry',
    state: state([]),
    hash: `#catalogue/${waits.entry.row}`,
    whole: true,
    act: async (page) => {
      for (const summary of await page.locator('[data-entry] summary').all()) await summary.click();
    },
  },
];
