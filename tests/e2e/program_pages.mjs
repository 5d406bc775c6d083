// Tokens and webhooks: what is sent, what is said, and that the keyboard alone is enough.
import { state } from './support/account_examples.mjs';
import { refused } from './support/mock.mjs';
import { tokens, webhooks } from './support/program_examples.mjs';
import { ensure, equal, test } from './support/runner.mjs';
import { kStaffGlasses, withPage } from './staff_pages.mjs';

const kRefused = /the server responded with a status of 4/;
const calls = (mock) => mock.sent.filter(({ path, method }) => method === 'POST' && path !== '/api/session/activity').map(({ path, body }) => [path, body]);

export function programPages(browser, built) {
  const on = (what, more, run, options = {}) =>
    test(`Programs, ${what}`, () =>
      withPage(browser, built, 'console', { state, hash: '#programs', answers: { 'GET /api/tokens': { tokens }, 'GET /api/webhooks': { webhooks }, ...more }, ...options }, kStaffGlasses[0], run));

  on('a token, is made by keyboard alone and shown once', { 'POST /api/tokens': { name: 'chart', rights: ['look'], token: 'omote_1234' } }, async ({ mock, page }) => {
    await page.waitForSelector('[data-token]');
    await page.focus('[data-form=token] input[name=name]');
    await page.keyboard.type('chart');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-once]');
    equal(await page.textContent('[data-once]'), 'omote_1234', 'the token');
    equal(calls(mock), [['/api/tokens', { name: 'chart', rights: ['look', 'operate'] }]], 'what was sent');
    await page.click('.once button');
    equal(await page.locator('[data-once]').count(), 0, 'the token, after it was noted');
  });

  on('a wrong address, is told at its field and stays', { 'POST /api/webhooks': refused(400, 'webhook_address_wrong', { field: 'url' }) }, async ({ page }) => {
    await page.fill('input[name=url]', 'http://example.com/');
    await page.click('[data-form=webhook] button[type=submit]');
    await page.waitForSelector('[role=alert]');
    ensure(((await page.textContent('[role=alert]')) ?? '').includes('このパソコンの中'), 'other words');
    equal(await page.inputValue('input[name=url]'), 'http://example.com/', 'the address');
  }, { expects: kRefused });

  on('a token, is removed only after a question', { 'POST /api/tokens/remove': {} }, async ({ mock, page }) => {
    await page.click('[data-token=monitoring] button');
    equal(calls(mock), [], 'what was sent before the answer');
    await page.click('[data-token=monitoring] button.danger');
    await page.waitForTimeout(200);
    equal(calls(mock), [['/api/tokens/remove', { name: 'monitoring' }]], 'what was sent');
  });
}
