// The page of the terminals' login names, as the program would answer. All names are fictitious.
import { kSignedIn } from './mock.mjs';
import { kUser } from './account_examples.mjs';
import { base, terminal } from './staff_examples.mjs';

const second = { ...terminal, serial: 'OM-0002', address: '127.0.0.1:47111' };
export const state = { ...base, terminals: [terminal, second] };

const row = { login: 'F099000001', terminal: 'OM-0001', since: '2026-11-20T08:12:00.000+09:00', from: 'people', password: 'kept', paired: true, connected: true, stopped: false, state: 'connected', lock_left_s: 0 };
const others = [{ environment: 'production', accounts: [{ login: 'F0310000011', terminal: 'OM-0001', since: '2026-11-01T08:00:00.000+09:00' }] }];

export const logins = {
  environment: 'verification',
  accounts: [row],
  without: [{ terminal: 'OM-0002', connected: true, elsewhere: false }],
  none_because: '',
  others,
};
export const many = {
  ...logins,
  accounts: [
    { ...row, state: 'login_locked', lock_left_s: 754 },
    { ...row, login: 'F099000002', terminal: 'OM-0002', state: 'login_wrong_password', from: 'settings', password: 'file' },
    { ...row, login: 'F099000003', terminal: 'OM-0003', stopped: true, password: 'unreadable' },
    { ...row, login: 'F099000004', terminal: 'OM-0004', paired: false, connected: false, state: '', since: '' },
  ],
};
export const none = { ...logins, accounts: [], without: [], none_because: 'adapter_disabled' };

export const adapterOff = {
  number: '7K2P', row: 'Q08', code: 'Q08', detail: '', phase: 'start', who: 'staff', severity: 'blocks', terminal: '', visit: '',
  began: '2026-11-22T09:40:00+09:00', ended: '', state: 'needs_you',
  findings: [{ cause: 'spare_adapter_disabled', probability: 0.9, evidence: [], missing: [], remedies: ['adapter_up'] }],
  next: { kind: 'remedy', id: 'adapter_up', cause: 'spare_adapter_disabled', step: 0, wait_s: 0 }, tried: [], also: [], qr: '',
};

export const environment = {
  environment: 'verification', from: 'settings', can_restart: true, next: '',
  environments: [
    { name: 'verification', host: 'oqs.verification.example', accounts: [{ login: 'F099000001', terminal: 'OM-0001' }] },
    { name: 'production', host: 'oqs.example', accounts: [] },
  ],
  simulated_readers: [],
};

const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => one.setAttribute('open', '')));
const answers = (told, more = {}) => ({ 'GET /api/accounts': told, 'GET /api/environment': environment, ...more });
const shown = async (page) => {
  await page.waitForSelector('#logins-title');
  await openAll(page);
};

export const loginExamples = [
  { name: 'logins', state, hash: '#logins', whole: true, answers: answers(logins), act: shown },
  { name: 'logins_in_trouble', state, hash: '#logins', whole: true, answers: answers(many), act: shown },
  { name: 'logins_none_because', state: { ...base, incidents: [adapterOff] }, hash: '#logins', answers: answers(none), act: shown },
  { name: 'logins_of_a_user', state, hash: '#logins', answers: answers(logins, { 'GET /api/session': { ...kSignedIn, ...kUser } }), act: shown },
];
