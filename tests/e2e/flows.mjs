// Patients at the real counter: host, terminal and simulators run, and three browser pages are looked at and touched as
// patient, receptionist and somebody at the bench would. Each page is searched for barriers in every state that is met.
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
    counter.looked = new Set();
    counter.barriers = [];
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
    await counter.stand('adult'); // the first picture of a person takes a while on a busy machine
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
      const id = await found.getAttribute('data-screen');
      await this.look(this.kiosk, `kiosk, ${id}`);
      return id;
    } catch {
      const now = await this.kiosk.evaluate(() => document.querySelector('[data-screen]')?.getAttribute('data-screen'));
      const words = await this.kiosk.evaluate(() => document.querySelector('main')?.innerText);
      throw new Error(`the kiosk shows ${now} (${words}), expected ${wanted.join(' or ')}\n${this.demo.lastWords()}`);
    }
  }

  // Searches a page for barriers, once for each state.
  async look(page, state) {
    if (this.looked.has(state)) return;
    this.looked.add(state);
    this.barriers.push(...(await findBarriers(page)).map((barrier) => `${state}: ${barrier}`));
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
    await this.look(this.bench, 'bench, with a card');
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

  // The newest visit once the console tells of one that it did not know.
  async newest(known) {
    await this.console.waitForFunction(
      (last) => (document.querySelector('.result')?.getAttribute('data-visit') ?? '') !== last,
      known[0]?.id ?? '',
      { timeout: kSlow },
    );
    const [newest] = await this.results();
    await this.look(this.console, `console, ${newest.outcome}`);
    return newest;
  }

  // From consent to the card taken; the console tells of it, and the receipt computer took a file about that person.
  async finish(known, answer = 'all') {
    const name = await this.bench.textContent('#card-1 option:checked');
    const newestFile = () => document.querySelector('[data-file]')?.getAttribute('data-file') ?? '';
    const before = await this.bench.evaluate(newestFile);
    if ((await this.screen(['consent', 'take_card'], kSlow)) === 'consent') await this.touch(answer);
    await this.screen('take_card');
    await this.takeCard();
    await this.screen('ready');
    equal((await this.newest(known)).outcome, 'delivered', 'the outcome on the console');
    await this.bench.waitForFunction(
      (last) => (document.querySelector('[data-file]')?.getAttribute('data-file') ?? '') !== last,
      before,
      { timeout: kSlow },
    );
    await this.bench.click('[data-file] summary');
    const file = await this.bench.textContent('[data-file] .contents');
    ensure(file.includes(name.trim()), `the file does not name ${name}`);
    await this.look(this.bench, 'bench, with a file');
    return file;
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

  flow('an empty one, shows its three pages', async (c) => {
    await c.look(c.console, 'console, empty');
    await c.look(c.bench, 'bench, empty');
    equal(await c.console.locator('.terminal .tag.bad, .terminal .tag.warn').allTextContents(), [], 'warnings about the terminal');
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
    const file = await c.finish(known, 'none');
    // The limit certificate comes with every card; all else needs a consent.
    ensure(!/<(?!LimitApplication)\w+ConsFlg>1</.test(file), 'the file tells of a consent that nobody gave');
  });

  flow('a patient who reads English, is received in English, and the next one in Japanese', async (c, known) => {
    await c.kiosk.click('.language[lang=en]');
    await c.kiosk.waitForSelector('html[lang=en]');
    await c.placeCard('student');
    await c.screen('choose');
    equal(await c.kiosk.textContent('h1'), 'How would you like to confirm who you are?', 'the sentence');
    await c.touch('pin');
    await c.screen('pin');
    await c.enter(await c.pin());
    await c.finish(known);
    await c.kiosk.waitForSelector('html[lang=ja]', { timeout: kSlow });
  });

  flow('a patient whom a named member of staff confirms, is received', async (c, known) => {
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('staff');
    await c.screen('staff_call');
    await c.console.waitForSelector('.staff input', { timeout: kSlow });
    await c.look(c.console, 'console, staff wanted');
    await c.console.fill('.staff input', '見本 受付');
    await c.console.click('[data-staff=yes]');
    await c.finish(known);
  });

  flow('a patient whom staff confirm by the code of the day, is received', async (c, known) => {
    await c.placeCard('no_pin');
    await c.screen('choose');
    equal(await c.kiosk.locator('[data-action=pin]').count(), 0, 'the offers of a PIN that the card does not have');
    await c.touch('staff');
    await c.screen('staff_call');
    await c.enter('2468');
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
    const early = await c.newest(known);
    equal(early.outcome, 'failed', 'the outcome on the console');
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('cancel');
    await c.screen('cancelled');
    await c.takeCard();
    equal((await c.newest([early])).outcome, 'cancelled', 'the outcome of the second try');
  });

  flow('another person before the camera, is refused by face and received by PIN', async (c, known) => {
    await c.stand('neighbour');
    await c.placeCard('adult');
    await c.screen('choose');
    await c.touch('face');
    await c.screen('face_failed', kFace);
    equal(await c.kiosk.textContent('h1'), 'お顔を確認できませんでした', 'the sentence');
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

  flow('no barrier stood in any state of any page', async (c) => {
    ensure(c.looked.size >= 15, `only ${c.looked.size} states were looked at: ${[...c.looked].join('; ')}`);
    none(c.barriers, 'barriers');
  });

  flow('nothing went wrong in any page', async (c) => {
    for (const opened of [c.kioskOpened, c.consoleOpened, c.benchOpened]) none(opened.faults, 'faults of the page');
  });

  test('Counter, closes', async () => {
    await counter?.close();
  });

  test('A new terminal, is registered once both sides say that the numbers are the same', async () => {
    const c = await Counter.open(browser, `${command} --unpaired`);
    try {
      await c.console.click('[data-pair=start]:enabled', { timeout: kSlow });
      await c.screen('pairing');
      await c.console.waitForSelector('[data-pair=same]', { timeout: kSlow });
      await c.look(c.console, 'console, pairing');
      const digits = async (page, selector) => (await page.textContent(selector)).replace(/\D/g, '');
      const shown = await digits(c.kiosk, '.pairing-number');
      equal(shown.length, 6, 'the number of digits');
      ensure((await digits(c.console, '[data-found] .pairing-number')) === shown, 'the two sides show different numbers');
      await c.touch('confirm');
      await c.console.click('[data-pair=same]');
      await c.screen('ready');
      await c.console.waitForSelector('[data-terminal]', { timeout: kSlow });
      none(c.barriers, 'barriers');
    } finally {
      await c.close();
    }
  });
}
