// The console in trouble: what its buttons send, what it sees live, its log viewer and its catalogue.
import { chosen, checkFacts, incidentExamples, knowledge, records } from './support/incident_examples.mjs';
import { ensure, equal, test } from './support/runner.mjs';
import { kStaffGlasses, withPage } from './staff_pages.mjs';

const kNumber = '3K7Q-M2XA-9';
const exampleOf = (name) => incidentExamples.find((example) => example.name === name);

export function incidentPages(browser, built) {
  const on = (name, what, run) => test(`The console in trouble, ${what}`, () => withPage(browser, built, 'console', exampleOf(name), kStaffGlasses[0], run));
  const sends = (name, what, act, expected) =>
    on(name, what, async ({ mock, page }) => {
      const sent = mock.up(() => true);
      await act(page);
      equal(await sent, expected, 'what was sent');
    });
  const { hand, waits, waitsAt, checks, consent } = chosen;

  sends('incident_consent', 'a remedy that is agreed to, is run', (page) => page.click('[data-run]'), { run_remedy: { incident: kNumber, remedy: consent.remedy.id } });
  sends('incident_hand', 'a step that is done, goes on', (page) => page.click('[data-done=yes]'), { step_done: { incident: kNumber, remedy: hand.remedy.id, step: 0, helped: true } });
  sends('incident_wait', 'a step that cannot be done, says so', (page) => page.click('[data-done=no]'), {
    step_done: { incident: kNumber, remedy: waits.remedy.id, step: waitsAt, helped: false },
  });
  sends('incident_check', 'the last step, tells that it helped', (page) => page.click('[data-done=yes]'), {
    step_done: { incident: kNumber, remedy: checks.remedy.id, step: checks.remedy.steps.length - 1, helped: true },
  });
  const question = { incident: kNumber, fact: 'person.card_in_sleeve' };
  const answers = [
    ['yes', { ...question, yes: true }],
    ['no', { ...question, yes: false }],
    ['not_known', { ...question, yes: false, not_known: true }],
  ];
  for (const [answer, expected] of answers) sends('incident_question', `a question answered with ${answer}`, (page) => page.click(`[data-answer=${answer}]`), { answer_question: expected });
  sends(
    'incident_question',
    'a question answered by keyboard alone',
    async (page) => {
      for (let at = 0; at < 30; ++at) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate(() => document.activeElement?.getAttribute('data-answer'))) === 'no') break;
      }
      await page.keyboard.press('Enter');
    },
    { answer_question: { ...question, yes: false } },
  );
  sends('morning_running', 'the self-test cannot be started twice, the bundle neither', async (page) => {
    ensure((await page.isDisabled('[data-act=self-test]')) && (await page.isDisabled('[data-act=collect]')), 'a button is still open');
    await page.click('[data-check-in=stop]'); // only that the page still sends
  }, { switch_check_in: { terminal: 'OM-0001', open: false } });
  sends('incident_hand', 'the self-test, is started', (page) => page.click('[data-act=self-test]'), { run_self_test: {} });
  sends('incident_hand', 'the bundle, names the incident that stands', (page) => page.click('[data-act=collect]'), { collect: { incident: kNumber } });

  on('incident_wait', 'a step with a time to wait, counts it down and opens then', async ({ mock, page }) => {
    const seconds = async () => Number(/\d+/.exec(await page.textContent('.wait p'))?.[0]);
    const before = await seconds();
    await page.waitForTimeout(1300);
    ensure((await seconds()) < before, 'the time stands still');
    ensure(await page.isDisabled('[data-done=yes]'), 'it can be told as done before its time');
    const { state } = exampleOf('incident_wait');
    const [incident] = state.incidents;
    mock.down({ state: { ...state, incidents: [{ ...incident, next: { ...incident.next, wait_s: 0 } }] } });
    await page.waitForSelector('[data-done=yes]:enabled');
  });

  on('incident_facts', 'a check, is seen to be met as soon as the fact is', async ({ mock, page }) => {
    await page.waitForSelector('[data-check=open]');
    mock.answers['/api/facts'] = checkFacts(true);
    await page.waitForSelector('[data-check=met]');
  });

  on('incident_consent', 'without a check on the screen, asks for no facts', async ({ mock, page }) => {
    await page.waitForTimeout(1300);
    equal(mock.asked.filter(({ pathname }) => pathname === '/api/facts').length, 0, 'the number of questions');
  });

  on('incident_repairing', 'a cure that runs, is told with its seconds at the top', async ({ page }) => {
    ensure((await page.getAttribute('.head', 'class')).includes('repairing'), 'the light is not that of a repair');
    ensure(/\d/.test(await page.textContent('.seconds')), 'no seconds at the top');
  });

  on('incident_unknown', 'a cause that nobody knows, is told as unknown with its facts', async ({ page }) => {
    ensure((await page.textContent('[data-cause=""] .cause-title')).includes('まだ分かりません'), 'it does not say "unknown"');
    ensure(await page.isVisible('[data-cause=""] .evidence li'), 'the facts are folded away');
  });

  on('incidents_many', 'the worst of several, is told first', async ({ page }) => {
    ensure((await page.textContent('h1')).startsWith('OM-0001'), 'another one is told');
    equal(await page.locator('[data-incident]').count(), 3, 'the number of cards');
  });

  on('incident_hand', 'its words, come in the other language at once, and are remembered', async ({ page }) => {
    await page.click('[data-language=en]');
    ensure((await page.textContent('.incident')).includes(knowledge.causes[hand.cause].title.en), 'the cause is not told in English');
    await page.reload();
    await page.waitForSelector('html[lang=en]');
  });

  test('The console, without any terminal, says so instead of connecting', () => {
    const state = { ...exampleOf('log').state, terminals: [], national: { state: 'connecting', mode: '', face_security_level: 0, login_name: '' } };
    return withPage(browser, built, 'console', { state }, kStaffGlasses[0], async ({ page }) => {
      const words = await page.textContent('section:has(#national-title)');
      ensure(words.includes('端末の登録待ち') && !words.includes('つないでいます'), words);
    });
  });

  log(on);
  catalogue(browser, built, on);
}

