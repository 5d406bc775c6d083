// The settings on the terminal and the clinic's own words with the real programs: over the link, with the host's own accounts.
import { openPage } from './support/browser.mjs';
import { localToken, startDemo } from './support/demo.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';

const kGlass = { width: 1280, height: 800 };
const kSlow = 20_000;
const kName = '見本 花子';
const kPassword = 'mint boat 42 kettle';
const kTaps = [[40, 60], [1240, 60], [40, 760], [1240, 760], [40, 60], [1240, 60]];

export function deviceFlows(browser, command) {
  test('Settings on the terminal with the real programs, from six taps to a card on the tray', async () => {
    const demo = await startDemo(command);
    const opened = await openPage(browser, kGlass);
    const { page } = opened;
    try {
      const plain = demo.console.replace(/#.*/, '');
      const ask = async (method, path, body) => {
        const headers = { authorization: `Bearer ${localToken(new URL(plain).port)}`, 'content-type': 'application/json' };
        const answer = await fetch(`${plain}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
        ensure(answer.ok, `${method} ${path}: ${answer.status}`);
        return answer.json();
      };
      await ask('POST', 'api/staff', { name: kName, role: 'administrator', password: kPassword });
      await page.goto(demo.kiosk);
      await page.waitForSelector('[data-screen=ready]', { timeout: kSlow });

      await ask('PUT', 'api/messages', { texts: { ja: { ready: 'マスクをお願いします' } }, colours: 'calm' });
      await page.getByText('マスクをお願いします').waitFor({ timeout: 2000 });
      equal(await page.getAttribute('html', 'data-colours'), 'calm', 'the colours');

      for (const [x, y] of kTaps) await page.mouse.click(x, y);
      await page.click(`[data-name="${kName}"]`, { timeout: kSlow });
      await page.keyboard.type('somebody guesses');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[role=alert]', { timeout: kSlow });
      equal(await page.locator('[data-function]').count(), 0, 'functions that a wrong password opens');
      await page.keyboard.type(kPassword);
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-function=rights]', { timeout: kSlow });
      equal(await page.textContent('[data-value=serial] dd'), (await ask('GET', 'api/state')).terminals[0].serial, 'the serial number');

      await page.click('[data-function=cameras]');
      for (const camera of ['face', 'card_face']) {
        await page.click(`[data-camera=${camera}]`);
        await page.waitForFunction(() => (document.querySelector('.device-picture img')?.naturalWidth ?? 0) > 100, undefined, { timeout: kSlow });
        await page.click(`[data-camera=${camera}]`);
      }
      await page.click('[data-function=power]');
      await page.click('[data-follow="0"]');
      await page.waitForSelector('[data-follow="0"][aria-pressed=true]', { timeout: kSlow });
      const log = JSON.stringify(await ask('GET', 'api/log'));
      ensure(log.includes('setting_changed') && log.includes(kName), 'the journal does not name who changed it');

      // The simulated person of the bench puts a card down: the settings give way at once.
      await page.click('[data-function=information]');
      const bench = await openPage(browser, kGlass);
      await bench.page.goto(demo.bench);
      await bench.page.waitForSelector('[data-ready]', { timeout: kSlow });
      await bench.page.selectOption('#card-1', 'adult');
      await bench.page.click('[data-act=place]');
      await page.waitForSelector('[data-screen=reading], [data-screen=choose]', { timeout: kSlow });
      await bench.close();
      none(opened.faults, 'faults of the page');
    } finally {
      await opened.close();
      await demo.stop();
    }
  });
}
