// Console and bench: every example is whole and open to all; every control sends what it says.
import { join } from 'node:path';
import { findBarriers, findClipped, openPage } from './support/browser.mjs';
import { startMock } from './support/mock.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';
import { accountExamples } from './support/account_examples.mjs';
import { programExamples } from './support/program_examples.mjs';
import { loginExamples } from './support/login_examples.mjs';
import { manageExamples } from './support/manage_examples.mjs';
import { incidentExamples } from './support/incident_examples.mjs';
import { benchExamples, consoleExamples } from './support/staff_examples.mjs';

const kLeastTarget = 24; // WCAG 2.2, 2.5.8; a mouse
export const kStaffGlasses = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

// `expects`: faults that the example is about, such as a refused call.
export async function withPage(browser, built, name, { state, answers = {}, hash = '', expects }, glass, run) {
  const mock = await startMock(join(built, name));
  mock.greeting = [{ state }];
  Object.assign(mock.answers, answers);
  const { page, faults, close } = await openPage(browser, glass);
  try {
    await page.goto(`${mock.origin}${hash}`);
    await page.waitForSelector('[data-ready]');
    await run({ mock, page });
    none(faults.filter((fault) => !expects?.test(fault)), 'faults of the page');
  } finally {
    await close();
    await mock.stop();
  }
}