function log(on) {
  on('log', 'the log, shows each record once and loads older ones', async ({ page }) => {
    await page.waitForSelector('[data-record]');
    equal(await page.locator('[data-record]').count(), records.length, 'the number of records');
    equal(await page.locator('.mark').count(), records.length, 'the number of marks');
    await page.click('[data-act=older]');
    await page.waitForSelector('[data-record="1"]');
    equal(await page.locator('[data-act=older]').count(), 0, 'buttons for what is not there');
  });

  on('log', 'the log, asks for what its filters say', async ({ mock, page }) => {
    await page.waitForSelector('[data-record]');
    await page.fill('#log-text', 'カード');
    await page.selectOption('#log-level', 'warning');
    await page.selectOption('#log-terminal', 'OM-0001');
    await page.fill('#log-since', '2026-11-22T09:00');
    const wanted = () => mock.asked.map(({ searchParams }) => Object.fromEntries(searchParams)).find((asked) => asked.since !== undefined && asked.text !== undefined);
    for (let at = 0; at < 40 && wanted() === undefined; ++at) await page.waitForTimeout(100);
    equal(wanted(), { since: '2026-11-22T09:00:00+09:00', terminal: 'OM-0001', level: 'warning', text: 'カード', most: '200' }, 'what was asked');
  });

  on('log', 'the log, follows new records', async ({ mock, page }) => {
    await page.waitForSelector('[data-record]');
    const newer = { ...records[0], sequence: 913, words: { ja: '新しい出来事', en: 'Something new' } };
    mock.answers['/api/log'] = { records: [newer, ...records], next: 904 };
    await page.waitForSelector('[data-record="913"]', { timeout: 5000 });
    equal(await page.locator('[data-record]').count(), records.length + 1, 'the number of records');
  });

  on('log', 'a mark of the time line, leads to its record', async ({ page }) => {
    await page.waitForSelector('.mark.error');
    await page.click('.mark.error');
    await page.waitForSelector('[data-record="907"].chosen');
  });

  on('log', 'the log, that cannot be read, says so', async ({ mock, page }) => {
    await page.waitForSelector('[data-record]');
    mock.answers['/api/log'] = () => 'no log';
    await page.fill('#log-text', 'x');
    await page.waitForFunction(() => document.querySelectorAll('[data-record]').length === 0);
  });
}

function catalogue(browser, built, on) {
  const [entry] = knowledge.entries;
  on('catalogue', 'the catalogue, lists every entry', async ({ page }) => {
    equal(await page.locator('.entry-link').count(), knowledge.entries.length, 'the number of entries');
  });

  on('catalogue', 'the catalogue, finds by code in small letters and by kana, and opens by keyboard', async ({ page }) => {
    await page.fill('#search', entry.row.toLowerCase());
    equal(await page.getAttribute('.entry-link', 'href'), `#catalogue/${entry.row}`, 'the first one found');
    await page.focus('#search');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`[data-entry="${entry.row}"]`);
    await page.fill('#search', 'かーど');
    const found = await page.locator('.entry-link').count();
    ensure(found > 0 && found < knowledge.entries.length, `${found} were found`);
  });

  on('catalogue_entry', 'an address, leads straight to its entry', async ({ page }) => {
    const { row, heading } = chosen.waits.entry;
    await page.waitForSelector(`[data-entry="${row}"]`);
    ensure((await page.textContent('#entry-title')).includes(heading.ja.replace(/。$/, '')), 'another entry is shown');
  });

  test('The catalogue, at a row that is none, says so', () =>
    withPage(browser, built, 'console', { ...exampleOf('catalogue'), hash: '#catalogue/E99' }, kStaffGlasses[0], async ({ page }) => {
      ensure((await page.textContent('main')).includes('E99'), 'it does not name the row');
    }));
}
