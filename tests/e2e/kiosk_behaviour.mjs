// What the kiosk does when people touch it and when the terminal speaks or falls silent.
import { join } from 'node:path';
import { openPage } from './support/browser.mjs';
import { kioskSettings, previewPicture } from './support/kiosk_examples.mjs';
import { startMock } from './support/mock.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';

const kGlass = { width: 1280, height: 800 };

export function kioskBehaviour(browser, built) {
  const withKiosk = (name, run) =>
    test(`Kiosk, ${name}`, async () => {
      const mock = await startMock(join(built, 'kiosk'));
      mock.greeting = [{ settings: kioskSettings }];
      const { page, faults, close } = await openPage(browser, kGlass);
      const show = async (screen) => {
        const drawn = mock.up((message) => message.shown?.revision === screen.revision);
        mock.down({ screen });
        await drawn;
      };
      try {
        await page.goto(mock.origin);
        await page.waitForSelector('.clinic:not(:empty)');
        await run({ mock, page, show });
        none(faults, 'faults of the page');
      } finally {
        await close();
        await mock.stop();
      }
    });
  const touches = (mock) => mock.received.filter((message) => message.touch !== undefined).map((message) => message.touch);

  withKiosk('tells the terminal when a screen is drawn', async ({ mock, show }) => {
    await show({ id: 'ready', revision: 3 });
    ensure(mock.received.some((message) => message.shown?.revision === 3), 'no word that revision 3 was drawn');
  });

  withKiosk('a touch names its screen and is sent once', async ({ mock, page, show }) => {
    await show({ id: 'choose', revision: 5, params: { face: 'yes', pin: 'yes', pin_tries: '3', staff: 'yes' }, actions: ['face', 'pin', 'staff', 'cancel'] });
    const sent = mock.up((message) => message.touch !== undefined);
    await page.dblclick('[data-action=pin]');
    await sent;
    await page.waitForTimeout(100);
    equal(touches(mock), [{ revision: 5, action: 'pin', value: '' }], 'what was sent');
  });

  withKiosk('a PIN by touch is sent whole and never drawn', async ({ mock, page, show }) => {
    await show({ id: 'pin', revision: 6, params: { tries_left: '3', wrong: 'no' }, actions: ['enter', 'face', 'staff', 'cancel'] });
    for (const digit of '9037') await page.click(`[data-key="${digit}"]`);
    const words = await page.textContent('.entry .words');
    ensure(!/9037/.test(await page.innerHTML('body')) && !/[97]/.test(words), 'a digit can be seen');
    equal(await page.locator('.beads .full').count(), 4, 'the number of dots');
    const sent = mock.up((message) => message.touch !== undefined);
    await page.click('[data-action=enter]');
    equal((await sent).touch, { revision: 6, action: 'enter', value: '9037' }, 'what was sent');
    equal(await page.locator('.beads .full').count(), 0, 'the number of dots after it');
  });

  withKiosk('a PIN by keyboard can be corrected and is sent by Enter', async ({ mock, page, show }) => {
    await show({ id: 'pin', revision: 6, params: { tries_left: '3', wrong: 'no' }, actions: ['enter', 'cancel'] });
    await page.keyboard.type('1298');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(60);
    equal(touches(mock), [], 'what was sent with three digits');
    await page.keyboard.type('5');
    const sent = mock.up((message) => message.touch !== undefined);
    await page.keyboard.press('Enter');
    equal((await sent).touch.value, '1295', 'the PIN');
  });

  withKiosk('digits of one PIN screen do not reach the next', async ({ page, show }) => {
    await show({ id: 'pin', revision: 6, params: { tries_left: '3', wrong: 'no' }, actions: ['enter'] });
    await page.keyboard.type('12');
    await show({ id: 'pin', revision: 7, params: { tries_left: '2', wrong: 'yes' }, actions: ['enter'] });
    equal(await page.locator('.beads .full').count(), 0, 'the number of dots');
  });

  withKiosk('consent one by one is sent only when all is answered', async ({ mock, page, show }) => {
    await show({ id: 'consent_each', revision: 8, params: { questions: 'PharmacistsInfo,DiagnosisInfo' }, actions: ['submit', 'back'] });
    const answers = page.locator('.answer');
    ensure(await page.isDisabled('[data-action=submit]'), 'it can be sent without answers');
    equal(await page.locator('.answer.chosen').count(), 0, 'the number of preset answers');
    await answers.nth(0).click();
    ensure(await page.isDisabled('[data-action=submit]'), 'it can be sent with one answer');
    await answers.nth(3).click();
    const sent = mock.up((message) => message.touch !== undefined);
    await page.click('[data-action=submit]');
    equal((await sent).touch, { revision: 8, action: 'submit', value: 'PharmacistsInfo=1,DiagnosisInfo=0' }, 'what was sent');
  });

  withKiosk('another language changes every word and is told', async ({ mock, page, show }) => {
    await show({ id: 'ready', revision: 1 });
    const told = mock.up((message) => message.language?.language === 'en');
    await page.click('.language[lang=en]');
    await told;
    equal(await page.textContent('h1'), 'Please place your My Number card', 'the sentence');
    equal(await page.getAttribute('html', 'lang'), 'en', 'the language of the page');
  });

  withKiosk('guidance replaces the sentence while the screen stays', async ({ mock, page, show }) => {
    await show({ id: 'face', revision: 9, actions: ['pin', 'cancel'], seconds_left: 30 });
    mock.down({ live: { revision: 9, face_hint: 'mask', face_progress: 0.2, seconds_left: 21 } });
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'マスクを外してください');
    ensure(await page.evaluate(() => document.querySelector('h1').closest('[aria-live=polite]') !== null), 'it is not read aloud');
    ensure((await page.textContent('.countdown')).includes('21'), 'the seconds left are not the terminal\'s');
    mock.down({ live: { revision: 8, face_hint: 'too_far' } });
    await page.waitForTimeout(80);
    equal(await page.textContent('h1'), 'マスクを外してください', 'the sentence after old news');
  });

  withKiosk('the camera picture is shown while the face is taken, and gone after it', async ({ mock, page, show }) => {
    await show({ id: 'face', revision: 9, actions: ['cancel'], seconds_left: 30 });
    mock.down(await previewPicture(browser));
    await page.waitForFunction(() => document.querySelector('img.mirror-glass')?.naturalWidth === 640);
    await show({ id: 'asking', revision: 10 });
    equal(await page.locator('img').count(), 0, 'the number of pictures');
  });

  withKiosk('without its terminal says so, and comes back by itself', async ({ mock, page, show }) => {
    await show({ id: 'pin', revision: 2, params: { tries_left: '3', wrong: 'no' }, actions: ['enter'] });
    mock.greeting = [{ settings: kioskSettings }, { screen: { id: 'ready', revision: 1 } }];
    mock.cut();
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'もう一度つないでいます');
    await page.waitForSelector('[data-screen=ready]', { timeout: 5000 });
  });

  withKiosk('with a screen it does not know keeps its touches', async ({ mock, page, show }) => {
    await show({ id: 'novel', revision: 2, actions: ['cancel'] });
    const sent = mock.up((message) => message.touch?.action === 'cancel');
    await page.click('[data-action=cancel]');
    await sent;
  });

  withKiosk('a new screen takes the focus to its sentence', async ({ page, show }) => {
    await show({ id: 'register', revision: 2, actions: ['agree', 'decline'] });
    equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus');
    await page.keyboard.press('Tab');
    equal(await page.evaluate(() => document.activeElement?.getAttribute('data-action')), 'agree', 'the next focus');
  });
}
