// The settings on the terminal itself: how they are opened, what each touch sends, and that every page is whole.
import { join } from 'node:path';
import { findBarriers, findClipped, openPage } from './support/browser.mjs';
import { deviceExamples, kClosed, kOpen, kSignIn, showDevice } from './support/device_examples.mjs';
import { kioskSettings, previewPicture } from './support/kiosk_examples.mjs';
import { startMock } from './support/mock.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';

const kGlass = { width: 1280, height: 800 };
const kUpright = { width: 800, height: 1280 };
const kLeastTarget = 44;
const at = { tl: [40, 40], tr: [1240, 60], bl: [150, 760], br: [1130, 650], middle: [640, 400] };

export function devicePages(browser, built) {
  const withKiosk = (name, run, { settings = {}, glass = kGlass } = {}) =>
    test(`Settings on the terminal, ${name}`, async () => {
      const mock = await startMock(join(built, 'kiosk'));
      mock.greeting = [{ settings: { ...kioskSettings, ...settings } }, { screen: { id: 'ready', revision: 1 } }];
      const { page, faults, close } = await openPage(browser, glass);
      const tap = async (...corners) => {
        for (const corner of corners) await page.mouse.click(...at[corner]);
      };
      try {
        await page.goto(mock.origin);
        await page.waitForSelector('[data-screen=ready]');
        await run({ mock, page, tap });
        none(faults, 'faults of the page');
      } finally {
        await close();
        await mock.stop();
      }
    });
  const wishes = (mock) => mock.received.filter((message) => message.device !== undefined && message.device.stay === undefined).map((message) => message.device);

  withKiosk('six taps on the corners ask for them', async ({ mock, tap }) => {
    const asked = mock.up((message) => message.device?.open === true);
    await tap('tl', 'tr', 'bl', 'br', 'tl', 'tr');
    await asked;
  });

  withKiosk('another order, or a tap elsewhere, opens nothing', async ({ mock, page, tap }) => {
    await tap('tl', 'tr', 'br', 'bl', 'tl', 'tr');
    await tap('tl', 'tr', 'bl', 'middle', 'br', 'tl', 'tr');
    await page.waitForTimeout(150);
    equal(wishes(mock), [], 'what was wished');
  });

  withKiosk('another order can be set', async ({ mock, page, tap }) => {
    const asked = mock.up((message) => message.device?.open === true);
    for (const corner of ['br', 'br', 'tl', 'tl']) {
      await tap(corner);
      await page.waitForTimeout(120); // a tremble is one tap
    }
    await asked;
  }, { settings: { corners: ['bottom_right', 'bottom_right', 'top_left', 'top_left'] } });

  withKiosk('nothing opens while somebody is served', async ({ mock, page, tap }) => {
    mock.down({ screen: { id: 'reading', revision: 2, actions: ['cancel'] } });
    await page.waitForSelector('[data-screen=reading]');
    await tap('tl', 'tr', 'bl', 'br', 'tl', 'tr');
    await page.waitForTimeout(150);
    equal(wishes(mock), [], 'what was wished');
  });

  withKiosk('name and password go to the terminal, and nothing of the password is drawn', async ({ mock, page }) => {
    mock.down({ device: kSignIn });
    await page.click('[data-name="見本 花子"]');
    for (const key of ['m', 'i', 'n', 't', 'space', '4', '2', 'x', 'back']) await page.click(`[data-letter="${key}"]`);
    ensure(!(await page.innerText('body')).includes('mint 42'), 'the password can be read');
    const sent = mock.up((message) => message.device?.sign_in !== undefined);
    await page.click('[data-act=sign-in]');
    equal((await sent).device.sign_in, { name: '見本 花子', password: 'mint 42', code: '' }, 'what was sent');
    // A wrong one is typed anew; one that needs a code is kept for it.
    mock.down({ device: { ...kSignIn, busy: true } }, { device: { ...kSignIn, refused: 'sign_in_wrong' } });
    await page.waitForSelector('[role=alert]');
    equal(await page.inputValue('#device-secret'), '', 'the password after it was refused');
  });

  withKiosk('signing in works by keyboard alone, with the one-time code', async ({ mock, page }) => {
    mock.down({ device: kSignIn });
    await page.waitForSelector('[data-name]');
    for (let step = 0; step < 9 && !(await page.evaluate(() => document.activeElement?.matches('[data-name]'))); ++step) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#device-secret');
    await page.keyboard.type('mint boat 42 kettle');
    await page.keyboard.press('Enter');
    mock.down({ device: { ...kSignIn, refused: 'code_needed' } });
    await page.waitForFunction(() => document.querySelector('#device-secret')?.type === 'text');
    await page.keyboard.type('123456');
    const sent = mock.up((message) => message.device?.sign_in?.code === '123456');
    await page.keyboard.press('Enter');
    equal((await sent).device.sign_in, { name: '見本 花子', password: 'mint boat 42 kettle', code: '123456' }, 'what was sent');
  });

  const acts = [
    ['brightness', ['[data-function=screen]', '[data-act=brighter]'], { function: 'screen', value: 'brightness=70' }],
    ['a camera', ['[data-function=cameras]', '[data-camera=card_face]'], { function: 'cameras', value: 'card_face' }],
    ['power', ['[data-function=power]', '[data-follow="0"]'], { function: 'power', value: 'follow=0' }],
    ['a restart', ['[data-function=restart]', '[data-act="device.restart.device"]', '[data-act=sure]'], { function: 'restart', value: 'device' }],
    ['switching off', ['[data-function=switch_off]', '[data-act="device.off.yes"]', '[data-act=sure]'], { function: 'switch_off', value: '' }],
    ['a right', ['[data-function=rights]', '[data-right=screen]'], { function: 'rights', value: 'information,network,screen,cameras,touch' }],
  ];
  for (const [name, touches, expected] of acts)
    withKiosk(`${name}, is wished by touch`, async ({ mock, page }) => {
      mock.down({ device: kOpen });
      const sent = mock.up((message) => message.device?.act !== undefined);
      for (const selector of touches) await page.click(selector);
      equal((await sent).device.act, expected, 'what was sent');
    });

  withKiosk('nine targets tell that touches arrive everywhere', async ({ mock, page }) => {
    mock.down({ device: kOpen });
    await page.click('[data-function=touch]');
    await page.click('[data-act=touch-check]');
    const reached = await page.locator('.touch-target').evaluateAll((all) => {
      const boxes = all.map((one) => one.getBoundingClientRect());
      return [Math.min(...boxes.map((box) => box.left)), innerWidth - Math.max(...boxes.map((box) => box.right)), Math.min(...boxes.map((box) => box.top)), innerHeight - Math.max(...boxes.map((box) => box.bottom))].every((gap) => Math.abs(gap) < 2);
    });
    ensure(reached, 'the targets do not reach the edges');
    for (let target = 0; target < 9; ++target) await page.click(`[data-target="${target}"]`);
    ensure((await page.textContent('[role=status]')).includes('9か所'), 'it is not said');
  });

  withKiosk('touching keeps them open, and leaving is one touch', async ({ mock, page }) => {
    mock.down({ device: kOpen });
    const stays = mock.up((message) => message.device?.stay === true);
    await page.click('[data-function=network]');
    await stays;
    const left = mock.up((message) => message.device?.leave === true);
    await page.click('[data-act=leave]');
    await left;
    mock.down({ device: kClosed });
    await page.waitForSelector('[data-screen=ready]');
  });

  for (const glass of [kGlass, kUpright])
    for (const language of ['ja', 'en'])
      withKiosk(`every page, ${language}, ${glass.width}×${glass.height}, is whole and open to all`, async ({ mock, page }) => {
        await page.click(`button[lang=${language}]`);
        const picture = await previewPicture(browser);
        for (const example of deviceExamples) {
          await showDevice(mock, page, example, picture);
          none((await findClipped(page, kLeastTarget)).map((one) => `${example.name}: ${one}`), 'clipped');
          if (glass === kGlass) none((await findBarriers(page)).map((one) => `${example.name}: ${one}`), 'barriers');
        }
      }, { glass });

  withKiosk('a terminal that follows the PC counts down, and a touch keeps it on', async ({ mock, page }) => {
    mock.down({ screen: { id: 'switching_off', revision: 9, actions: ['stay_on'], seconds_left: 60 } });
    await page.waitForSelector('[data-screen=switching_off]');
    ensure(/あと (60|59) 秒/.test(await page.innerText('.main')), 'no seconds are told');
    const touched = mock.up((message) => message.pointer?.down === true);
    await page.mouse.click(640, 300);
    await touched;
    const kept = mock.up((message) => message.touch !== undefined);
    await page.click('[data-action=stay_on]');
    equal((await kept).touch, { revision: 9, action: 'stay_on', value: '' }, 'what was sent');
  });
}
