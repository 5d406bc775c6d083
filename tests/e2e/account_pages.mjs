// Signing in and out, the first administrator, accounts: what is sent, what is said, and that the keyboard alone is enough.
import { begun, kFirst, kOut, kUser, staff, state } from './support/account_examples.mjs';
import { findBarriers } from './support/browser.mjs';
import { kSignedIn, refused } from './support/mock.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';
import { kStaffGlasses, tabTo, withPage } from './staff_pages.mjs';

const kRefused = /the server responded with a status of 4/;
const kTicket = 'ab'.repeat(32);

// A program that knows who is signed in.
function program(session, more = {}) {
  const now = { session };
  const enter = () => {
    now.session = kSignedIn;
    return kSignedIn;
  };
  const answers = {
    'GET /api/session': () => now.session,
    'POST /api/session': enter,
    'POST /api/session/first': enter,
    'DELETE /api/session': () => {
      now.session = kOut;
      return {};
    },
    'GET /api/staff': { staff },
    'POST /api/staff': {},
    'POST /api/staff/role': {},
    'POST /api/staff/remove': {},
    'POST /api/staff/password': {},
    'POST /api/session/password': {},
    'POST /api/session/totp': (_, body) => (body.code === undefined ? begun : {}),
    ...more,
  };
  return { now, answers };
}

const calls = (mock) => mock.sent.filter(({ path }) => path !== '/api/session/activity').map(({ method, path, body }) => [`${method} ${path}`, body]);

