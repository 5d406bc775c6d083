// The console's page for other programs of the clinic, as the host would answer.
import { state } from './account_examples.mjs';

export const tokens = [
  { name: 'receipt-computer', rights: ['look', 'operate'], made: '2026-11-02' },
  { name: 'monitoring', rights: ['look'], made: '2026-11-20' },
];
export const webhooks = [
  { url: 'http://127.0.0.1:8080/omote', types: [], delivered: 214, failed: 0, dropped: 0, waiting: 0, last_status: 200 },
  { url: 'http://127.0.0.1:18080/a/very/long/path/that/has/to/fit/into/the/narrow/page/of/a/telephone', types: ['visit_ended'], delivered: 12, failed: 3, dropped: 0, waiting: 1, last_status: 0 },
];
const answers = { 'GET /api/tokens': { tokens }, 'GET /api/webhooks': { webhooks }, 'POST /api/tokens': { name: 'chart', rights: ['look'], token: `omote_${'0123456789abcdef'.repeat(4)}` } };

export const programExamples = [
  {
    name: 'programs',
    state,
    hash: '#programs',
    answers,
    act: async (page) => {
      await page.waitForSelector('[data-token]');
      await page.fill('input[name=name]', 'chart');
      await page.click('[data-form=token] button[type=submit]');
      await page.waitForSelector('[data-once]');
    },
  },
];
