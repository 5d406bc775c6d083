// Managing the terminals: what is sent, what is said, and that the keyboard alone is enough.
import { kUser } from './support/account_examples.mjs';
import { findBarriers } from './support/browser.mjs';
import { ending, managed, state, withFree } from './support/manage_examples.mjs';
import { refused } from './support/mock.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';
import { kStaffGlasses, tabTo, withPage } from './staff_pages.mjs';

const kRefused = /the server responded with a status of 4/;
const calls = (mock) => mock.sent.filter(({ path }) => path.startsWith('/api/terminals')).map(({ method, path, body }) => [`${method} ${path}`, body]);

export function managePages(browser, built) {
  const on = (what, told, run, { answers = {}, expects, told: shown = state } = {}) =>
    test(`Managing terminals, ${what}`, () =>
      withPage(
        browser,
        built,
        'console',
        { state: shown, expects, answers: { 'GET /api/terminals': told, 'POST /api/terminals': { ...told, refused: [] }, 'PUT /api/terminals/plan': told, ...answers } },
        kStaffGlasses[0],
        async (opened) => {
          await opened.page.waitForSelector('#manage-title');
          await run(opened);
        },
      ));

  on('starting and stopping all and the end of reception, are done by keyboard alone', managed, async ({ mock, page }) => {
    for (const action of ['start', 'stop']) {
      await tabTo(page, `[data-all=${action}]`);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, '.sure .danger');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.sure') === null);
    equal(calls(mock), ['start', 'stop', 'end'].map((action) => ['POST /api/terminals', { action, all: true }]), 'what was sent');
  });

  on('the day of each terminal, is shown', managed, async ({ page }) => {
    const of = async (serial) => (await page.textContent(`[data-terminal=${serial}] [data-today]`)) ?? '';
    ensure((await of('OM-0001')).includes('41件') && (await of('OM-0001')).includes('93%'), 'other figures');
    ensure((await of('OM-0002')).includes('3回') && !(await of('OM-0002')).includes('%'), 'a rate of no visits');
  });

  on('a reception that ends and a restart that comes, are told', ending, async ({ page }) => {
    ensure(((await page.textContent('[data-reception=ending]')) ?? '') !== '', 'nothing is told');
    ensure(((await page.textContent('[data-restart-soon]')) ?? '').includes('あと7分'), 'another time');
    none(await findBarriers(page), 'barriers');
  });

  on('a visit, moves to a terminal that is ready, and a refusal is told', managed, async ({ mock, page }) => {
    const moves = () => mock.sent.filter(({ path }) => path === '/api/visits/move').map(({ body }) => body);
    equal(await page.locator('[data-move]').count(), 1, 'visits that can move');
    equal(await page.locator('[data-move] option').allTextContents(), ['OM-0003', 'OM-0004'], 'terminals to move to');
    await page.selectOption('[data-move] select', 'OM-0004');
    await tabTo(page, '[data-move] button');
    await page.keyboard.press('Enter');
    ensure(((await page.textContent('[data-move] .sure p')) ?? '').includes('OM-0004'), 'it is not said where to');
    none(await findBarriers(page), 'barriers');
    equal(moves(), [], 'what was sent before it was sure');
    await page.click('[data-move] .sure .danger');
    await page.waitForSelector('[data-move] [role=alert]');
    equal(moves(), [{ from: 'OM-0001', to: 'OM-0004' }], 'what was sent');
  }, { told: withFree, answers: { 'POST /api/visits/move': refused(409, 'move_to_busy', { field: 'to' }) }, expects: kRefused });

  const last = { terminal: 'OM-0001', reason: '画面が固まる', state: '白い画面', done: '入れ直した', contact: { name: '見本サポート', phone: '03-0000-0000', hours: '平日9時から' } };
  on('a reset, asks three things and for sureness, and tells what to send', managed, async ({ mock, page }) => {
    const sent = () => mock.sent.filter(({ path }) => path === '/api/support/reset').map(({ body }) => body);
    await page.click('[data-terminal=OM-0001] > details > summary');
    await tabTo(page, '[data-reset=OM-0001] > summary');
    await page.keyboard.press('Enter');
    for (const name of ['reason', 'state', 'done']) {
      await tabTo(page, `[data-reset=OM-0001] input[name=${name}]`);
      await page.keyboard.insertText(last[name]);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    equal(sent(), [], 'what was sent before it was sure');
    none(await findBarriers(page), 'barriers');
    await tabTo(page, '[data-reset=OM-0001] .sure .danger');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#reset-title');
    equal(sent(), [{ terminal: 'OM-0001', reason: last.reason, state: last.state, done: last.done }], 'what was sent');
    const told = (await page.textContent('#reset-title >> xpath=../..')) ?? '';
    ensure(['白い画面', '03-0000-0000', '自動では何も送りません'].every((text) => told.includes(text)), `it says ${told}`);
    none(await findBarriers(page), 'barriers');
  }, { answers: { 'POST /api/support/reset': last } });

  on('a reset that lacks an answer, is refused at its field', managed, async ({ page }) => {
    await page.click('[data-terminal=OM-0001] > details > summary');
    await page.click('[data-reset=OM-0001] > summary');
    await page.click('[data-reset=OM-0001] .form button');
    await page.click('[data-reset=OM-0001] .sure .danger');
    await page.waitForSelector('[data-reset=OM-0001] input[name=state][aria-invalid=true]');
  }, { answers: { 'POST /api/support/reset': refused(400, 'reset_answer_missing', { field: 'state' }) }, expects: kRefused });

  on('a user, cannot reset a terminal', managed, async ({ page }) => {
    equal(await page.locator('[data-reset]').count(), 0, 'resets offered');
  }, { answers: { 'GET /api/session': kUser } });

  on('a plan that cannot be, is told at its field and keeps what was typed', managed, async ({ mock, page }) => {
    await page.click('#manage-title >> xpath=../.. >> summary');
    await page.fill('input[name=again_after_min]', 'nine');
    await page.fill('input[name=restart_at]', '3 o\'clock');
    await page.selectOption('select[name=follow]', 'yes');
    await page.click('[data-form=plan] button');
    await page.waitForSelector('input[name=again_after_min][aria-invalid=true]');
    equal(calls(mock), [['PUT /api/terminals/plan', { again_after_min: -1, restart_at: "3 o'clock", follow: true }]], 'what was sent');
    equal(await page.inputValue('input[name=restart_at]'), "3 o'clock", 'what was typed');
    none(await findBarriers(page), 'barriers');
  }, { answers: { 'PUT /api/terminals/plan': refused(400, 'again_after_wrong', { field: 'again_after_min' }) }, expects: kRefused });

  on('a restart during a visit, is refused in words', managed, async ({ mock, page }) => {
    await page.click('[data-terminal=OM-0001] details summary');
    await page.click('[data-restart=OM-0001] button');
    await page.click('[data-restart=OM-0001] .danger');
    await page.waitForSelector('#manage-title >> xpath=../.. >> [role=alert]');
    equal(calls(mock), [['POST /api/terminals', { action: 'restart', terminals: ['OM-0001'] }]], 'what was sent');
  }, { answers: { 'POST /api/terminals': refused(409, 'visit_runs', { field: 'terminals' }) }, expects: kRefused });

  on('a version that waits, is told with what to do and is sent after a question', managed, async ({ mock, page }) => {
    ensure(((await page.textContent('[data-versions=OM-0001]')) ?? '').includes('S1.4.2'), 'no firmware');
    ensure(((await page.textContent('[data-versions=OM-0002]')) ?? '').includes('omote update install'), 'nothing on what to do by hand');
    equal(await page.locator('[data-versions=OM-0002] button').count(), 0, 'buttons of one that is updated by hand');
    ensure(((await page.textContent('[data-update-verdict=taken_back]')) ?? '').includes('0.1.9'), 'no verdict');
    await page.click('[data-versions=OM-0001] button');
    await page.click('[data-versions=OM-0001] .danger');
    await page.waitForFunction(() => document.querySelector('.sure') === null);
    equal(calls(mock), [['POST /api/terminals', { action: 'update', terminals: ['OM-0001'] }]], 'what was sent');
    none(await findBarriers(page), 'barriers');
  });

  on('a version on its way, is told', ending, async ({ page }) => {
    ensure(((await page.textContent('[data-update-phase=installing]')) ?? '') !== '', 'nothing is told');
    equal(await page.locator('[data-versions] button').count(), 0, 'buttons meanwhile');
  });

  on('somebody of the user role, starts and stops but plans nothing', managed, async ({ page }) => {
    ensure((await page.locator('[data-all=stop]').count()) === 1, 'nothing can be stopped');
    equal(await page.locator('[data-form=plan]').count(), 0, 'plans');
    equal(await page.locator('[data-versions] button').count(), 0, 'updates');
  }, { answers: { 'GET /api/session': kUser } });
}
