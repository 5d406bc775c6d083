// The clinic's own words: the kiosk shows them as text, in every look; the console edits them with the kiosk as preview.
import { join } from 'node:path';
import { findBarriers, findClipped, findOutside, openPage } from './support/browser.mjs';
import { kDelivered, kFullest, kWritten, messageExamples } from './support/message_examples.mjs';
import { kioskExamples, kioskSettings, previewPicture, showExample } from './support/kiosk_examples.mjs';
import { refused, startMock } from './support/mock.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';
import { kStaffGlasses, looks, withPage } from './staff_pages.mjs';
import { state } from './support/account_examples.mjs';

const kGlass = { width: 1280, height: 800 };

function onKiosk(browser, built) {
  const withKiosk = (name, settings, glass, run) =>
    test(`The clinic's own words, ${name}`, async () => {
      const mock = await startMock(join(built, 'kiosk'));
      mock.greeting = [{ settings: { ...kioskSettings, ...settings } }, { screen: { id: 'ready', revision: 1 } }];
      const { page, faults, close } = await openPage(browser, glass);
      try {
        await page.goto(mock.origin);
        await page.waitForSelector('[data-screen=ready]');
        await run({ mock, page });
        none(faults, 'faults of the page');
      } finally {
        await close();
        await mock.stop();
      }
    });

  withKiosk('stand on the screen in the language that is shown', { appearance: kWritten.messages }, kGlass, async ({ page }) => {
    ensure((await page.innerText('.clinic')) === '見本クリニック 本院', 'another name');
    ensure((await page.innerText('.main')).includes('発熱のある方は'), 'no note');
    await page.click('button[lang=en]');
    ensure((await page.innerText('.clinic')) === 'Sample Clinic', 'another name in English');
    // What is not written in English is shown as it is, and told to be Japanese.
    equal(await page.getAttribute('.own-hours', 'lang'), 'ja', 'the language of the hours');
  });

  withKiosk('are text and nothing else', { appearance: { texts: { ja: { ready: '<img src=x onerror="alert(1)"><b>太字</b>' } } } }, kGlass, async ({ page }) => {
    ensure((await page.innerText('.main')).includes('<b>太字</b>'), 'it is not shown as it was written');
    equal(await page.locator('.main img, .main b').count(), 0, 'the number of elements made of it');
  });

  withKiosk('do not hide what is the matter', { appearance: { texts: { ja: { waiting: 'ひとこと' } } } }, kGlass, async ({ mock, page }) => {
    mock.down({ screen: { id: 'waiting', revision: 2, params: { for: 'start' } } });
    await page.waitForSelector('[data-screen=waiting]');
    ensure((await page.innerText('.main')).includes('ひとこと'), 'no note while it waits');
    mock.down({ screen: { id: 'waiting', revision: 3, params: { for: 'national', reason: 'national_unreachable', row: 'E07', incident: '3K7Q-M2XA-9' } } });
    await page.waitForSelector('[data-revision="3"]');
    ensure(!(await page.innerText('.main')).includes('ひとこと'), 'the note stands beside trouble');
  });

  for (const glass of [kGlass, { width: 800, height: 1280 }])
    for (const language of ['ja', 'en'])
      for (const type of ['normal', 'large'])
        withKiosk(`the fullest, ${language}, ${type}, ${glass.width}×${glass.height}, are whole`, { languages: [language, language === 'ja' ? 'en' : 'ja'], appearance: { texts: kFullest, type } }, glass, async ({ mock, page }) => {
          for (const [revision, params] of [[2, undefined], [3, { for: 'start' }], [4, { for: 'host' }]]) {
            mock.down({ screen: { id: params === undefined ? 'ready' : 'waiting', revision, params: params ?? {} } });
            await page.waitForSelector(`[data-revision="${revision}"]`);
            none(await findClipped(page, 44), 'clipped');
            none(await findOutside(page), 'outside or overlapping');
          }
        });

  for (const language of ['ja', 'en'])
    withKiosk(`large and calm, every screen, ${language}, is whole and open to all`, { languages: [language], appearance: { texts: {}, type: 'large', colours: 'calm' } }, kGlass, async ({ mock, page }) => {
      const picture = await previewPicture(browser);
      const found = [];
      let revision = 1;
      for (const example of kioskExamples()) {
        await showExample(mock, example, ++revision, picture);
        await page.waitForTimeout(40);
        const faults = [...(await findClipped(page, 44)), ...(await findOutside(page)), ...(language === 'ja' ? await findBarriers(page) : [])];
        found.push(...faults.map((one) => `${example.name}: ${one}`));
      }
      none(found, 'clipped, outside or barriers');
    });
}

