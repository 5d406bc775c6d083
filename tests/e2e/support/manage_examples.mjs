// The reception's page with the tools that manage its terminals, as the program would answer.
import { kUser } from './account_examples.mjs';
import { base, running, terminal } from './staff_examples.mjs';

const second = { ...terminal, serial: 'OM-0002', address: '127.0.0.1:47111', stopped: true, screen: { id: 'waiting', revision: 1, params: { for: 'stopped' }, actions: [] } };
export const state = { ...base, terminals: [{ ...terminal, visit: running, visit_state: 'Pin' }, second] };

const free = { ...terminal, serial: 'OM-0003', address: '127.0.0.1:47112', visit_state: 'ready', page_connected: true };
export const withFree = { ...state, terminals: [...state.terminals, free, { ...free, serial: 'OM-0004', address: '127.0.0.1:47113' }] };

const row = { terminal: 'OM-0001', address: '127.0.0.1:47110', software: '0.1.0', link: 'connected', state: 'Pin', connected: true, stopped: false, visit_runs: true, latency_us: 480, drops_today: 0, visits_today: 41, results_today: 38, model: 'Omote simulated terminal', firmware: 'S1.4.2 11/27/2026', update: { way: 'host', waits: '0.2.0', phase: '', percent: 0, version: '', verdict: '', why: '' } };
export const managed = {
  terminals: [row, { ...row, terminal: 'OM-0002', state: 'Waiting', stopped: true, visit_runs: false, drops_today: 3, visits_today: 0, results_today: 0, update: { ...row.update, way: 'by_hand', version: '0.1.9', verdict: 'taken_back', why: 'omote-terminal.service is failed (exit-code)' } }],
  reception: 'open',
  plan: { again_after_min: 3, restart_at: '', follow: false },
  restart_in_s: null,
};
export const ending = { ...managed, terminals: managed.terminals.map((one, n) => ({ ...one, stopped: true, update: { ...one.update, phase: ['waits', 'installing'][n] } })), reception: 'ending', plan: { again_after_min: 3, restart_at: '12:30', follow: true }, restart_in_s: 412 };

const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => one.setAttribute('open', '')));
const shown = async (page) => {
  await page.waitForSelector('#manage-title');
  await openAll(page);
};

export const manageExamples = [
  { name: 'manage', state, whole: true, answers: { 'GET /api/terminals': managed }, act: shown },
  { name: 'manage_ending', state: { ...state, terminals: state.terminals.map((one) => ({ ...one, stopped: true })) }, whole: true, answers: { 'GET /api/terminals': ending }, act: shown },
  {
    name: 'manage_move_visit',
    state: withFree,
    whole: true,
    answers: { 'GET /api/terminals': managed },
    act: async (page) => {
      await page.click('[data-move] button');
      await page.waitForSelector('[data-move] .sure');
    },
  },
  {
    name: 'manage_reset',
    state,
    whole: true,
    answers: {
      'GET /api/terminals': managed,
      'POST /api/support/reset': { terminal: 'OM-0001', reason: '画面が固まる', state: '白い画面のまま', done: '電源を入れ直した', contact: { name: '見本サポート', phone: '03-0000-0000', hours: '平日9時から' } },
    },
    act: async (page) => {
      await shown(page);
      await page.click('[data-reset=OM-0001] .form button');
      await page.click('[data-reset=OM-0001] .sure .danger');
      await page.waitForSelector('#reset-title');
    },
  },
  { name: 'manage_of_a_user', state, answers: { 'GET /api/terminals': managed, 'GET /api/session': kUser }, act: shown },
];
