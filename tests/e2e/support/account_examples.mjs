// The console's pages around accounts, as the program would answer. Everybody in them is fictitious.
import { kSignedIn } from './mock.mjs';
import { base, terminal } from './staff_examples.mjs';

export const state = { ...base, terminals: [terminal], found: [{ serial: 'OM-0002', address: '127.0.0.1:47111', state: 'found' }] };

export const staff = [
  { name: '見本 花子', role: 'administrator', totp: true },
  { name: '見本 太郎', role: 'user', totp: false },
  { name: 'とても長い名前でもページからはみ出さないことを確かめるための見本の係', role: 'user', totp: true },
];

// "OMOTE" again and again, as a program would draw it: rows of a QR code of version 1 in looks only.
const qr = Array.from({ length: 21 }, (_, y) => Array.from({ length: 21 }, (_, x) => ((x * 7 + y * 5 + ((x * y) % 3)) % 2 === 0 ? '1' : '0')).join('')).join('/');
export const begun = { name: '見本 花子', secret: 'MZXW6YTBOIQGC3TEEBRGC4RAMFXGI', address: 'otpauth://totp/Omote:x?secret=MZXW6YTBOI&issuer=Omote', qr };

export const kOut = { signed_in: false, first_start: false };
export const kFirst = { signed_in: false, first_start: true };
export const kUser = { ...kSignedIn, name: '見本 太郎', role: 'user', rights: ['look', 'operate'] };

const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => one.setAttribute('open', '')));

export const accountExamples = [
  { name: 'sign_in', state, answers: { 'GET /api/session': kOut } },
  { name: 'first_start', state, answers: { 'GET /api/session': kFirst } },
  {
    name: 'accounts',
    state,
    hash: '#staff',
    answers: { 'GET /api/staff': { staff }, 'POST /api/session/totp': begun },
    act: async (page) => {
      await page.waitForSelector('[data-member]');
      await openAll(page);
      await page.click('[data-act=codes]');
      await page.waitForSelector('.qr');
    },
  },
  { name: 'accounts_of_a_user', state, hash: '#staff', answers: { 'GET /api/session': kUser } },
  { name: 'reception_of_a_user', state, answers: { 'GET /api/session': kUser } },
  { name: 'accounts_by_link', state, hash: '#staff', answers: { 'GET /api/session': { ...kSignedIn, name: 'ticket', totp: undefined }, 'GET /api/staff': { staff: [] } } },
];