function onConsole(browser, built) {
  looks(browser, built, 'console', messageExamples);
  const on = (what, answers, run, expects) => test(`Texts of the terminals, ${what}`, () => withPage(browser, built, 'console', { state, answers, hash: '#messages', expects }, kStaffGlasses[0], run));
  const preview = (page) => page.frameLocator('[data-preview=ready]');
  const put = (mock) => mock.sent.find(({ method, path }) => method === 'PUT' && path === '/api/messages');

  on('are written with the kiosk as preview, and sent as a whole', { 'GET /api/messages': kDelivered, 'PUT /api/messages': (_, body) => ({ ...kDelivered, messages: body }) }, async ({ mock, page }) => {
    await preview(page).locator('[data-screen=ready]').waitFor();
    equal(await preview(page).locator('.clinic').innerText(), '見本クリニック', 'the name as delivered');
    equal(await page.evaluate(() => [scrollY, document.activeElement === document.body]), [0, true], 'where the page stands, and its focus');
    await page.fill('#message-ready', 'マスクをお願いします');
    await preview(page).getByText('マスクをお願いします').waitFor();
    await page.check('[data-choice=language] input[value=en]');
    await page.fill('#message-hours', 'Weekdays 9:00–12:00');
    await preview(page).getByText('Weekdays 9:00–12:00').waitFor();
    await page.check('[data-choice=type] input[value=large]');
    equal(await preview(page).locator('html').getAttribute('data-type'), 'large', 'the type of the preview');
    equal(put(mock), undefined, 'what was sent before it was wished');
    await page.click('[data-act=save]');
    await page.getByText('端末に送りました').waitFor();
    const { body, mark } = put(mock);
    equal([body.texts.ja.ready, body.texts.en.hours, body.type, mark], ['マスクをお願いします', 'Weekdays 9:00–12:00', 'large', '1'], 'what was sent');
  });

  on('can be taken back before they are sent', { 'GET /api/messages': kWritten }, async ({ mock, page }) => {
    await page.fill('#message-clinic_name', 'べつの名前');
    await page.click('[data-act=undo]');
    equal(await page.inputValue('#message-clinic_name'), '見本クリニック 本院', 'the name');
    equal(put(mock), undefined, 'what was sent');
  });

  on('go back to the first ones after being asked', { 'GET /api/messages': kWritten, 'DELETE /api/messages': kDelivered }, async ({ mock, page }) => {
    await page.getByRole('button', { name: 'すべて初めの言葉に戻す' }).click();
    await page.getByRole('button', { name: '戻す', exact: true }).click();
    await page.waitForFunction(() => document.querySelector('#message-ready')?.value === '');
    ensure(mock.sent.some(({ method }) => method === 'DELETE'), 'nothing was sent');
  });

  on('that are refused, are told at their field', { 'GET /api/messages': kDelivered, 'PUT /api/messages': refused(400, 'message_too_long', { field: 'ja.hours' }) }, async ({ page }) => {
    await page.fill('#message-hours', 'x'.repeat(100));
    await page.waitForFunction(() => document.querySelector('#message-hours-about')?.textContent?.includes('10 字多すぎます'));
    await page.click('[data-act=save]');
    await page.waitForSelector('.field [role=alert]');
    ensure((await page.textContent('.field [role=alert]')).includes('90字'), 'other words');
  }, /the server responded with a status of 4/);
}

export function messagePages(browser, built) {
  onKiosk(browser, built);
  onConsole(browser, built);
}
