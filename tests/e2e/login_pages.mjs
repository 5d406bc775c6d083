// Login names of the terminals: what is sent, what is said, and that the keyboard alone is enough.
import { kUser } from './support/account_examples.mjs';
import { findBarriers } from './support/browser.mjs';
import { adapterOff, environment, logins, many, none as nobody, state } from './support/login_examples.mjs';
import { refused } from './support/mock.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';
import { kStaffGlasses, tabTo, withPage } from './staff_pages.mjs';
import { base } from './support/staff_examples.mjs';

const kRefused = /the server responded with a status of 4/;
const calls = (mock) => mock.sent.filter(({ path }) => path === '/api/accounts').map(({ method, body }) => [method, body]);

export function loginPages(browser, built) {
  const on = (what, told, run, { answers = {}, at = state, expects } = {}) =>
    test(`Login names, ${what}`, () =>
      withPage(
        browser,
        built,
        'console',
        {
          state: at,
          hash: '#logins',
          expects,
          answers: { 'GET /api/accounts': told, 'GET /api/environment': environment, 'POST /api/accounts': {}, 'PUT /api/accounts': {}, 'DELETE /api/accounts': {}, ...answers },
        },
        kStaffGlasses[0],
        async (opened) => {
          await opened.page.waitForSelector('#logins-title');
          await run(opened);
        },
      ));

  on('adding one, is done by keyboard alone', logins, async ({ mock, page }) => {
    await tabTo(page, 'input[name=login]');
    await page.keyboard.type('F099000002');
    for (const word of ['Kagi-4711', 'Kagi-4711']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(word);
    }
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]:has-text("OM-0002")');
    equal(calls(mock), [['POST', { login: 'F099000002', terminal: 'OM-0002', password: 'Kagi-4711' }]], 'what was sent');
    ensure(mock.sent.every(({ mark }) => mark === '1'), 'a call carries no mark');
    equal(await page.inputValue('input[name=password]'), '', 'the password stays in the page');
  });

  on('a wrong form of the name, is said while it is typed', logins, async ({ page }) => {
    for (const [typed, words] of [['X0123456', 'F0（エフ・ゼロ'], ['F0 1234', '空白が入って'], ['F0１２３４', '半角'], ['F012', '4〜18けた']]) {
      await page.fill('input[name=login]', typed);
      ensure(((await page.textContent('[data-form=add-login]')) ?? '').includes(words), `no word about ${typed}`);
    }
    none(await findBarriers(page), 'barriers');
  });

  on('a name that is taken, is told at its field', logins, async ({ page }) => {
    await page.fill('input[name=login]', 'F099000001');
    await page.fill('input[name=password]', 'x');
    await page.fill('input[name=again]', 'x');
    await page.click('[data-form=add-login] button[type=submit]');
    await page.waitForSelector('input[name=login][aria-invalid=true]');
    ensure(((await page.textContent('[data-form=add-login] [role=alert]')) ?? '').includes('登録ずみ'), 'other words');
    none(await findBarriers(page), 'barriers');
  }, { answers: { 'POST /api/accounts': refused(409, 'device_registered', { field: 'login' }) }, expects: kRefused });

  on('two passwords that differ, are sent nowhere', logins, async ({ mock, page }) => {
    await page.fill('input[name=password]', 'one');
    await page.fill('input[name=again]', 'two');
    await page.click('[data-form=add-login] button[type=submit]');
    await page.waitForSelector('input[name=again][aria-invalid=true]');
    equal(calls(mock), [], 'what was sent');
  });

  on('no terminal to register, says why and offers the reset', nobody, async ({ mock, page }) => {
    ensure(await page.isDisabled('#new-login-title >> xpath=../.. >> button'), 'the button can be pressed');
    ensure(((await page.textContent('[data-none=adapter_disabled]')) ?? '').includes('無効'), 'no reason');
    const wish = mock.up((message) => message.run_remedy !== undefined);
    await page.click('[data-act=remedy]');
    equal((await wish).run_remedy, { incident: '7K2P', remedy: 'adapter_up' }, 'the wish');
  }, { at: { ...base, incidents: [adapterOff] } });

  on('a lock, is told with the time that is left', many, async ({ page }) => {
    ensure(/あと12分3\d秒|あと12分2\d秒/.test((await page.textContent('[data-login=F099000001] [data-lock]')) ?? ''), 'no time');
  });

  on('new password, other terminal, start and removal, are sent', { ...logins, accounts: [{ ...logins.accounts[0], stopped: true }] }, async ({ mock, page }) => {
    const wish = mock.up((message) => message.switch_check_in !== undefined);
    await page.click('[data-act=start]');
    equal((await wish).switch_check_in, { terminal: 'OM-0001', open: true }, 'the wish');
    await page.click('[data-login] summary');
    await page.fill('[data-form=login-password] input', 'Neu-0815');
    await page.click('[data-form=login-password] button');
    await page.waitForSelector('[data-login] [role=status]');
    await page.click('[data-form=login-terminal] button');
    await page.click('[data-login] .danger');
    await page.click('.sure .danger');
    await page.waitForFunction(() => document.querySelector('.sure') === null);
    equal(calls(mock), [['PUT', { login: 'F099000001', password: 'Neu-0815' }], ['PUT', { login: 'F099000001', terminal: 'OM-0002' }], ['DELETE', { login: 'F099000001' }]], 'what was sent');
  });

  on('somebody who may not change them, sees them without forms', logins, async ({ page }) => {
    equal(await page.locator('form').count(), 0, 'forms');
    ensure((await page.locator('[data-login]').count()) === 1, 'no login name is shown');
  }, { answers: { 'GET /api/session': kUser } });
}