export function accountPages(browser, built) {
  const on = (what, { answers }, run, { hash = '', expects } = {}) =>
    test(`Accounts, ${what}`, () => withPage(browser, built, 'console', { state, answers, hash, expects }, kStaffGlasses[0], run));

  on('signing in, is done by keyboard alone', program(kOut), async ({ mock, page }) => {
    await tabTo(page, 'input[name=name]');
    await page.keyboard.type('見本 花子');
    await page.keyboard.press('Tab');
    await page.keyboard.type('mint boat 42 kettle');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-place=reception]');
    equal(calls(mock), [['POST /api/session', { name: '見本 花子', password: 'mint boat 42 kettle' }]], 'what was sent');
    ensure(mock.sent.every(({ mark }) => mark === '1'), 'a call carries no mark');
    ensure(((await page.textContent('.who')) ?? '').includes('見本 花子'), 'nobody is named');
  });

  const wrong = program(kOut, { 'POST /api/session': refused(401, 'sign_in_wrong') });
  on('a wrong password, is told and keeps what was typed', wrong, async ({ page }) => {
    await page.fill('input[name=name]', 'x');
    await page.fill('input[name=password]', 'y');
    await page.click('button[type=submit]');
    await page.waitForSelector('[role=alert]');
    ensure(((await page.textContent('[role=alert]')) ?? '').includes('名前かパスワードがちがいます'), 'other words');
    equal(await page.inputValue('input[name=name]'), 'x', 'the name');
    none(await findBarriers(page), 'barriers');
  }, { expects: kRefused });

  const waits = program(kOut, { 'POST /api/session': refused(429, 'too_many_tries', { wait_s: 30 }) });
  on('too many tries, tell how long to wait', waits, async ({ page }) => {
    await page.fill('input[name=name]', 'x');
    await page.fill('input[name=password]', 'y');
    await page.click('button[type=submit]');
    await page.waitForSelector('[role=alert]');
    ensure(((await page.textContent('[role=alert]')) ?? '').includes('30秒'), 'the time is not told');
  }, { expects: kRefused });

  const codes = program(kOut);
  const enter = codes.answers['POST /api/session'];
  codes.answers['POST /api/session'] = (query, body) => (body.code === undefined ? refused(401, 'code_needed', { field: 'code' }) : body.code === '123456' ? enter() : refused(401, 'code_wrong', { field: 'code' }));
  on('one-time codes, are asked for after the password, by keyboard alone', codes, async ({ mock, page }) => {
    await tabTo(page, 'input[name=name]');
    await page.keyboard.type('x');
    await page.keyboard.press('Tab');
    await page.keyboard.type('y');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'code');
    equal(await page.locator('[role=alert]').count(), 0, 'the number of mistakes told');
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-place=reception]');
    equal(calls(mock).at(-1), ['POST /api/session', { name: 'x', password: 'y', code: '123456' }], 'what was sent last');
  }, { expects: kRefused });

  on('a link, opens the page signed in and leaves the address', program(kOut), async ({ mock, page }) => {
    await page.waitForSelector('[data-place=reception]');
    equal(calls(mock), [['POST /api/session', { ticket: kTicket }]], 'what was sent');
    ensure(!page.url().includes(kTicket), 'the ticket stands in the address');
  }, { hash: `#ticket=${kTicket}` });

  const first = program(kFirst);
  on('the first administrator, is made by keyboard alone', first, async ({ mock, page }) => {
    await tabTo(page, 'input[name=code]');
    for (const text of ['1234 5678', '花子', 'mint boat 42 kettle', 'mint boat 42 kettlE']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    equal(calls(mock), [], 'what was sent with two different passwords');
    await page.fill('input[name=again]', 'mint boat 42 kettle');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-place=reception]');
    equal(calls(mock), [['POST /api/session/first', { code: '1234 5678', name: '花子', password: 'mint boat 42 kettle' }]], 'what was sent');
  });

  on('signing out, ends at the form', program(kSignedIn), async ({ mock, page }) => {
    await page.click('[data-act=sign-out]');
    await page.waitForSelector('[data-form=sign-in]');
    equal(calls(mock), [['DELETE /api/session', {}]], 'what was sent');
    equal(await page.locator('[data-terminal]').count(), 0, 'terminals that are still shown');
  });

  const ending = program(kSignedIn);
  on('a session that ends, leads to the form', ending, async ({ mock, page }) => {
    ending.now.session = kOut;
    mock.cut();
    await page.waitForSelector('[data-form=sign-in]');
    equal(await page.locator('[data-terminal]').count(), 0, 'terminals that are still shown');
  });

  on('a user, sees no button that would be refused', program(kUser), async ({ page }) => {
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => one.setAttribute('open', '')));
    equal(await page.locator('[data-pair], .terminal .details > button').count(), 0, 'buttons of administrators');
    ensure((await page.locator('[data-check-in]').count()) === 1, 'check-in cannot be stopped');
    await page.click('[data-nav=staff]');
    await page.waitForSelector('[data-form=own-password]');
    equal(await page.locator('[data-member], [data-form=add]').count(), 0, 'accounts of others');
  });

  on('a new account, is added by keyboard alone', program(kSignedIn), async ({ mock, page }) => {
    await page.waitForSelector('[data-form=add]');
    await tabTo(page, '[data-form=add] input[name=name]');
    await page.keyboard.type('新人');
    await page.keyboard.press('Tab');
    await page.keyboard.type('seven green umbrellas');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown'); // the next role
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('[data-form=add] input[name=name]')?.value === '');
    equal(calls(mock), [['POST /api/staff', { name: '新人', password: 'seven green umbrellas', role: 'administrator' }]], 'what was sent');
  }, { hash: '#staff' });

  const taken = program(kSignedIn, { 'POST /api/staff': refused(409, 'staff_name_taken', { field: 'name' }) });
  on('a name that is taken, is told at its field', taken, async ({ page }) => {
    await page.fill('[data-form=add] input[name=name]', '見本 太郎');
    await page.click('[data-form=add] button[type=submit]');
    await page.waitForSelector('[data-form=add] input[name=name][aria-invalid=true]');
    none(await findBarriers(page), 'barriers');
  }, { hash: '#staff', expects: kRefused });

  on('an account, changes role and goes only after a question', program(kSignedIn), async ({ mock, page }) => {
    const row = page.locator('[data-member="見本 太郎"]');
    await row.locator('summary').click();
    await row.locator('[data-act=role]').click();
    await row.locator('button.danger').click();
    equal(calls(mock).map(([what]) => what), ['POST /api/staff/role'], 'what was sent before the answer');
    await row.locator('.sure .danger').click();
    await page.waitForTimeout(100);
    equal(calls(mock), [['POST /api/staff/role', { name: '見本 太郎', role: 'administrator' }], ['POST /api/staff/remove', { name: '見本 太郎' }]], 'what was sent');
  }, { hash: '#staff' });

  const hostile = '<img src=x onerror="document.title=1">';
  const strangers = program({ ...kSignedIn, name: hostile }, { 'GET /api/staff': { staff: [{ name: hostile, role: 'user', totp: false }] } });
  on('a name that looks like a page, is shown as text', strangers, async ({ page }) => {
    await page.waitForSelector('[data-member]');
    equal(await page.textContent('[data-member] h3'), hostile, 'the name in the list');
    ensure(((await page.textContent('.who')) ?? '').includes(hostile), 'the name at the top is another one');
    equal(await page.locator('.who img, [data-member] img').count(), 0, 'pictures made of a name');
  }, { hash: '#staff' });

  on('one-time codes, are begun and confirmed', program(kSignedIn), async ({ mock, page }) => {
    await page.fill('[data-form=codes-begin] input[name=password]', 'mint boat 42 kettle');
    await page.click('[data-act=codes]');
    await page.waitForSelector('.qr');
    await page.fill('[data-form=codes] input[name=code]', '123456');
    await page.click('[data-form=codes] button[type=submit]');
    await page.waitForSelector('[data-act=codes]');
    equal(calls(mock), [['POST /api/session/totp', { password: 'mint boat 42 kettle' }], ['POST /api/session/totp', { code: '123456' }]], 'what was sent');
  }, { hash: '#staff' });

  const own = program(kSignedIn, { 'POST /api/session/password': (_, body) => (body.old === 'right' ? {} : refused(403, 'password_wrong', { field: 'old' })) });
  on('the own password, is changed with the present one only', own, async ({ mock, page }) => {
    const type = async (old, next, again) => {
      await page.fill('[data-form=own-password] input[name=old]', old);
      await page.fill('[data-form=own-password] input[name=new]', next);
      await page.fill('[data-form=own-password] input[name=again]', again);
      await page.click('[data-form=own-password] button[type=submit]');
    };
    await type('right', 'seven green umbrellas', 'other');
    await page.waitForSelector('[data-form=own-password] input[name=again][aria-invalid=true]');
    equal(calls(mock), [], 'what was sent with two different passwords');
    await type('wrong', 'seven green umbrellas', 'seven green umbrellas');
    await page.waitForSelector('[data-form=own-password] input[name=old][aria-invalid=true]');
    await type('right', 'seven green umbrellas', 'seven green umbrellas');
    await page.waitForSelector('[data-form=own-password] [role=status]');
  }, { hash: '#staff', expects: kRefused });
}
