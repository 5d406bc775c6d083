// What troubles receptions most, at the console: insurances that do not count, notices and their slips, figures.
import { kStaffGlasses, looks, withPage } from './staff_pages.mjs';
import { ensure, equal, test } from './support/runner.mjs';
import { receptionExamples } from './support/reception_examples.mjs';

const example = (name) => receptionExamples.find((one) => one.name === name);

export function receptionPages(browser, built) {
  looks(browser, built, 'console', receptionExamples);
  const on = (name, what, run) => test(`The console, ${what}`, () => withPage(browser, built, 'console', example(name), kStaffGlasses[0], run));
  on('noticed', 'an insurance that has lapsed, names the kind, why, and the steps', async ({ page }) => {
    await page.click('[data-language=en]');
    const box = page.locator('[data-visit=N2] [data-validity=lapsed]');
    equal(await box.locator('li').count(), 3, 'steps');
    ensure((await box.textContent()).includes('another health insurance began'), 'the loss is not told');
    ensure((await box.textContent()).includes('31 October 2026'), 'the day is not told');
    equal(await page.locator('[data-validity=not_found], [data-validity=several], [data-validity=newer_exists], [data-validity=valid_unregistered]').count(), 4, 'other kinds');
    equal(await page.locator('[data-visit=N1] .to-do').count(), 0, 'things to do about a good insurance');
  });
  on('noticed', 'a certificate in its grace, tells until when it counts', async ({ page }) => {
    await page.click('[data-language=en]');
    const box = page.locator('[data-visit=N2] [data-notices]');
    ensure((await box.textContent()).includes('ended on 23 October 2026'), 'the end is not told');
    ensure((await box.textContent()).includes('until 23 January 2027'), 'the grace is not told');
  });
  on('noticed', 'replaced characters, are shown beside what is known', async ({ page }) => {
    equal(await page.locator('[data-visit=N4] .replaced img').count(), 2, 'pictures of name and address');
    ensure((await page.locator('[data-visit=N4] .replaced').textContent()).includes('●町七丁目'), 'the address is not told');
    ensure((await page.locator('[data-visit=N7] .replaced').textContent()).includes('ご本人にお聞きください'), 'an address without picture is not told');
    ensure((await page.locator('[data-visit=N4]').textContent()).includes('ヨシオ'), 'the reading is missing');
  });
  on('noticed', 'a slip, is reached by keyboard from its result and bears no name until it is wished', async ({ page }) => {
    await page.focus('[data-visit=N1] .slip-link');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-slip=certificate_ends_soon] .slip-day');
    const slip = page.locator('.slip');
    ensure((await slip.textContent()).includes('2027年（令和9年）1月6日'), 'the day is missing');
    ensure((await slip.textContent()).includes('見本クリニック'), 'the clinic is missing');
    ensure(!(await slip.textContent()).includes('健一'), 'the name stands on it unasked');
    await page.focus('input[name=named]');
    await page.keyboard.press('Space');
    ensure((await slip.textContent()).includes('見本　健一 様'), 'the name is missing');
  });
  on('slip_soon', 'a slip, is asked to be printed', async ({ page }) => {
    await page.evaluate(() => {
      globalThis.print = () => (globalThis.printed = true);
    });
    await page.click('[data-act=print]');
    ensure(await page.evaluate(() => globalThis.printed === true), 'nothing was printed');
  });
  for (const [paper, width, height] of [['a6', 298, 420], ['a5', 420, 595]])
    on('slip_soon', `a slip on ${paper}, is one page of that size and nothing else`, async ({ page }) => {
      await page.check(`input[name=paper][value=${paper}]`);
      await page.check('input[name=named]');
      for (const language of ['ja', 'en'])
        for (const kind of ['certificate_ends_soon', 'certificate_in_grace', 'stay_ends_soon']) {
          await page.check(`input[name=language][value=${language}]`);
          await page.check(`input[name=kind][value=${kind}]`);
          await page.waitForSelector(`[data-slip=${kind}][lang=${language}]`);
          const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
          const boxes = [...pdf.matchAll(/\/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]/g)].map(([, w, h]) => [Math.round(Number(w)), Math.round(Number(h))]);
          ensure(boxes.length === 1, `${language}, ${kind}: ${boxes.length} pages`);
          ensure(Math.abs(boxes[0][0] - width) < 3 && Math.abs(boxes[0][1] - height) < 3, `${language}: the page is ${boxes[0].join('×')}`);
        }
      await page.emulateMedia({ media: 'print' });
      ensure(!(await page.isVisible('.head')) && !(await page.isVisible('.slip-form')), 'more than the slip is printed');
    });
  on('figures', 'figures of another day, are asked for, and saved as a table', async ({ mock, page }) => {
    await page.waitForSelector('[data-figures]');
    equal(mock.asked.filter(({ pathname }) => pathname === '/api/figures').at(-1)?.search, '?day=2026-11-22', 'what was asked first');
    const download = await page.getAttribute('.csv-link', 'href');
    equal(download, 'api/figures?day=2026-11-22&format=csv&lang=ja', 'the table');
    await page.fill('input[name=day]', '2026-11-20');
    await page.waitForFunction(() => document.querySelector('.csv-link').getAttribute('href').includes('2026-11-20'));
    equal(mock.asked.at(-1).search, '?day=2026-11-20', 'what was asked then');
  });
  on('figures', 'plots, say the same as tables', async ({ page }) => {
    await page.waitForSelector('[data-figures]');
    await page.click('[data-language=en]');
    await page.click('.plot summary');
    const cells = await page.locator('.plot tbody tr').allTextContents();
    ensure(cells.includes('9:0098'), `the hour of nine is missing in ${cells.join(' | ')}`);
    const rows = await page.locator('.of-bars tbody tr').allTextContents();
    ensure(rows.some((row) => row.includes('A network cable is loose') && row.includes('4')), 'the cause is missing');
    ensure((await page.locator('[data-figures]').textContent()).includes('14.2 s'), 'the median is missing');
  });
}
