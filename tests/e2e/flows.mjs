// Patients at the real counter: host, terminal and simulators run, and three browser pages are looked at and touched as
// patient, receptionist and somebody at the bench would.
import { findBarriers, openPage } from './support/browser.mjs';
import { startDemo } from './support/demo.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';

const kGlass = { width: 1280, height: 800 };
const kSlow = 20_000; // a screen that programs have to work for, on a busy machine
const kFace = 60_000;

class Counter {
  // All pages of one running demo.
  static async open(browser, command) {
    const counter = new Counter();
    counter.demo = await startDemo(command);
    const open = async (address) => {
      const opened = await openPage(browser, kGlass);
      await opened.page.goto(address);
      return opened;
    };
    counter.kioskOpened = await open(counter.demo.kiosk);
    counter.consoleOpened = await open(counter.demo.console);
    counter.benchOpened = await open(counter.demo.bench);
    counter.kiosk = counter.kioskOpened.page;
    counter.console = counter.consoleOpened.page;
    counter.bench = counter.benchOpened.page;
    await counter.bench.waitForSelector('[data-ready]', { timeout: kSlow });
    await counter.console.waitForSelector('[data-ready]', { timeout: kSlow });
    return counter;
  }

  async close() {
    for (const opened of [this.kioskOpened, this.consoleOpened, this.benchOpened]) await opened.close();
    await this.demo.stop();
  }

  // Waits for one of the screens; says which one it is.
  async screen(ids, limit = kSlow) {
    const wanted = Array.isArray(ids) ? ids : [ids];
    const selector = wanted.map((id) => `[data-screen=${id}]`).join(',');
    try {
      const found = await this.kiosk.waitForSelector(selector, { timeout: limit });
      return await found.getAttribute('data-screen');
    } catch {
      const now = await this.kiosk.evaluate(() => document.querySelector('[data-screen]')?.getAttribute('data-screen'));
      const words = await this.kiosk.evaluate(() => document.querySelector('main')?.innerText);
      throw new Error(`the kiosk shows ${now} (${words}), expected ${wanted.join(' or ')}\n${this.demo.lastWords()}`);
    }
  }

  async touch(action) {
    await this.kiosk.click(`[data-action=${action}]:enabled`, { timeout: kSlow });
  }

  async enter(digits) {
    for (const digit of digits) await this.kiosk.click(`[data-key="${digit}"]:enabled`);
    await this.touch('enter');
  }

  async placeCard(persona) {
    await this.bench.selectOption('#card-1', persona);
    await this.bench.click('[data-act=place]');
    await this.bench.waitForSelector('[data-act=take]:enabled', { timeout: kSlow });
  }

  async takeCard() {
    await this.bench.click('[data-act=take]:enabled', { timeout: kSlow });
    await this.bench.waitForSelector('[data-act=take]:disabled', { timeout: kSlow });
  }

  async stand(persona) {
    await this.bench.selectOption('#person-1', persona);
  }

  // The PIN that the bench shows for the chosen specimen.
  async pin() {
    const text = await this.bench.textContent('.part .tag.number');
    return /\d{4}/.exec(text)?.[0] ?? '';
  }

  results() {
    return this.console.locator('.result').evaluateAll((all) =>
      all.map((one) => ({ id: one.getAttribute('data-visit'), outcome: one.getAttribute('data-outcome') })),
    );
  }

  // Back to an empty counter, whatever the test before left behind.
  async clear() {
    if (await this.bench.isEnabled('[data-act=take]')) await this.takeCard();
    await this.screen('ready', kSlow);
  }

  // From consent to the card taken, and what console and bench tell of it.
  async finish(known, answer = 'all') {
    const filesBefore = await this.bench.locator('[data-file]').count();
    if ((await this.screen(['consent', 'take_card'], kSlow)) === 'consent') await this.touch(answer);
    await this.screen('take_card');
    await this.takeCard();
    await this.screen('ready');
    await this.console.waitForFunction((count) => document.querySelectorAll('.result').length > count, known.length, { timeout: kSlow });
    const [newest] = await this.results();
    equal(newest.outcome, 'delivered', 'the outcome on the console');
    await this.bench.waitForFunction((count) => document.querySelectorAll('[data-file]').length > count, filesBefore, { timeout: kSlow });
  }
}

export function flows(browser, command) {
  let counter;
  const flow = (name, run) =>
    test(`Counter, ${name}`, async () => {
      counter ??= await Counter.open(browser, command);
      await counter.clear();
      await run(counter, await counter.results());
    });

  flow('an empty one, has three pages without barriers', async (c) => {
    for (const page of [c.kiosk, c.console, c.bench]) none(await findBarriers(page), `barriers at ${page.url()}`);
  });

  flow('a patient with a PIN, is received', async (c, known) => {
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('pin');
    await c.screen('pin');
    await c.enter(await c.pin());
    await c.finish(known);
  });

  flow('a patient who looks into the camera, is received', async (c, known) => {
    await c.stand('adult');
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('face');
    await c.screen(['face', 'card_face', 'consent']);
    await c.screen(['consent', 'take_card'], kFace);
    await c.finish(known, 'none');
  });

  flow('a patient whom a named member of staff confirms, is received', async (c, known) => {
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('staff');
    await c.screen('staff_call');
    await c.console.fill('.staff input', '見本 受付');
    await c.console.click('[data-staff=yes]');
    await c.finish(known);
  });

  flow('a wrong PIN, is told with the tries left, and the right one still receives', async (c, known) => {
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('pin');
    await c.screen('pin');
    const pin = await c.pin();
    await c.enter(pin === '0000' ? '1111' : '0000');
    await c.kiosk.waitForSelector('[data-screen=pin] .note.warn', { timeout: kSlow });
    ensure((await c.kiosk.textContent('.tries')).includes('2'), 'the screen does not tell that two tries are left');
    await c.enter(pin);
    await c.finish(known);
  });

  flow('a card taken too early, ends the visit and can be placed again', async (c, known) => {
    await c.placeCard('adult');
    await c.screen('choose');
    await c.takeCard();
    await c.screen(['taken_early', 'ready']);
    await c.console.waitForFunction((count) => document.querySelectorAll('.result').length > count, known.length, { timeout: kSlow });
    equal((await c.results())[0].outcome, 'failed', 'the outcome on the console');
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('cancel');
    await c.screen('cancelled');
  });

  flow('another person before the camera, is refused by face and received by PIN', async (c, known) => {
    await c.stand('neighbour');
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('face');
    await c.screen('face_failed', kFace);
    await c.touch('pin');
    await c.screen('pin');
    await c.enter(await c.pin());
    await c.finish(known);
    await c.stand('adult');
  });

  flow('consent one by one, reaches the end', async (c, known) => {
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('pin');
    await c.screen('pin');
    await c.enter(await c.pin());
    if ((await c.screen(['consent', 'take_card'])) === 'consent') {
      await c.touch('each');
      await c.screen('consent_each');
      const questions = c.kiosk.locator('.questions [role=group]');
      for (let at = 0; at < (await questions.count()); ++at) await questions.nth(at).locator('.answer').nth(at % 2).click();
      await c.touch('submit');
    }
    await c.finish(known);
  });

  flow('nothing went wrong in any page', async (c) => {
    for (const opened of [c.kioskOpened, c.consoleOpened, c.benchOpened]) none(opened.faults, 'faults of the page');
  });

  test('Counter, closes', async () => {
    await counter?.close();
  });
}