// By keyboard alone.
export async function tabTo(page, selector) {
  for (let at = 0; at < 60; ++at) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

export function looks(browser, built, name, examples) {
  for (const example of examples)
    for (const glass of kStaffGlasses)
      for (const language of ['ja', 'en'])
        test(`The ${name}, ${example.name}, ${language}, ${glass.width} px, is whole and open to all`, () =>
          withPage(browser, built, name, example, glass, async ({ page }) => {
            await page.click(`[data-language=${language}]`);
            await example.act?.(page);
            none(await findClipped(page, kLeastTarget), 'clipped');
            none(await findBarriers(page), 'barriers');
          }));
}

export function staffPages(browser, built) {
  looks(browser, built, 'console', [...consoleExamples, ...incidentExamples, ...accountExamples, ...loginExamples, ...manageExamples, ...programExamples]);
  looks(browser, built, 'bench', benchExamples);
  consoleActs(browser, built);
  benchActs(browser, built);
}

function sends(browser, built, name, exampleName, what, act, expected) {
  const examples = name === 'console' ? consoleExamples : benchExamples;
  const example = examples.find((one) => one.name === exampleName);
  test(`The ${name}, ${what}, sends it`, () =>
    withPage(browser, built, name, example, kStaffGlasses[0], async ({ mock, page }) => {
      const sent = mock.up(() => true);
      await act(page);
      equal(await sent, expected, 'what was sent');
    }));
}

function consoleActs(browser, built) {
  const on = (example, what, act, expected) => sends(browser, built, 'console', example, what, act, expected);
  on('pairing', 'the start of pairing', (page) => page.click('[data-found=OM-0002] [data-pair=start]'), { pair_start: { serial: 'OM-0002' } });
  on('pairing', 'numbers that are the same', (page) => page.click('[data-pair=same]'), { pair_answer: { serial: 'OM-0001', same: true } });
  on('pairing', 'numbers that differ', (page) => page.click('[data-pair=different]'), { pair_answer: { serial: 'OM-0001', same: false } });
  on(
    'staff_wanted',
    'a person confirmed by a named member of staff',
    async (page) => {
      await page.fill('.staff input', '見本 受付');
      await page.click('[data-staff=yes]');
    },
    { staff_confirm: { terminal: 'OM-0001', staff: '見本 受付', is_the_person: true, visit: '01JDX4M8Q2' } },
  );
  on(
    'staff_wanted_folder',
    'a person confirmed with the numbers of the papers, by keyboard',
    async (page) => {
      await page.focus('.staff input');
      for (const text of ['見本 受付', '０６９９００１０', '見本１', '1000101', '00', '19850412']) {
        await page.keyboard.insertText(text);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
    },
    {
      staff_confirm: {
        terminal: 'OM-0001',
        staff: '見本 受付',
        is_the_person: true,
        visit: '01JDX4M8Q2',
        insured: { insurer_number: '06990010', symbol: '見本１', number: '1000101', branch: '00', birth: '19850412' },
      },
    },
  );
  on(
    'visit',
    'a visit that is stopped',
    async (page) => {
      await page.click('.visit-actions > button:last-child');
      await page.click('.sure .danger');
    },
    { cancel: { terminal: 'OM-0001', visit: '01JDX4M8Q2' } },
  );
  on(
    'good',
    'a terminal that is removed',
    async (page) => {
      await page.click('.terminal summary');
      await page.click('.terminal .details > button');
      await page.click('.sure .danger');
    },
    { forget: { serial: 'OM-0001' } },
  );
  test('The console, a confirmation without a name, is asked for it and sends nothing', () => {
    const example = consoleExamples.find((one) => one.name === 'staff_wanted');
    return withPage(browser, built, 'console', example, kStaffGlasses[0], async ({ mock, page }) => {
      await page.click('[data-staff=yes]');
      await page.waitForSelector('.staff .missing');
      equal(mock.received, [], 'what was sent');
    });
  });
  test('The console, a confirmation by folder without a number, leads to its field and sends nothing', () => {
    const example = consoleExamples.find((one) => one.name === 'staff_wanted_folder');
    return withPage(browser, built, 'console', example, kStaffGlasses[0], async ({ mock, page }) => {
      await page.fill('.staff input', '見本 受付');
      await page.click('[data-staff=yes]');
      await page.waitForSelector('.staff-field .missing');
      equal(await page.evaluate(() => document.activeElement.id), 'staff-OM-0001-insurer_number', 'where the keyboard is');
      equal(mock.received, [], 'what was sent');
    });
  });
  test('The console, without its program, says that it connects and keeps what it knew', () => {
    const example = consoleExamples.find((one) => one.name === 'good');
    return withPage(browser, built, 'console', example, kStaffGlasses[0], async ({ mock, page }) => {
      mock.greeting = [];
      mock.cut();
      await page.waitForSelector('.head.repairing');
      ensure((await page.locator('.result').count()) > 0, 'the last results are gone');
    });
  });
}

function benchActs(browser, built) {
  const on = (example, what, act, expected) => sends(browser, built, 'bench', example, what, act, expected);
  on(
    'empty',
    'a card placed turned over, as typed',
    async (page) => {
      await page.selectOption('#card-1', 'senior');
      await page.click('.pill:has(input[value=back])');
      await page.click('.pill:has(input[value=typeb])');
      await page.click('[data-act=place]');
    },
    { place_card: { counter: '1', persona: 'senior', side: 'back', rotation: 0, sleeve: false, timing: 'typeb' } },
  );
  on('busy', 'a card taken', (page) => page.click('[data-act=take]'), { take_card: { counter: '1' } });
  on('busy', 'a card that is taken out of its sleeve', (page) => page.click('input[name=sleeve]'), {
    place_card: { counter: '1', persona: 'senior', side: 'front', rotation: 0, sleeve: false, timing: 'full' },
  });
  on('empty', 'another person before the camera', (page) => page.selectOption('#person-1', 'senior'), {
    arrange: { counter: '1', person: 'senior', presentation: 'live', distance_cm: 40, light: 1, mask: false, glasses: false },
  });
  on('empty', 'a print held before the camera', (page) => page.click('.pill:has(input[value=print])'), {
    arrange: { counter: '1', person: 'adult', presentation: 'print', distance_cm: 40, light: 1, mask: false, glasses: false },
  });
  on('empty', 'a head that turns', (page) => page.click('[data-head=left]'), { turn_head: { counter: '1', side: 'left' } });
  on('empty', 'a person who does not follow the kiosk', (page) => page.click('input[name=follows]'), { follow: { counter: '1', on: false } });
  on('empty', 'an unplugged reader', (page) => page.click('[data-act=plug]'), { plug_reader: { counter: '1', plugged: false } });
  on('empty', 'the staff mode', (page) => page.click('.pill:has(input[value=staff_confirmation])'), {
    national_switch: { name: 'mode', value: 'staff_confirmation' },
  });
  on('faults', 'a fault that is injected', async (page) => {
    await page.click('[data-group=reader] summary');
    await page.click('[data-fault=reader_out] [data-act=inject]');
  }, { inject_fault: { id: 'reader_out', with: {} } });
  on('faults', 'all faults undone', (page) => page.click('[data-act=undo]'), { undo_faults: {} });
  on('empty', 'an outage', (page) => page.click('input[name=outage]'), { national_switch: { name: 'outage', value: 'on' } });
}
